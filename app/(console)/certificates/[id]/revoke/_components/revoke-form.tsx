'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { call } from '@/components/api-client';
import { formatDateTime } from '@/components/format';
import { Phrase } from '@/components/language/phrase';
import type { OfferedReason } from '@/components/pki/offered-reasons';
import { ReasonPicker } from '@/components/pki/reason-picker';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { ErrorSummary } from '@/components/ui/error-summary';
import { TextField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { useApiForm } from '@/components/use-api-form';
import { revokeWords } from './revoke.words';

/** `crl`: the list that carries it; null when signing it failed and is being repeated. */
interface Revocation {
  readonly alsoRevoked?: readonly { readonly id: string; readonly displayName: string }[];
  readonly crl: { readonly crlNumber: string; readonly thisUpdate: string } | null;
}

export function RevokeForm({
  certificate,
  issuer,
}: {
  certificate: { id: string; name: string; notBefore: string; canHold: boolean; sameKey: readonly string[] };
  issuer: { id: string; name: string; crlUrl: string | null };
}) {
  const words = revokeWords();
  const router = useRouter();
  const form = useApiForm();
  const [reason, setReason] = useState<OfferedReason | null>(null);
  const [day, setDay] = useState('');
  const [everyWithThisKey, setEvery] = useState(true);
  const onHold = reason === 'certificateHold';
  const [done, setDone] = useState<Revocation | null>(null);

  const revoke = form.onSubmit(async (idempotencyKey) => {
    const isCompromise = reason === 'keyCompromise';
    const body = {
      reason,
      ...(isCompromise && day !== '' ? { invalidityDate: `${day}T00:00:00Z` } : {}),
      ...(isCompromise && certificate.sameKey.length > 0 ? { everyWithThisKey } : {}),
    };
    const [verb, content] = onHold ? (['hold', undefined] as const) : (['revoke', body] as const);
    setDone(await call<Revocation>('POST', `/certificates/${certificate.id}/${verb}`, content, { idempotencyKey }));
    return 'stay';
  });

  if (done)
    return (
      <Result certificate={certificate} issuer={issuer} done={done} onHold={onHold} onLeave={() => router.refresh()} />
    );
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
        withHold={certificate.canHold}
        onValue={(value) => {
          setReason(value);
          form.clear('reason');
        }}
        compromiseFields={
          <div className="flex flex-col gap-4">
            <TextField
              id="invalidityDate"
              label={words.sinceWhen}
              optional
              help={words.theFirstDayTheKey}
              type="date"
              min={certificate.notBefore.slice(0, 10)}
              value={day}
              onValue={setDay}
              errors={form.errorsFor('invalidityDate')}
            />
            {certificate.sameKey.length > 0 ? (
              <label className="flex items-start gap-2.5">
                <input
                  type="checkbox"
                  checked={everyWithThisKey}
                  onChange={(event) => setEvery(event.target.checked)}
                  className="mt-0.5 size-4 shrink-0"
                />
                <span className="min-w-0 [overflow-wrap:anywhere]">
                  {words.alsoRevokeEveryOtherCertificate(certificate.sameKey.join(', '))}
                </span>
              </label>
            ) : null}
          </div>
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
          <span className="truncate">
            {onHold
              ? form.pending
                ? words.suspending
                : words.putOnHold(certificate.name)
              : form.pending
                ? words.revoking
                : words.revoke(certificate.name)}
          </span>
        </Button>
        <ButtonLink href={`/certificates/${certificate.id}`} size="large" tone="quiet">
          {words.cancel}
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
  onHold,
  onLeave,
}: {
  certificate: { id: string; name: string };
  issuer: { id: string; name: string; crlUrl: string | null };
  done: Revocation;
  onHold: boolean;
  onLeave: () => void;
}) {
  const words = revokeWords();
  const heading = useRef<HTMLDivElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { crl, alsoRevoked = [] } = done;
  const state = onHold ? words.onHold : words.revokedState;
  return (
    <div ref={heading} tabIndex={-1} className="flex flex-col gap-4 rounded-lg">
      {crl ? (
        <Notice tone="success" title={words.is(certificate.name, state)} live>
          <Phrase
            of={words.revocationListOfIsLive}
            parts={{
              crlNumber: crl.crlNumber,
              name: issuer.name,
              day: formatDateTime(new Date(crl.thisUpdate)),
              value: issuer.crlUrl ? (
                <>
                  {' '}
                  {words.clientsFindTheListAt}{' '}
                  <code className="font-mono text-13 [overflow-wrap:anywhere]">{issuer.crlUrl}</code>.
                </>
              ) : null,
            }}
          />
        </Notice>
      ) : (
        <Notice tone="warning" title={words.isItsRevocationListIs(certificate.name, state)} live>
          {words.ocspAlreadyAnswersRevokedSigning(issuer.name)}
        </Notice>
      )}
      {alsoRevoked.length > 0 ? (
        <Notice tone="info" title={words.revokedWithItAsThey}>
          {alsoRevoked.map(({ displayName }) => displayName).join(', ')}
        </Notice>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <ButtonLink href={`/certificates/${certificate.id}`} tone="primary" onClick={onLeave}>
          {words.openTheCertificate}
        </ButtonLink>
        <ButtonLink href={`/certificates/${certificate.id}/proof`} onClick={onLeave}>
          {words.seeWhatOthersSee}
        </ButtonLink>
        <ButtonLink href={`/authorities/${issuer.id}`} onClick={onLeave}>
          {words.seeTheRevocationList}
        </ButtonLink>
      </div>
    </div>
  );
}
