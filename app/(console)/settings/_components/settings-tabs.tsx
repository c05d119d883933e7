'use client';

import { usePathname } from 'next/navigation';
import { Link } from '@/components/ui/link';
import { settingsWords } from './settings.words';

const ENTRIES = [
  { href: '/settings', name: 'general' },
  { href: '/settings/sessions', name: 'sessions' },
  { href: '/settings/tokens', name: 'tokens' },
  { href: '/settings/operators', name: 'operators' },
] as const;

/** `people`: whether this person may see the operators. */
export function SettingsTabs({ people }: { people: boolean }) {
  const words = settingsWords();
  const pathname = usePathname();
  return (
    <nav aria-label={words.title} className="flex flex-wrap gap-1 border-b border-line">
      {ENTRIES.filter(({ name }) => people || name !== 'operators').map(({ href, name }) => {
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
