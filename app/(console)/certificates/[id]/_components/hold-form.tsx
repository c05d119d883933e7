'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { holdFormWords } from '@/app/(console)/certificates/[id]/_components/hold-form.words';
import { call } from '@/components/api-client';
import { formatDateTime } from '@/components/format';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { ErrorSummary } from '@/components/ui/error-summary';
import { Notice } from '@/components/ui/notice';
import { useApiForm } from '@/components/use-api-form';

const allWords = () =>
  ({
    hold: {
      button: (name: string) => holdFormWords().putOnHold(name),
      doing: holdFormWords().suspending,
      done: (name: string) => holdFormWords().isOnHold(name),
      ocsp: holdFormWords().ocspAnswersRevokedWithThe,
    },
    release: {
      button: (name: string) => holdFormWords().release(name),
      doing: holdFormWords().releasing,
      done: (name: string) => holdFormWords().isReleased(name),
      ocsp: holdFormWords().ocspAnswersGoodAgain,
    },
  }) as const;

/** One button, and from which moment on a stranger sees it. */
export function HoldForm({
  act,
  certificate,
  issuerName,
}: {
  act: keyof ReturnType<typeof allWords>;
  certificate: { id: string; name: string };
  issuerName: string;
}) {
  const say = holdFormWords();
  const router = useRouter();
  const form = useApiForm();
  const [done, setDone] = useState<{ crl: { crlNumber: string; thisUpdate: string } | null } | null>(null);
  const heading = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (done) heading.current?.focus();
  }, [done]);
  const words = allWords()[act];
  const send = form.onSubmit(async (idempotencyKey) => {
    setDone(await call('POST', `/certificates/${certificate.id}/${act}`, undefined, { idempotencyKey }));
    return 'stay';
  });
  if (done)
    return (
      <div ref={heading} tabIndex={-1} className="flex flex-col gap-4 rounded-lg">
        {done.crl ? (
          <Notice tone="success" title={words.done(certificate.name)} live>
            {say.revocationListOfSaysSo(
              done.crl.crlNumber,
              issuerName,
              formatDateTime(new Date(done.crl.thisUpdate)),
              words.ocsp,
            )}
          </Notice>
        ) : (
          <Notice tone="warning" title={say.theRevocationListIsNot(words.done(certificate.name))} live>
            {say.signingTheNewListFailed(words.ocsp)}
          </Notice>
        )}
        <p>
          <ButtonLink href={`/certificates/${certificate.id}`} tone="primary" onClick={() => router.refresh()}>
            {say.openTheCertificate}
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
          {say.cancel}
        </ButtonLink>
      </div>
    </form>
  );
}
