'use client';

import { FailurePanel } from '@/components/failure-panel';
import { Page, PageHeader } from '@/components/ui/page';

export default function ConsoleError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <Page width="form">
      <PageHeader title="This page could not be shown" />
      <FailurePanel error={error} reset={reset} />
    </Page>
  );
}
