'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { call } from '@/components/api-client';
import { Button, DownloadLink } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { ErrorSummary } from '@/components/ui/error-summary';
import { TextAreaField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { useApiForm } from '@/components/use-api-form';

/** The two steps of an authority below an outside one: send the request, install the answer. */
export function InstallForm({ authorityId, waiting }: { authorityId: string; waiting: boolean }) {
  const router = useRouter();
  const form = useApiForm();
  const [certificates, setCertificates] = useState('');
  const [warnings, setWarnings] = useState<readonly string[] | null>(null);
  const install = form.onSubmit(async (idempotencyKey) => {
    const done = await call<{ warnings: readonly string[] }>(
      'POST',
      `/authorities/${authorityId}/install`,
      { certificates },
      { idempotencyKey },
    );
    setWarnings(done.warnings);
    setCertificates('');
    router.refresh();
    return 'stay';
  });
  return (
    <Card
      title={waiting ? 'Waits for its certificate' : 'Certificate from elsewhere'}
      id="install"
      actions={
        <DownloadLink size="small" href={`/api/v1/authorities/${authorityId}/request`}>
          Download request (CSR)
        </DownloadLink>
      }
    >
      <form method="post" onSubmit={install} noValidate className="flex flex-col gap-4">
        <p className="text-muted">
          Send the request to the outside authority. Its answer is a certificate; paste it here, and below it the
          certificates above it up to the root.{' '}
          {waiting ? '' : 'A renewal for the same key is installed in the same way.'}
        </p>
        {form.problem ? (
          <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={() => 'certificates'} />
        ) : null}
        {warnings ? (
          <Notice tone={warnings.length > 0 ? 'warning' : 'success'} title="Installed" live>
            {warnings.length > 0 ? warnings.join(' ') : 'The chain is complete, and the authority can issue.'}
          </Notice>
        ) : null}
        <TextAreaField
          id="certificates"
          label="Answer, as PEM or PKCS#7"
          mono
          rows={6}
          value={certificates}
          onValue={(text) => {
            setCertificates(text);
            form.clear('certificates');
          }}
          errors={form.errorsFor('certificates')}
        />
        <div>
          <Button tone="primary" type="submit" disabled={form.pending || certificates.trim() === ''}>
            {form.pending ? 'Checking…' : 'Install'}
          </Button>
        </div>
      </form>
    </Card>
  );
}
