'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import { readTheme, setTheme, THEMES, type Theme } from '@/components/theme';
import type { MenuPanelProps } from '@/components/ui/menu-button';
import { MenuPanel } from '@/components/ui/menu-panel';
import { settingsWords } from '../settings/_components/settings.words';

const ICONS = { system: Monitor, light: Sun, dark: Moon } as const;

export default function ThemeMenuPanel({ data: _, ...panel }: MenuPanelProps) {
  const [theme, choose] = useState<Theme>(readTheme);
  return (
    <MenuPanel
      {...panel}
      chosen={theme}
      entries={THEMES.map((value) => ({
        id: value,
        label: settingsWords().appearance.themes[value],
        icon: ICONS[value],
        onSelect: () => {
          choose(value);
          setTheme(value);
        },
      }))}
    />
  );
}
