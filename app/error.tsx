'use client';

import { EntryFrame } from '@/components/entry-frame';
import { FailurePanel } from '@/components/failure-panel';

export default function AppError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <EntryFrame title="This page could not be shown">
      <FailurePanel error={error} reset={reset} />
    </EntryFrame>
  );
}
