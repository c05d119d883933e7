'use client';

import { useState } from 'react';
import { call } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { ErrorSummary } from '@/components/ui/error-summary';
import { SelectField } from '@/components/ui/field';
import { RadioCards } from '@/components/ui/radio-cards';
import { useApiForm } from '@/components/use-api-form';
import { HandoverResult, type MadeHandover } from './handover-result';

type Side = 'server' | 'client';
interface Party {
  readonly name: string;
  /** Why its key cannot be handed over; null when it can. */
  readonly why: 'no-key' | 'revoked' | 'expired' | 'sealed' | null;
}

const WHY = {
  'no-key': 'Its key is not held here: whoever made it has it already.',
  revoked: 'Its certificate is revoked. Renew the connection first.',
  expired: 'Its certificate has expired. Renew the connection first.',
  sealed: 'The keys are sealed. Unseal them first.',
  'one-way': 'The clients of this connection have no key.',
} as const;

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
        legend="For whom?"
        name="side"
        columns={2}
        value={side}
        onValue={setSide}
        choices={[
          { value: 'server', label: 'The server', sentence: server.name },
          {
            value: 'client',
            label: client ? 'The client' : 'Every client',
            sentence: client?.name ?? 'Trust only, no certificate',
          },
        ]}
      />
      <RadioCards
        legend="What do they get?"
        name="withKey"
        value={withKey ? 'key' : 'public'}
        onValue={setWants}
        choices={[
          {
            value: 'public',
            label: 'Public parts only',
            sentence:
              'Certificate, chain, what to trust, revocation lists, configuration. Use it as often as you like.',
          },
          ...(why === null
            ? [
                {
                  value: 'key' as const,
                  label: 'Also the key, collected once',
                  sentence:
                    'The whole bundle under a passphrase that is made now, shown once and kept nowhere. The first to collect it is the only one.',
                },
              ]
            : []),
        ]}
      />
      {why === null ? null : <p className="-mt-4 text-13 text-muted">{WHY[why]}</p>}
      <SelectField
        id="days"
        label="The link ends after"
        value={days}
        onValue={setDays}
        options={[
          { value: '1', label: '1 day' },
          { value: '3', label: '3 days' },
          { value: '7', label: '7 days' },
          { value: '14', label: '14 days' },
          { value: '30', label: '30 days' },
        ]}
        errors={form.errorsFor('days')}
      />
      <p className="text-13 text-muted">
        The page is on the public listener, which is plain HTTP. Its holder is shown what to compare by telephone; a key
        is never sent unencrypted.
      </p>
      <div className="flex flex-wrap gap-2">
        <Button tone="primary" type="submit" size="large" disabled={form.pending}>
          {form.pending ? 'Making the link…' : 'Make the link'}
        </Button>
        <ButtonLink href={`/connections/${connectionId}`} size="large" tone="quiet">
          Cancel
        </ButtonLink>
      </div>
    </form>
  );
}
