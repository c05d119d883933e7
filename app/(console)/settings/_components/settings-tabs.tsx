'use client';

import { usePathname } from 'next/navigation';
import { Link } from '@/components/ui/link';

const ENTRIES = [
  { href: '/settings', label: 'General' },
  { href: '/settings/sessions', label: 'Sessions' },
] as const;

export function SettingsTabs() {
  const pathname = usePathname();
  return (
    <nav aria-label="Settings" className="flex gap-1 border-b border-line">
      {ENTRIES.map(({ href, label }) => {
        const here = pathname === href;
        return (
          <Link
            key={href}
            href={href}
            aria-current={here ? 'page' : undefined}
            className={`touch-target -mb-px inline-flex h-10 items-center border-b-2 px-2.5 ${here ? 'border-accent font-medium' : 'border-transparent text-muted hover:text-text'}`}
          >
            {label}
          </Link>
        );
      })}
    </nav>
  );
}
