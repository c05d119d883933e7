'use client';

import { TextField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { RadioCards } from '@/components/ui/radio-cards';
import type { ApiForm } from '@/components/use-api-form';
import type { AuthorityDetailView } from '@/lib/services/views';
import type { CrlDraft } from './crl-draft';

/** How the authority publishes revocations: how long a list lives, deltas, and parts. */
export function CrlFields({
  form,
  draft,
  onDraft,
  parts,
  offline,
  ownAddresses,
}: {
  form: ApiForm;
  draft: CrlDraft;
  onDraft: (change: Partial<CrlDraft>) => void;
  /** The division that is in force; it stays. */
  parts: AuthorityDetailView['crlParts'];
  /** Its key comes for ceremonies only. */
  offline: boolean;
  /** Certificates name other addresses than those of this server, or none. */
  ownAddresses: boolean;
}) {
  return (
    <>
      <TextField
        id="settings.crlLifeDays"
        label="Life of a revocation list, in days"
        help="A client uses a list until it ends, so it sees a revocation after that long at the latest. 7 is usual; for a key that is offline choose the days between two ceremonies. A new list is signed after each revocation, and otherwise every day, or at half of its life when that is shorter: the days left are the time you have when something fails."
        inputMode="numeric"
        value={draft.lifeDays}
        onValue={(lifeDays) => {
          onDraft({ lifeDays });
          form.clear('settings.crlLifeDays');
        }}
        errors={form.errorsFor('settings.crlLifeDays')}
      />
      <div className="flex flex-col gap-3">
        <RadioCards
          legend="Delta CRLs"
          name="delta"
          columns={2}
          value={draft.delta ? 'yes' : 'no'}
          onValue={(value) => {
            onDraft({ delta: value === 'yes' });
            form.clear('settings.deltaCrlHours');
          }}
          choices={[
            {
              value: 'no',
              label: 'None',
              sentence: 'A revocation makes a new whole list. Right for up to some ten thousand revoked certificates.',
            },
            {
              value: 'yes',
              label: 'Publish deltas, too',
              sentence:
                'A short list of what changed since the last whole one. A revocation makes a new delta; the whole list follows once a day.',
              more: (
                <TextField
                  id="settings.deltaCrlHours"
                  label="Life of a delta, in hours"
                  help="1 to 168."
                  inputMode="numeric"
                  value={draft.deltaHours}
                  onValue={(deltaHours) => {
                    onDraft({ deltaHours });
                    form.clear('settings.deltaCrlHours');
                  }}
                  errors={form.errorsFor('settings.deltaCrlHours')}
                />
              ),
            },
          ]}
        />
        {draft.delta ? (
          <Notice tone="info" title="Who sees a delta">
            Certificates that are issued from now on name it; earlier ones do not. Most TLS servers and browsers read
            whole lists only, and see a revocation with the next whole one.
            {offline ? ' The key is offline: a delta that lives for hours ends between two ceremonies.' : ''}
          </Notice>
        ) : null}
      </div>
      {parts ? (
        <div id="settings.crlShards" tabIndex={-1} className="flex flex-col gap-1">
          <p className="font-medium">Divided CRL</p>
          <p>The list is divided into {parts.count} parts, and stays so: every certificate names its part for life.</p>
        </div>
      ) : (
        <div className="flex flex-col gap-3">
          <RadioCards
            legend="Divided CRL"
            name="divided"
            columns={2}
            value={draft.divided ? 'yes' : 'no'}
            onValue={(value) => {
              onDraft({ divided: value === 'yes' });
              form.clear('settings.crlShards');
            }}
            choices={[
              { value: 'no', label: 'One list', sentence: 'Every certificate names the same list.' },
              {
                value: 'yes',
                label: 'Parts',
                sentence: 'Each certificate names the part that covers it, so a client fetches a fraction of the list.',
                more: (
                  <TextField
                    id="settings.crlShards"
                    label="Number of parts"
                    help="2 to 1,000. About one for each thousand revoked certificates you expect."
                    inputMode="numeric"
                    value={draft.shards}
                    onValue={(shards) => {
                      onDraft({ shards });
                      form.clear('settings.crlShards');
                    }}
                    errors={form.errorsFor('settings.crlShards')}
                  />
                ),
              },
            ]}
          />
          {draft.divided ? (
            <Notice tone="warning" title="A division cannot be changed or taken back">
              Certificates that are issued from now on name one part for as long as they live; those issued before keep
              naming the whole list, which is always published, too.
            </Notice>
          ) : null}
        </div>
      )}
      {ownAddresses && (draft.delta || draft.divided) ? (
        <Notice tone="warning" title="Certificates will not name these lists">
          Deltas and parts are named only with the public address of this server. With addresses of your own, or none,
          certificates name what you typed.
        </Notice>
      ) : null}
    </>
  );
}
