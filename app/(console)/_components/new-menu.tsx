'use client';

import { Cable, ChevronDown, FileBadge, FileInput, FolderInput, Plus, Server, Sheet, Stamp, User } from 'lucide-react';
import { useEffect, useState } from 'react';
import { buttonClass } from '@/components/ui/button';
import { MenuButton } from '@/components/ui/menu-button';

const ENTRIES = [
  { id: 'pair', letter: 'm', href: '/new/pair', label: 'Mutual TLS pair', icon: Cable },
  { id: 'server', letter: 's', href: '/new/server', label: 'Server certificate', icon: Server },
  { id: 'client', letter: 'l', href: '/new/client', label: 'Client certificate', icon: User },
  { id: 'other', letter: 'o', href: '/new/other', label: 'Another certificate', icon: FileBadge },
  { id: 'csr', letter: 'r', href: '/new/csr', label: 'Sign a request (CSR)', icon: FileInput },
  { id: 'bulk', letter: 'b', href: '/new/bulk', label: 'Many, from a table', icon: Sheet },
  { id: 'authority', letter: 'a', href: '/authorities/new', label: 'Authority', icon: Stamp },
  { id: 'import', letter: 'i', href: '/authorities/import', label: 'Import an authority', icon: FolderInput },
] as const;

/** The one primary button. `c` opens it; each entry answers to its own letter. */
export function NewMenu() {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const show = () => setOpen(true);
    window.addEventListener('countersign:new', show);
    return () => window.removeEventListener('countersign:new', show);
  }, []);
  return (
    <MenuButton className={buttonClass('primary', 'medium')} entries={ENTRIES} open={open} onOpenChange={setOpen}>
      <Plus aria-hidden="true" className="size-4" />
      New
      <ChevronDown aria-hidden="true" className="-me-1 hidden size-3.5 opacity-80 sm:block" />
    </MenuButton>
  );
}
