'use client';

import { failureWords } from '@/components/failure.words';
import { FailurePanel } from '@/components/failure-panel';
import { Page, PageHeader } from '@/components/ui/page';

export default function FailedPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <Page width="form">
      <PageHeader title={failureWords().page} />
      <FailurePanel error={error} reset={reset} />
    </Page>
  );
}
