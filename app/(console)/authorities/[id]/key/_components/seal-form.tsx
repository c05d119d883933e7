'use client';

import { useState } from 'react';
import { downloadFile } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { ErrorSummary } from '@/components/ui/error-summary';
import { Notice } from '@/components/ui/notice';
import { PasswordField } from '@/components/ui/password-field';
import { useApiForm } from '@/components/use-api-form';

export function SealForm({ authorityId }: { authorityId: string }) {
  const form = useApiForm();
  const [passphrase, setPassphrase] = useState('');
  const [done, setDone] = useState(false);
  const seal = form.onSubmit(async () => {
    await downloadFile('POST', `/authorities/${authorityId}/sealed-key`, { passphrase });
    setPassphrase('');
    setDone(true);
    return 'stay';
  });
  return (
    <form method="post" onSubmit={seal} noValidate className="flex flex-col gap-4">
      <p className="text-muted">
        The file holds the private key under a passphrase. Keep at least two copies, such as on two USB sticks in two
        places, and the passphrase somewhere else. Without both the key is lost.
      </p>
      {form.problem ? (
        <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={() => 'seal-passphrase'} />
      ) : null}
      {done ? (
        <Notice tone="success" title="The file was handed out" live>
          The key is still here. Copy the file to its places, then go on with step 2.
        </Notice>
      ) : null}
      <PasswordField
        id="seal-passphrase"
        label="Passphrase for the file"
        help="At least 15 characters. Six unrelated words are good."
        autoComplete="new-password"
        value={passphrase}
        onValue={(text) => {
          setPassphrase(text);
          form.clear('passphrase');
        }}
        errors={form.errorsFor('passphrase')}
      />
      <div>
        <Button type="submit" disabled={form.pending || passphrase === ''}>
          {form.pending ? 'Sealing…' : 'Export sealed key'}
        </Button>
      </div>
    </form>
  );
}
