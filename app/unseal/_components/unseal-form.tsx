'use client';

import { useState } from 'react';
import { call } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { ErrorSummary } from '@/components/ui/error-summary';
import { PasswordField } from '@/components/ui/password-field';
import { useApiForm } from '@/components/use-api-form';
import { unsealWords } from './unseal.words';

export function UnsealForm({ next }: { next: string }) {
  const words = unsealWords();
  const form = useApiForm();
  const [passphrase, setPassphrase] = useState('');
  const unseal = form.onSubmit(async (idempotencyKey) => {
    await call('POST', '/seal/unseal', { passphrase }, { idempotencyKey });
    window.location.assign(next);
    return 'leaving';
  });
  return (
    <form method="post" onSubmit={unseal} noValidate className="flex flex-col gap-5">
      {form.problem ? <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={(field) => field} /> : null}
      <PasswordField
        id="passphrase"
        label={words.passphrase}
        autoComplete="off"
        value={passphrase}
        onValue={setPassphrase}
        errors={form.errorsFor('passphrase')}
      />
      <Button tone="primary" size="large" type="submit" disabled={form.pending}>
        {form.pending ? words.unsealing : words.unseal}
      </Button>
    </form>
  );
}
