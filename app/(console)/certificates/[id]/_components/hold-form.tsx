'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { call } from '@/components/api-client';
import { formatDateTime } from '@/components/format';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { ErrorSummary } from '@/components/ui/error-summary';
import { Notice } from '@/components/ui/notice';
import { useApiForm } from '@/components/use-api-form';

const WORDS = {
  hold: {
    button: (name: string) => `Put ${name} on hold`,
    doing: 'Suspending…',
    done: (name: string) => `${name} is on hold`,
    ocsp: 'OCSP answers “revoked” with the reason certificateHold',
  },
  release: {
    button: (name: string) => `Release ${name}`,
    doing: 'Releasing…',
    done: (name: string) => `${name} is released`,
    ocsp: 'OCSP answers “good” again',
  },
} as const;

/** One button, and from which moment on a stranger sees it. */
export function HoldForm({
  act,
  certificate,
  issuerName,
}: {
  act: keyof typeof WORDS;
  certificate: { id: string; name: string };
  issuerName: string;
}) {
  const router = useRouter();
  const form = useApiForm();
  const [done, setDone] = useState<{ crl: { crlNumber: string; thisUpdate: string } | null } | null>(null);
  const heading = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (done) heading.current?.focus();
  }, [done]);
  const words = WORDS[act];
  const send = form.onSubmit(async (idempotencyKey) => {
    setDone(await call('POST', `/certificates/${certificate.id}/${act}`, undefined, { idempotencyKey }));
    return 'stay';
  });
  if (done)
    return (
      <div ref={heading} tabIndex={-1} className="flex flex-col gap-4 rounded-lg">
        {done.crl ? (
          <Notice tone="success" title={words.done(certificate.name)} live>
            Revocation list {done.crl.crlNumber} of {issuerName} says so since{' '}
            {formatDateTime(new Date(done.crl.thisUpdate))}, and {words.ocsp}.
          </Notice>
        ) : (
          <Notice tone="warning" title={`${words.done(certificate.name)}; the revocation list is not signed yet`} live>
            {words.ocsp}. Signing the new list failed and is being repeated.
          </Notice>
        )}
        <p>
          <ButtonLink href={`/certificates/${certificate.id}`} tone="primary" onClick={() => router.refresh()}>
            Open the certificate
          </ButtonLink>
        </p>
      </div>
    );
  return (
    <form method="post" onSubmit={send} noValidate className="flex flex-col gap-6">
      {form.problem ? <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={() => 'impact'} /> : null}
      <div className="flex flex-wrap gap-2">
        <Button tone="primary" type="submit" size="large" disabled={form.pending} className="max-w-full">
          <span className="truncate">{form.pending ? words.doing : words.button(certificate.name)}</span>
        </Button>
        <ButtonLink href={`/certificates/${certificate.id}`} size="large" tone="quiet">
          Cancel
        </ButtonLink>
      </div>
    </form>
  );
}
