'use client';

import { lazy, Suspense } from 'react';

const FailedPage = lazy(() => import('./_components/failed-page'));

/** Fetched when it is needed: every page carries this boundary, and hardly one shows it. What cannot be fetched goes to the last resort. */
export default function ConsoleError(failure: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <Suspense>
      <FailedPage {...failure} />
    </Suspense>
  );
}
