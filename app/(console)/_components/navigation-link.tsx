'use client';

import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { Link } from '@/components/ui/link';

const isHere = (pathname: string, href: string) =>
  href === '/' ? pathname === '/' : pathname === href || pathname.startsWith(`${href}/`);

export function NavigationLink({ href, children }: { href: string; children: ReactNode }) {
  const here = isHere(usePathname(), href);
  return (
    <Link
      href={href}
      aria-current={here ? 'page' : undefined}
      className={`touch-target flex h-8 items-center gap-2.5 rounded-md px-2.5 font-medium ${here ? 'bg-accent-tint text-accent forced-border' : 'text-muted hover:bg-hover hover:text-text'}`}
    >
      {children}
    </Link>
  );
}
