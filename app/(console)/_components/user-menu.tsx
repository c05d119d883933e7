'use client';

import { lazyMenu, MenuButton } from '@/components/ui/menu-button';

export interface Operator {
  readonly name: string;
  readonly email: string;
}
const MENU = lazyMenu<Operator>(() => import('./user-menu-panel'));

export function UserMenu({ operator, label }: { operator: Operator; label: string }) {
  return (
    <MenuButton
      label={label}
      menu={MENU}
      data={operator}
      className="touch-square inline-flex size-8 shrink-0 items-center justify-center rounded-full border border-line bg-subtle text-13 font-semibold hover:border-line-strong"
    >
      {(operator.name || operator.email).slice(0, 1).toUpperCase()}
    </MenuButton>
  );
}
