import { ListChecks, Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from '@/components/ui/link';
import { NewMenu } from './new-menu';
import { ThemeMenu } from './theme-menu';
import { UserMenu } from './user-menu';

export function TopBar({ operator, menu }: { operator: { name: string; email: string }; menu: ReactNode }) {
  return (
    <header className="no-print sticky top-0 z-30 flex h-14 items-center gap-2 border-b border-line bg-bg px-4 sm:px-8">
      {menu}
      {/* biome-ignore lint/a11y/useSemanticElements: the search element is not known to all readers yet */}
      <form role="search" action="/certificates" className="min-w-0 flex-1">
        <div className="relative max-w-[28rem]">
          <Search
            aria-hidden="true"
            className="pointer-events-none absolute start-2.5 top-1/2 size-4 -translate-y-1/2 text-muted"
          />
          <input
            type="search"
            id="global-search"
            name="q"
            aria-label="Search certificates by name, serial or fingerprint"
            placeholder="Search names, serials, fingerprints"
            autoComplete="off"
            spellCheck={false}
            className="field-box touch-target h-8 border-line! bg-subtle! ps-8 pe-8 hover:border-line-strong!"
          />
          <span
            aria-hidden="true"
            className="pointer-events-none absolute end-2 top-1/2 hidden -translate-y-1/2 rounded-sm border border-line px-1.5 font-sans text-12 leading-4.5 text-muted sm:block"
          >
            /
          </span>
        </div>
      </form>
      <Link
        href="/jobs"
        aria-label="Jobs"
        title="Jobs"
        className="touch-target inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text max-sm:hidden"
      >
        <ListChecks aria-hidden="true" className="size-4" />
      </Link>
      <NewMenu />
      <ThemeMenu />
      <UserMenu operator={operator} />
    </header>
  );
}
