'use client';

import { Cable, FileBadge, FileInput, FolderInput, Server, Sheet, Stamp, User } from 'lucide-react';
import type { MenuPanelProps } from '@/components/ui/menu-button';
import { MenuPanel } from '@/components/ui/menu-panel';

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

/** Each entry answers to its own letter. */
export default function NewMenuPanel({ data: _, ...panel }: MenuPanelProps) {
  return <MenuPanel {...panel} entries={ENTRIES} />;
}
