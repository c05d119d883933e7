'use client';

import { LogOut, MonitorSmartphone, Palette } from 'lucide-react';
import { useState } from 'react';
import { signOut } from '@/components/sign-out';
import { MenuButton } from '@/components/ui/menu-button';

export function UserMenu({ operator }: { operator: { name: string; email: string } }) {
  const [failed, setFailed] = useState(false);
  const initial = (operator.name || operator.email).slice(0, 1).toUpperCase();
  const named = operator.name !== '' && operator.name !== operator.email;
  return (
    <MenuButton
      label={`Account: ${operator.email}`}
      header={
        <>
          {named ? <p className="font-medium">{operator.name}</p> : null}
          <p className={`[overflow-wrap:anywhere] ${named ? 'text-13 text-muted' : 'font-medium'}`}>{operator.email}</p>
        </>
      }
      entries={[
        { id: 'settings', label: 'Appearance', icon: Palette, href: '/settings' },
        { id: 'sessions', label: 'Sessions', icon: MonitorSmartphone, href: '/settings/sessions' },
        {
          id: 'sign-out',
          label: failed ? 'Could not sign out: try again' : 'Sign out',
          icon: LogOut,
          stay: true,
          onSelect: () => {
            signOut().catch(() => setFailed(true));
          },
        },
      ]}
      className="touch-square inline-flex size-8 shrink-0 items-center justify-center rounded-full border border-line bg-subtle text-13 font-semibold hover:border-line-strong"
    >
      {initial}
    </MenuButton>
  );
}
