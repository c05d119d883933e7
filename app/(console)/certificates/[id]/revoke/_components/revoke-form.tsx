'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { call } from '@/components/api-client';
import { formatDateTime } from '@/components/format';
import { ReasonPicker } from '@/components/pki/reason-picker';
import { Button, ButtonLink } from '@/components/ui/button';
import { ErrorSummary } from '@/components/ui/error-summary';
import { TextField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { useApiForm } from '@/components/use-api-form';
import type { OfferedReason } from '@/components/words';

/** `crl`: the list that carries it; null when signing it failed and is being repeated. */
interface Revocation {
  readonly crl: { readonly crlNumber: string; readonly thisUpdate: string } | null;
}

export function RevokeForm({
  certificate,
  issuer,
}: {
  certificate: { id: string; name: string; notBefore: string };
  issuer: { id: string; name: string; crlUrl: string | null };
}) {
  const router = useRouter();
  const form = useApiForm();
  const [reason, setReason] = useState<OfferedReason | null>(null);
  const [day, setDay] = useState('');
  const [done, setDone] = useState<Revocation | null>(null);

  const revoke = form.onSubmit(async (idempotencyKey) => {
    const body = {
      reason,
      ...(reason === 'keyCompromise' && day !== '' ? { invalidityDate: `${day}T00:00:00Z` } : {}),
    };
    setDone(await call<Revocation>('POST', `/certificates/${certificate.id}/revoke`, body, { idempotencyKey }));
    return 'stay';
  });

  if (done) return <Result certificate={certificate} issuer={issuer} done={done} onLeave={() => router.refresh()} />;
  return (
    <form method="post" onSubmit={revoke} noValidate className="flex flex-col gap-6">
      {form.problem ? (
        <ErrorSummary
          ref={form.summaryRef}
          problem={form.problem}
          anchorOf={(field) => (field === 'invalidityDate' ? field : 'reason')}
        />
      ) : null}
      <ReasonPicker
        value={reason}
        onValue={(value) => {
          setReason(value);
          form.clear('reason');
        }}
        compromiseFields={
          <TextField
            id="invalidityDate"
            label="Since when?"
            optional
            help="The first day the key may have been in other hands, in UTC. It is written into the revocation list."
            type="date"
            min={certificate.notBefore.slice(0, 10)}
            value={day}
            onValue={setDay}
            errors={form.errorsFor('invalidityDate')}
          />
        }
      />
      <div className="flex flex-wrap gap-2">
        <Button
          tone="danger"
          type="submit"
          size="large"
          disabled={form.pending || reason === null}
          className="max-w-full"
        >
          <span className="truncate">{form.pending ? 'Revoking…' : `Revoke ${certificate.name}`}</span>
        </Button>
        <ButtonLink href={`/certificates/${certificate.id}`} size="large">
          Cancel
        </ButtonLink>
      </div>
    </form>
  );
}

/** From which moment on a stranger sees it. */
function Result({
  certificate,
  issuer,
  done,
  onLeave,
}: {
  certificate: { id: string; name: string };
  issuer: { id: string; name: string; crlUrl: string | null };
  done: Revocation;
  onLeave: () => void;
}) {
  const heading = useRef<HTMLDivElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { crl } = done;
  return (
    <div ref={heading} tabIndex={-1} className="flex flex-col gap-4 rounded-lg">
      {crl ? (
        <Notice tone="success" title={`${certificate.name} is revoked`} live>
          Revocation list {crl.crlNumber} of {issuer.name} is live since {formatDateTime(new Date(crl.thisUpdate))}, and
          OCSP answers “revoked”.
          {issuer.crlUrl ? (
            <>
              {' '}
              Clients find the list at{' '}
              <code className="font-mono text-13 [overflow-wrap:anywhere]">{issuer.crlUrl}</code>.
            </>
          ) : null}
        </Notice>
      ) : (
        <Notice tone="warning" title={`${certificate.name} is revoked; its revocation list is not signed yet`} live>
          OCSP already answers “revoked”. Signing the new list failed and is being repeated; the page of {issuer.name}{' '}
          shows when it is there.
        </Notice>
      )}
      <div className="flex flex-wrap gap-2">
        <ButtonLink href={`/certificates/${certificate.id}`} tone="primary" onClick={onLeave}>
          Open the certificate
        </ButtonLink>
        <ButtonLink href={`/authorities/${issuer.id}`} onClick={onLeave}>
          See the revocation list
        </ButtonLink>
      </div>
    </div>
  );
}
