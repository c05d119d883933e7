'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { call } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { ErrorSummary } from '@/components/ui/error-summary';
import { PasswordField } from '@/components/ui/password-field';
import { RadioCards } from '@/components/ui/radio-cards';
import { useApiForm } from '@/components/use-api-form';
import type { KeyProtectionMode } from '@/lib/domain/entities';
import { keysWords } from './keys.words';

/** From a key file only to a passphrase: a new file in place of a file is had by going there and back. */
export function ProtectionForm({ mode: present, keyFilePath }: { mode: KeyProtectionMode; keyFilePath: string }) {
  const words = keysWords();
  const form = useApiForm();
  const router = useRouter();
  const [mode, setMode] = useState<KeyProtectionMode>('passphrase');
  const [passphrase, setPassphrase] = useState('');
  const [newPassphrase, setNewPassphrase] = useState('');
  const [changed, setChanged] = useState(false);
  const send = form.onSubmit(async (idempotencyKey) => {
    setChanged(false);
    await call(
      'POST',
      '/keys/protection',
      {
        mode,
        ...(present === 'passphrase' ? { passphrase } : {}),
        ...(mode === 'passphrase' ? { newPassphrase } : {}),
      },
      { idempotencyKey },
    );
    setPassphrase('');
    setNewPassphrase('');
    setChanged(true);
    router.refresh();
    return 'stay';
  });
  return (
    <form method="post" onSubmit={send} noValidate className="flex flex-col gap-6">
      {form.problem ? <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={(field) => field} /> : null}
      <RadioCards
        legend={words.modeLegend}
        name="mode"
        value={mode}
        onValue={setMode}
        choices={[
          { value: 'passphrase' as const, label: words.words, sentence: words.wordsSentence },
          ...(present === 'passphrase'
            ? [{ value: 'key-file' as const, label: words.file, sentence: words.fileSentence(keyFilePath) }]
            : []),
        ]}
      />
      {present === 'passphrase' ? (
        <PasswordField
          id="passphrase"
          label={words.present}
          autoComplete="off"
          value={passphrase}
          onValue={(value) => {
            setPassphrase(value);
            form.clear('passphrase');
          }}
          errors={form.errorsFor('passphrase')}
        />
      ) : null}
      {mode === 'passphrase' ? (
        <PasswordField
          id="newPassphrase"
          label={words.next}
          help={words.help}
          autoComplete="off"
          value={newPassphrase}
          onValue={(value) => {
            setNewPassphrase(value);
            form.clear('newPassphrase');
          }}
          errors={form.errorsFor('newPassphrase')}
        />
      ) : null}
      <div className="flex flex-wrap items-center gap-3">
        <Button tone="primary" type="submit" size="large" disabled={form.pending}>
          {form.pending ? words.changing : words.change}
        </Button>
        <p role="status" className="text-13 text-muted">
          {changed ? words.changed : ''}
        </p>
      </div>
    </form>
  );
}
