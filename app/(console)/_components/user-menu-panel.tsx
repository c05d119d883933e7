'use client';

import { LogOut, MonitorSmartphone, Palette } from 'lucide-react';
import { useState } from 'react';
import { signOut } from '@/components/sign-out';
import type { MenuPanelProps } from '@/components/ui/menu-button';
import { MenuPanel } from '@/components/ui/menu-panel';
import { barWords } from './bar.words';
import type { Operator } from './user-menu';

export default function UserMenuPanel({ data: operator, ...panel }: MenuPanelProps<Operator>) {
  const words = barWords();
  const [failed, setFailed] = useState(false);
  const named = operator.name !== '' && operator.name !== operator.email;
  return (
    <MenuPanel
      {...panel}
      header={
        <>
          {named ? <p className="font-medium">{operator.name}</p> : null}
          <p className={`[overflow-wrap:anywhere] ${named ? 'text-13 text-muted' : 'font-medium'}`}>{operator.email}</p>
        </>
      }
      entries={[
        { id: 'settings', label: words.appearance, icon: Palette, href: '/settings' },
        { id: 'sessions', label: words.sessions, icon: MonitorSmartphone, href: '/settings/sessions' },
        {
          id: 'sign-out',
          label: failed ? words.signOutFailed : words.signOut,
          icon: LogOut,
          stay: true,
          onSelect: () => {
            signOut().catch(() => setFailed(true));
          },
        },
      ]}
    />
  );
}
