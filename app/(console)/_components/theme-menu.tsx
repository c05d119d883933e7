'use client';

import { Menu } from '@base-ui/react/menu';
import { Check, Monitor, Moon, Sun } from 'lucide-react';
import { useEffect, useState } from 'react';
import { readTheme, setTheme, THEMES, type Theme } from '@/components/theme';
import { MenuPopup, menuItemClass } from '@/components/ui/menu';

const ICONS = { system: Monitor, light: Sun, dark: Moon } as const;

export function ThemeMenu() {
  const [theme, choose] = useState<Theme>('system');
  useEffect(() => choose(readTheme()), []);
  return (
    <Menu.Root>
      <Menu.Trigger
        aria-label="Theme"
        className="touch-square hidden size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text sm:inline-flex"
      >
        <Sun aria-hidden="true" className="size-4" />
      </Menu.Trigger>
      <MenuPopup width="min-w-40">
        <Menu.RadioGroup
          value={theme}
          onValueChange={(value: Theme) => {
            choose(value);
            setTheme(value);
          }}
        >
          {THEMES.map(({ value, label }) => {
            const Icon = ICONS[value];
            return (
              <Menu.RadioItem key={value} value={value} closeOnClick className={menuItemClass}>
                <Icon aria-hidden="true" className="size-4 text-muted" />
                {label}
                <Menu.RadioItemIndicator className="ms-auto">
                  <Check aria-hidden="true" className="size-4 text-accent" />
                </Menu.RadioItemIndicator>
              </Menu.RadioItem>
            );
          })}
        </Menu.RadioGroup>
      </MenuPopup>
    </Menu.Root>
  );
}
