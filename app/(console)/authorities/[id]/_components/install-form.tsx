'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { call } from '@/components/api-client';
import { PemField } from '@/components/pki/pem-field';
import { Button } from '@/components/ui/button';
import { ErrorSummary } from '@/components/ui/error-summary';
import { Notice } from '@/components/ui/notice';
import { useApiForm } from '@/components/use-api-form';

/** The answer of the outside authority. */
export default function InstallForm({ authorityId }: { authorityId: string }) {
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
    <form method="post" onSubmit={install} noValidate className="flex flex-col gap-4">
      {form.problem ? (
        <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={() => 'certificates'} />
      ) : null}
      {warnings ? (
        <Notice tone={warnings.length > 0 ? 'warning' : 'success'} title="Installed" live>
          {warnings.length > 0 ? warnings.join(' ') : 'The chain is complete, and the authority can issue.'}
        </Notice>
      ) : null}
      <PemField
        id="certificates"
        kind="certificate"
        label="Answer"
        help="Paste it as PEM or PKCS#7, or drop the file here."
        rows={8}
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
  );
}
