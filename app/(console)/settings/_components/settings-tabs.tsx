'use client';

import { usePathname } from 'next/navigation';
import { Link } from '@/components/ui/link';
import { settingsWords } from './settings.words';

const ENTRIES = [
  { href: '/settings', name: 'general' },
  { href: '/settings/sessions', name: 'sessions' },
] as const;

export function SettingsTabs() {
  const words = settingsWords();
  const pathname = usePathname();
  return (
    <nav aria-label={words.title} className="flex gap-1 border-b border-line">
      {ENTRIES.map(({ href, name }) => {
        const here = pathname === href;
        return (
          <Link
            key={href}
            href={href}
            aria-current={here ? 'page' : undefined}
            className={`touch-target -mb-px inline-flex h-10 items-center border-b-2 px-2.5 ${here ? 'border-accent font-medium' : 'border-transparent text-muted hover:text-text'}`}
          >
            {words.tabs[name]}
          </Link>
        );
      })}
    </nav>
  );
}
