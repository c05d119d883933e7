'use client';

import { lazy, Suspense } from 'react';

const FailedEntry = lazy(() => import('./_components/failed-entry'));

/** Fetched when it is needed: every page carries this boundary, and hardly one shows it. What cannot be fetched goes to the last resort. */
export default function AppError(failure: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <Suspense>
      <FailedEntry {...failure} />
    </Suspense>
  );
}
