'use client';

import {
  Cable,
  FileBadge,
  Gauge,
  Menu,
  Network,
  ScanSearch,
  ScrollText,
  Settings,
  SlidersHorizontal,
} from 'lucide-react';
import { usePathname } from 'next/navigation';
import { useEffect, useState } from 'react';
import { BrandMark } from '@/components/brand-mark';
import { Dialog } from '@/components/ui/dialog';
import { Link } from '@/components/ui/link';

const GROUPS = [
  {
    label: 'Trust',
    entries: [
      { href: '/', label: 'Overview', icon: Gauge },
      { href: '/connections', label: 'Connections', icon: Cable },
      { href: '/certificates', label: 'Certificates', icon: FileBadge },
      { href: '/authorities', label: 'Authorities', icon: Network },
    ],
  },
  {
    label: 'Tools',
    entries: [{ href: '/inspect', label: 'Inspect', icon: ScanSearch }],
  },
  {
    label: 'Govern',
    entries: [
      { href: '/profiles', label: 'Profiles', icon: SlidersHorizontal },
      { href: '/audit', label: 'Audit', icon: ScrollText },
      { href: '/settings', label: 'Settings', icon: Settings },
    ],
  },
] as const;

const isHere = (pathname: string, href: string) =>
  href === '/' ? pathname === '/' : pathname === href || pathname.startsWith(`${href}/`);

export function RailNavigation() {
  const pathname = usePathname();
  return (
    <nav aria-label="Main" className="flex flex-col gap-5">
      {GROUPS.map((group, index) => (
        <div key={group.label}>
          {index > 0 ? <p className="mb-1 px-2.5 text-12 font-medium text-muted">{group.label}</p> : null}
          <ul className="flex flex-col gap-0.5">
            {group.entries.map(({ href, label, icon: Icon }) => {
              const here = isHere(pathname, href);
              return (
                <li key={href}>
                  <Link
                    href={href}
                    aria-current={here ? 'page' : undefined}
                    className={`touch-target flex h-8 items-center gap-2.5 rounded-md px-2.5 font-medium ${here ? 'bg-accent-tint text-accent forced-border' : 'text-muted hover:bg-hover hover:text-text'}`}
                  >
                    <Icon aria-hidden="true" className="size-4 shrink-0" />
                    {label}
                  </Link>
                </li>
              );
            })}
          </ul>
        </div>
      ))}
    </nav>
  );
}

/** Below 768 px the rail becomes a panel behind a button. */
export function MobileNavigation({ organisation }: { organisation: string }) {
  const [open, setOpen] = useState(false);
  const pathname = usePathname();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page closes the panel
  useEffect(() => setOpen(false), [pathname]);
  return (
    <Dialog
      side
      open={open}
      onOpenChange={setOpen}
      trigger={{
        label: 'Menu',
        className:
          'touch-square inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text md:hidden',
        children: <Menu aria-hidden="true" className="size-5" />,
      }}
      title={
        <span className="flex items-center gap-2.5 text-14">
          <BrandMark className="size-7 shrink-0" />
          <span className="min-w-0">
            <span className="block font-semibold leading-5">Countersign</span>
            <span className="block text-12 font-normal text-muted">{organisation}</span>
          </span>
        </span>
      }
    >
      <div className="p-3">
        <RailNavigation />
      </div>
    </Dialog>
  );
}
