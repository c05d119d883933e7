'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useEffect, useState } from 'react';
import { readTheme, setTheme, THEMES, type Theme } from '@/components/theme';
import { MenuButton } from '@/components/ui/menu-button';

const ICONS = { system: Monitor, light: Sun, dark: Moon } as const;

export function ThemeMenu() {
  const [theme, choose] = useState<Theme>('system');
  useEffect(() => choose(readTheme()), []);
  return (
    <MenuButton
      label="Theme"
      chosen={theme}
      entries={THEMES.map(({ value, label }) => ({
        id: value,
        label,
        icon: ICONS[value],
        onSelect: () => {
          choose(value);
          setTheme(value);
        },
      }))}
      className="touch-square hidden size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text sm:inline-flex"
    >
      <Sun aria-hidden="true" className="size-4" />
    </MenuButton>
  );
}
