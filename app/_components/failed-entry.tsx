'use client';

import { EntryFrame } from '@/components/entry-frame';
import { failureWords } from '@/components/failure.words';
import { FailurePanel } from '@/components/failure-panel';

export default function FailedEntry({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <EntryFrame title={failureWords().page}>
      <FailurePanel error={error} reset={reset} />
    </EntryFrame>
  );
}
