'use client';

import { useState } from 'react';
import { call } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { CopyButton } from '@/components/ui/copy-button';
import { ErrorSummary } from '@/components/ui/error-summary';
import { TextField } from '@/components/ui/field';
import { useApiForm } from '@/components/use-api-form';
import { ShownOnce } from '../../_components/shown-once';
import { secondFactorWords } from './second-factor.words';

interface Begun {
  readonly secret: string;
  readonly qr: { readonly path: string; readonly size: number } | null;
}

/** Begin, scan, prove, keep the recovery codes. */
export function SecondFactorSetUp() {
  const words = secondFactorWords();
  const form = useApiForm();
  const [begun, setBegun] = useState<Begun | null>(null);
  const [code, setCode] = useState('');
  const [recovery, setRecovery] = useState<readonly string[] | null>(null);
  if (recovery)
    return (
      <ShownOnce
        title={words.ready}
        warning={words.onceTitle}
        text={words.once}
        label={words.codes}
        copy={words.copy}
        value={recovery.join('\n')}
      >
        <div>
          <ButtonLink href="/settings/sessions" size="large">
            {words.back}
          </ButtonLink>
        </div>
      </ShownOnce>
    );
  if (!begun) {
    const begin = form.onSubmit(async () => {
      setBegun(await call<Begun>('POST', '/session/second-factor'));
      return 'stay';
    });
    return (
      <form method="post" onSubmit={begin} noValidate className="flex flex-col items-start gap-4">
        {form.problem ? (
          <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={(field) => field} />
        ) : null}
        <p>{words.off}</p>
        <Button tone="primary" type="submit" size="large" disabled={form.pending}>
          {form.pending ? words.beginning : words.begin}
        </Button>
      </form>
    );
  }
  const confirm = form.onSubmit(async () => {
    const answer = await call<{ recoveryCodes: readonly string[] }>('POST', '/session/second-factor/confirm', { code });
    setRecovery(answer.recoveryCodes);
    return 'stay';
  });
  const { qr, secret } = begun;
  return (
    <form method="post" onSubmit={confirm} noValidate className="flex flex-col gap-6">
      {form.problem ? <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={(field) => field} /> : null}
      <p>{words.scan}</p>
      {qr ? (
        <svg
          role="img"
          aria-label={words.qr}
          viewBox={`0 0 ${qr.size} ${qr.size}`}
          width="220"
          height="220"
          shapeRendering="crispEdges"
          className="rounded-md border border-line"
        >
          <rect width={qr.size} height={qr.size} fill="#fff" />
          <path d={qr.path} fill="#000" />
        </svg>
      ) : null}
      <div className="flex flex-col gap-1.5">
        <p className="font-medium">{words.secret}</p>
        <div className="flex items-center justify-between gap-3 rounded-md border border-line bg-subtle px-3.5 py-2.5">
          <code data-shown="totp" className="min-w-0 font-mono text-14 [overflow-wrap:anywhere]">
            {secret}
          </code>
          <CopyButton text={secret} what={words.secret.toLowerCase()} label={words.copy} tone="plain" />
        </div>
      </div>
      <TextField
        id="code"
        label={words.code}
        inputMode="numeric"
        autoComplete="one-time-code"
        mono
        autoFocus
        value={code}
        onValue={(value) => {
          setCode(value);
          form.clear('code');
        }}
        errors={form.errorsFor('code')}
      />
      <div>
        <Button tone="primary" type="submit" size="large" disabled={form.pending}>
          {form.pending ? words.confirming : words.confirm}
        </Button>
      </div>
    </form>
  );
}
