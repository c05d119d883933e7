'use client';

import { useState } from 'react';
import { downloadFile } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { ErrorSummary } from '@/components/ui/error-summary';
import { Notice } from '@/components/ui/notice';
import { PasswordField } from '@/components/ui/password-field';
import { useApiForm } from '@/components/use-api-form';
import { keyWords } from './key.words';

export function SealForm({ authorityId }: { authorityId: string }) {
  const words = keyWords().sealForm;
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
      <p className="text-muted">{words.theFileHoldsThePrivate}</p>
      {form.problem ? (
        <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={() => 'seal-passphrase'} />
      ) : null}
      {done ? (
        <Notice tone="success" title={words.theFileWasHandedOut} live>
          {words.theKeyIsStillHere}
        </Notice>
      ) : null}
      <PasswordField
        id="seal-passphrase"
        label={words.passphraseForTheFile}
        help={words.atLeast15CharactersSix}
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
          {form.pending ? words.sealing : words.exportSealedKey}
        </Button>
      </div>
    </form>
  );
}
