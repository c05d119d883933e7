'use client';

import { Menu } from '@base-ui/react/menu';
import { Cable, ChevronDown, FileInput, Plus, Server, Stamp, User } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { buttonClass } from '@/components/ui/button';
import { MenuPopup, menuItemClass } from '@/components/ui/menu';

const ITEMS = [
  { key: 'm', href: '/new/pair', label: 'Mutual TLS pair', icon: Cable },
  { key: 's', href: '/new/server', label: 'Server certificate', icon: Server },
  { key: 'l', href: '/new/client', label: 'Client certificate', icon: User },
  { key: 'r', href: '/new/csr', label: 'Sign a request (CSR)', icon: FileInput },
  { key: 'a', href: '/authorities/new', label: 'Authority', icon: Stamp },
] as const;

/** The one primary button. `c` opens it; each entry answers to its own letter. */
export function NewMenu() {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const show = () => setOpen(true);
    window.addEventListener('countersign:new', show);
    return () => window.removeEventListener('countersign:new', show);
  }, []);
  return (
    <Menu.Root open={open} onOpenChange={setOpen}>
      <Menu.Trigger className={buttonClass('primary', 'medium')}>
        <Plus aria-hidden="true" className="size-4" />
        New
        <ChevronDown aria-hidden="true" className="-me-1 hidden size-3.5 opacity-80 sm:block" />
      </Menu.Trigger>
      <MenuPopup width="min-w-60">
        {ITEMS.map(({ key, href, label, icon: Icon }) => (
          <Menu.LinkItem
            key={href}
            href={href}
            closeOnClick
            className={menuItemClass}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              router.push(href);
            }}
          >
            <Icon aria-hidden="true" className="size-4 text-muted" />
            {label}
            <span aria-hidden="true" className="ms-auto font-sans text-12 text-muted">
              {key}
            </span>
          </Menu.LinkItem>
        ))}
        <KeyRouter
          onKey={(pressed) => {
            const item = ITEMS.find(({ key }) => key === pressed);
            if (!item) return false;
            setOpen(false);
            router.push(item.href);
            return true;
          }}
        />
      </MenuPopup>
    </Menu.Root>
  );
}

/** While the menu is open its letters win over the menu's own typeahead. */
function KeyRouter({ onKey }: { onKey: (key: string) => boolean }) {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey) return;
      if (onKey(event.key)) {
        event.preventDefault();
        event.stopPropagation();
      }
    };
    window.addEventListener('keydown', listen, true);
    return () => window.removeEventListener('keydown', listen, true);
  }, [onKey]);
  return null;
}
