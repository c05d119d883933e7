'use client';

import { Menu } from '@base-ui/react/menu';
import { LogOut, MonitorSmartphone, Palette } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { signOut } from '@/components/sign-out';
import { MenuPopup, menuItemClass } from '@/components/ui/menu';

export function UserMenu({ operator }: { operator: { name: string; email: string } }) {
  const router = useRouter();
  const [failed, setFailed] = useState(false);
  const initial = (operator.name || operator.email).slice(0, 1).toUpperCase();
  const go = (href: string) => (event: { preventDefault(): void }) => {
    event.preventDefault();
    router.push(href);
  };
  return (
    <Menu.Root>
      <Menu.Trigger
        aria-label={`Account: ${operator.email}`}
        className="touch-square inline-flex size-8 items-center justify-center rounded-full border border-line bg-subtle text-13 font-semibold hover:border-line-strong"
      >
        {initial}
      </Menu.Trigger>
      <MenuPopup width="min-w-60">
        <div className="border-b border-line-faint px-2.5 pt-1.5 pb-2.5">
          <p className="font-medium">{operator.name || 'Operator'}</p>
          <p className="text-13 text-muted [overflow-wrap:anywhere]">{operator.email}</p>
        </div>
        <div className="pt-1">
          <Menu.LinkItem href="/settings" className={menuItemClass} closeOnClick onClick={go('/settings')}>
            <Palette aria-hidden="true" className="size-4 text-muted" />
            Appearance
          </Menu.LinkItem>
          <Menu.LinkItem
            href="/settings/sessions"
            className={menuItemClass}
            closeOnClick
            onClick={go('/settings/sessions')}
          >
            <MonitorSmartphone aria-hidden="true" className="size-4 text-muted" />
            Sessions
          </Menu.LinkItem>
          <Menu.Item
            className={menuItemClass}
            closeOnClick={false}
            onClick={() => signOut().catch(() => setFailed(true))}
          >
            <LogOut aria-hidden="true" className="size-4 text-muted" />
            {failed ? 'Could not sign out: try again' : 'Sign out'}
          </Menu.Item>
        </div>
      </MenuPopup>
    </Menu.Root>
  );
}
