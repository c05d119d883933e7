'use client';

import { useEffect, useRef, useState } from 'react';
import { downloadFile } from '@/components/api-client';
import { makePassword } from '@/components/pki-browser/make-password';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { ErrorSummary } from '@/components/ui/error-summary';
import { Notice } from '@/components/ui/notice';
import { PasswordField } from '@/components/ui/password-field';
import { useApiForm } from '@/components/use-api-form';

/** The password is typed or made here; the server learns it only to encrypt the file, and keeps none. */
export function Pkcs12Form({ certificateId }: { certificateId: string }) {
  const form = useApiForm();
  const [password, setPassword] = useState('');
  const [used, setUsed] = useState<string | null>(null);
  const result = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (used) result.current?.scrollIntoView({ block: 'nearest' });
  }, [used]);
  const send = form.onSubmit(async (idempotencyKey) => {
    const body = { format: 'pkcs12', ...(password === '' ? {} : { password }) };
    const headers = await downloadFile('POST', `/certificates/${certificateId}/export`, body, { idempotencyKey });
    setUsed(headers.get('countersign-password') ?? password);
    return 'stay';
  });
  return (
    <form onSubmit={send} noValidate className="mt-3 flex flex-col gap-3 rounded-md bg-subtle p-4">
      {form.problem ? (
        <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={() => 'p12-password'} />
      ) : null}
      <PasswordField
        id="p12-password"
        label="Password for the file"
        autoComplete="off"
        help="8 to 128 characters. Leave it empty to have one made and shown to you."
        value={password}
        onValue={(value) => {
          setPassword(value);
          form.clear('password');
        }}
        errors={form.errorsFor('password')}
        after={
          <Button className="h-9" onClick={() => setPassword(makePassword())}>
            Make one
          </Button>
        }
      />
      <Button tone="primary" type="submit" disabled={form.pending} className="self-start">
        {form.pending ? 'Encrypting…' : 'Download PKCS#12'}
      </Button>
      {used ? (
        <div ref={result}>
          <Notice
            tone="success"
            title="Downloaded"
            live
            actions={<CopyButton text={used} what="password" label="Copy password" tone="plain" />}
          >
            The password is <code className="font-mono text-13">{used}</code>. It is not kept here and cannot be shown
            again.
          </Notice>
        </div>
      ) : null}
    </form>
  );
}
