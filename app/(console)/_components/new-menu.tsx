'use client';

import { ChevronDown, Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { buttonClass } from '@/components/ui/button';
import { lazyMenu, MenuButton } from '@/components/ui/menu-button';
import { menuWords } from './menu.words';

const MENU = lazyMenu(() => import('./new-menu-panel'));

/** The one primary button. `c` opens it. */
export function NewMenu() {
  const words = menuWords().newMenu;
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const show = () => setOpen(true);
    const shut = () => setOpen(false);
    window.addEventListener('countersign:new', show);
    window.addEventListener('countersign:new-chosen', shut);
    return () => {
      window.removeEventListener('countersign:new', show);
      window.removeEventListener('countersign:new-chosen', shut);
    };
  }, []);
  return (
    <MenuButton
      className={buttonClass('primary', 'medium')}
      menu={MENU}
      data={undefined}
      open={open}
      onOpenChange={setOpen}
    >
      <Plus aria-hidden="true" className="size-4" />
      {words.newIt}
      <ChevronDown aria-hidden="true" className="-me-1 hidden size-3.5 opacity-80 sm:block" />
    </MenuButton>
  );
}
