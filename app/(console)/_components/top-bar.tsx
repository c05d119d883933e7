import { ListChecks, Lock, LockOpen } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from '@/components/ui/link';
import type { SealState } from '@/lib/domain/ports';
import { barWords } from './bar.words';
import { JobsIndicator } from './jobs-indicator';
import { NewMenu } from './new-menu';
import type { OpenJob } from './open-jobs';
import { SearchButton } from './search-button';
import { ThemeMenu } from './theme-menu';
import { UserMenu } from './user-menu';

export function TopBar({
  operator,
  menu,
  mac,
  sealState,
  openJobs,
}: {
  operator: { name: string; email: string };
  menu: ReactNode;
  /** Which words the keys have there. */
  mac: boolean;
  sealState: SealState;
  openJobs: readonly OpenJob[];
}) {
  const words = barWords();
  return (
    <header className="no-print noscript:hidden sticky top-0 z-30 flex h-14 items-center gap-2 border-b border-line bg-bg px-4 sm:px-8">
      {menu}
      <SearchButton mac={mac} />
      <Seal state={sealState} />
      <JobsIndicator jobs={openJobs}>
        <Link
          href="/jobs"
          aria-label={words.jobs}
          title={words.jobs}
          className="touch-target inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text max-sm:hidden"
        >
          <ListChecks aria-hidden="true" className="size-4" />
        </Link>
      </JobsIndicator>
      <NewMenu />
      <ThemeMenu label={words.theme} />
      <UserMenu operator={operator} label={words.account(operator.email)} />
    </header>
  );
}

/** Open keys are the usual state and stay quiet; sealed ones say so on every page, with the way out. */
function Seal({ state }: { state: SealState }) {
  const words = barWords();
  if (state === 'uninitialised') return null;
  if (state === 'unsealed')
    return (
      <Link
        href="/settings#instance"
        aria-label={words.open}
        title={words.open}
        className="touch-target inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text max-sm:hidden"
      >
        <LockOpen aria-hidden="true" className="size-4" />
      </Link>
    );
  return (
    <Link
      href="/unseal"
      title={words.sealedTitle}
      className="touch-target inline-flex h-8 min-w-8 items-center justify-center gap-1.5 rounded-md bg-expiring-tint px-2 text-13 font-medium text-expiring forced-border"
    >
      <Lock aria-hidden="true" className="size-4" />
      <span className="max-sm:sr-only">
        {words.sealed}
        <span className="sr-only">: {words.unseal}</span>
      </span>
    </Link>
  );
}
