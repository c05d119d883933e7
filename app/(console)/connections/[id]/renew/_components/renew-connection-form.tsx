'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { call } from '@/components/api-client';
import { PemField } from '@/components/pki/pem-field';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { ErrorSummary } from '@/components/ui/error-summary';
import { TextField } from '@/components/ui/field';
import { submitOnModEnter, useApiForm } from '@/components/use-api-form';
import { renewConnectionWords } from './renew-connection.words';

type Side = 'server' | 'client';

export function RenewConnectionForm({
  id,
  name,
  both,
  shut,
  needsRequest,
}: {
  id: string;
  name: string;
  both: boolean;
  shut: boolean;
  needsRequest: readonly { readonly side: Side; readonly name: string }[];
}) {
  const words = renewConnectionWords();
  const router = useRouter();
  const form = useApiForm();
  const [csrs, setCsrs] = useState<Readonly<Record<Side, string>>>({ server: '', client: '' });
  const [days, setDays] = useState('');
  const renew = form.onSubmit(async (idempotencyKey) => {
    const body = {
      ...(csrs.server.trim() === '' ? {} : { serverCsr: csrs.server }),
      ...(csrs.client.trim() === '' ? {} : { clientCsr: csrs.client }),
      ...(days.trim() === '' ? {} : { validityDays: Number.isNaN(Number(days)) ? days : Number(days) }),
    };
    await call('POST', `/connections/${id}/renew`, body, { idempotencyKey });
    router.push(`/connections/${id}`);
    router.refresh();
    return 'leaving';
  });
  return (
    <form
      method="post"
      onSubmit={renew}
      onKeyDown={submitOnModEnter}
      noValidate
      className="flex max-w-[42rem] flex-col gap-6"
    >
      {form.problem ? (
        <ErrorSummary
          ref={form.summaryRef}
          problem={form.problem}
          anchorOf={(field) => (field.endsWith('Csr') ? field : 'validityDays')}
        />
      ) : null}
      {needsRequest.map(({ side, name: party }) => (
        <PemField
          key={side}
          id={`${side}Csr`}
          kind="request"
          label={words.requestOf(party)}
          help={words.aNewKeyIsMade}
          rows={6}
          value={csrs[side]}
          onValue={(value) => {
            setCsrs((before) => ({ ...before, [side]: value }));
            form.clear(`${side}Csr`);
          }}
          errors={form.errorsFor(`${side}Csr`)}
        />
      ))}
      <TextField
        id="validityDays"
        label={words.validityInDays}
        optional
        inputMode="numeric"
        help={words.livesAsLongAsBefore(both ? words.each : words.it)}
        value={days}
        onValue={(value) => {
          setDays(value);
          form.clear('validityDays');
        }}
        errors={form.errorsFor('validityDays')}
      />
      <div className="flex flex-wrap gap-2">
        <Button tone="primary" type="submit" size="large" disabled={form.pending || shut} className="max-w-full">
          <span className="truncate">
            {form.pending ? words.renewing : both ? words.renewBothSidesOf(name) : words.renew(name)}
          </span>
        </Button>
        <ButtonLink href={`/connections/${id}`} size="large" tone="quiet">
          {words.cancel}
        </ButtonLink>
      </div>
      <p className="text-13 text-muted">{words.afterwardsHandBothPartiesTheir}</p>
    </form>
  );
}
