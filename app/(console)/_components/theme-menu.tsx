'use client';

import { Sun } from 'lucide-react';
import { lazyMenu, MenuButton } from '@/components/ui/menu-button';

const MENU = lazyMenu(() => import('./theme-menu-panel'));

export function ThemeMenu({ label }: { label: string }) {
  return (
    <MenuButton
      label={label}
      menu={MENU}
      data={undefined}
      className="touch-square hidden size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text sm:inline-flex"
    >
      <Sun aria-hidden="true" className="size-4" />
    </MenuButton>
  );
}
