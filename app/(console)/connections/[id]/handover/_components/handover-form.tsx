'use client';

import { useState } from 'react';
import { call } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { ErrorSummary } from '@/components/ui/error-summary';
import { SelectField } from '@/components/ui/field';
import { RadioCards } from '@/components/ui/radio-cards';
import { useApiForm } from '@/components/use-api-form';
import { handoverWords } from './handover.words';
import { HandoverResult, type MadeHandover } from './handover-result';

type Side = 'server' | 'client';
interface Party {
  readonly name: string;
  /** Why its key cannot be handed over; null when it can. */
  readonly why: 'no-key' | 'revoked' | 'expired' | 'sealed' | null;
}

const allWhy = () =>
  ({
    'no-key': handoverWords().handoverForm.itsKeyIsNotHeld,
    revoked: handoverWords().handoverForm.itsCertificateIsRevokedRenew,
    expired: handoverWords().handoverForm.itsCertificateHasExpiredRenew,
    sealed: handoverWords().handoverForm.theKeysAreSealedUnseal,
    'one-way': handoverWords().handoverForm.theClientsOfThisConnection,
  }) as const;

export function HandoverForm({
  connectionId,
  initialSide,
  server,
  client,
}: {
  connectionId: string;
  initialSide: Side;
  server: Party;
  client: Party | null;
}) {
  const words = handoverWords().handoverForm;
  const form = useApiForm();
  const [side, setSide] = useState<Side>(initialSide);
  const [wants, setWants] = useState<'public' | 'key'>('public');
  const [days, setDays] = useState('7');
  const [made, setMade] = useState<MadeHandover | null>(null);
  const party = side === 'server' ? server : client;
  const why = party === null ? 'one-way' : party.why;
  const withKey = wants === 'key' && why === null;
  const make = form.onSubmit(async () => {
    setMade(
      await call<MadeHandover>('POST', `/connections/${connectionId}/handovers`, {
        side,
        days: Number(days),
        ...(withKey ? { withKey } : {}),
      }),
    );
    return 'stay';
  });
  if (made) return <HandoverResult made={made} connectionId={connectionId} />;
  return (
    <form method="post" onSubmit={make} noValidate className="flex flex-col gap-6">
      {form.problem ? <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={(field) => field} /> : null}
      <RadioCards
        legend={words.forWhom}
        name="side"
        columns={2}
        value={side}
        onValue={setSide}
        choices={[
          { value: 'server', label: words.theServer, sentence: server.name },
          {
            value: 'client',
            label: client ? words.theClient : words.everyClient,
            sentence: client?.name ?? words.trustOnlyNoCertificate,
          },
        ]}
      />
      <RadioCards
        legend={words.whatDoTheyGet}
        name="withKey"
        value={withKey ? 'key' : 'public'}
        onValue={setWants}
        choices={[
          {
            value: 'public',
            label: words.publicPartsOnly,
            sentence: words.certificateChainWhatToTrust,
          },
          ...(why === null
            ? [
                {
                  value: 'key' as const,
                  label: words.alsoTheKeyCollectedOnce,
                  sentence: words.theWholeBundleUnderA,
                },
              ]
            : []),
        ]}
      />
      {why === null ? null : <p className="-mt-4 text-13 text-muted">{allWhy()[why]}</p>}
      <SelectField
        id="days"
        label={words.theLinkEndsAfter}
        value={days}
        onValue={setDays}
        options={[
          { value: '1', label: words.n1Day },
          { value: '3', label: words.n3Days },
          { value: '7', label: words.n7Days },
          { value: '14', label: words.n14Days },
          { value: '30', label: words.n30Days },
        ]}
        errors={form.errorsFor('days')}
      />
      <p className="text-13 text-muted">{words.thePageIsOnThe}</p>
      <div className="flex flex-wrap gap-2">
        <Button tone="primary" type="submit" size="large" disabled={form.pending}>
          {form.pending ? words.makingTheLink : words.makeTheLink}
        </Button>
        <ButtonLink href={`/connections/${connectionId}`} size="large" tone="quiet">
          {words.cancel}
        </ButtonLink>
      </div>
    </form>
  );
}
