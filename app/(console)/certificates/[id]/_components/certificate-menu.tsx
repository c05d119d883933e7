'use client';

import { Ellipsis } from 'lucide-react';
import { buttonClass } from '@/components/ui/button';
import { lazyMenu, MenuButton } from '@/components/ui/menu-button';
import { certificateMenuWords } from './certificate-menu.words';

/** What the menu depends on. */
export interface MenuSubject {
  readonly id: string;
  readonly canHold: boolean;
  readonly held: boolean;
  readonly canRevoke: boolean;
  readonly canRenew: boolean;
  /** The side that it takes in the handshake lab; null: it takes none, or its key is not here. */
  readonly labSide: 'server' | 'client' | null;
}
const MENU = lazyMenu<MenuSubject>(() => import('./certificate-menu-panel'));

/** What is done rarely; the key is the full stop. */
export function CertificateMenu({ certificate }: { certificate: MenuSubject }) {
  const words = certificateMenuWords().certificateMenu;
  return (
    <MenuButton
      label={words.more}
      hotkey="."
      menu={MENU}
      data={certificate}
      className={buttonClass('plain', 'medium', 'px-2! touch-square')}
    >
      <Ellipsis aria-hidden="true" className="size-4" />
    </MenuButton>
  );
}
