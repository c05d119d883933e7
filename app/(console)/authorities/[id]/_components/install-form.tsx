'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { installFormWords } from '@/app/(console)/authorities/[id]/_components/install-form.words';
import { call } from '@/components/api-client';
import { PemField } from '@/components/pki/pem-field';
import { Button } from '@/components/ui/button';
import { ErrorSummary } from '@/components/ui/error-summary';
import { Notice } from '@/components/ui/notice';
import { useApiForm } from '@/components/use-api-form';

/** The answer of the outside authority. */
export default function InstallForm({ authorityId }: { authorityId: string }) {
  const words = installFormWords();
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
        <Notice tone={warnings.length > 0 ? 'warning' : 'success'} title={words.installed} live>
          {warnings.length > 0 ? warnings.join(' ') : words.theChainIsCompleteAnd}
        </Notice>
      ) : null}
      <PemField
        id="certificates"
        kind="certificate"
        label={words.answer}
        help={words.pasteItAsPemOr}
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
          {form.pending ? words.checking : words.install}
        </Button>
      </div>
    </form>
  );
}
