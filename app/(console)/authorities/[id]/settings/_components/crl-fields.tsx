'use client';

import { TextField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { RadioCards } from '@/components/ui/radio-cards';
import type { ApiForm } from '@/components/use-api-form';
import type { AuthorityDetailView } from '@/lib/services/views';
import { authoritySettingsWords } from './authority-settings.words';
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
  const words = authoritySettingsWords().crlFields;
  return (
    <>
      <TextField
        id="settings.crlLifeDays"
        label={words.lifeOfARevocationList}
        help={words.aClientUsesAList}
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
          legend={words.deltaCrls}
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
              label: words.none,
              sentence: words.aRevocationMakesANew,
            },
            {
              value: 'yes',
              label: words.publishDeltasToo,
              sentence: words.aShortListOfWhat,
              more: (
                <TextField
                  id="settings.deltaCrlHours"
                  label={words.lifeOfADeltaIn}
                  help={words.n1To168}
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
          <Notice tone="info" title={words.whoSeesADelta}>
            {words.certificatesThatAreIssuedFrom(offline ? words.theKeyIsOfflineA : '')}
          </Notice>
        ) : null}
      </div>
      {parts ? (
        <div id="settings.crlShards" tabIndex={-1} className="flex flex-col gap-1">
          <p className="font-medium">{words.dividedCrl}</p>
          <p>{words.theListIsDividedInto(parts.count)}</p>
        </div>
      ) : (
        <div className="flex flex-col gap-3">
          <RadioCards
            legend={words.dividedCrl}
            name="divided"
            columns={2}
            value={draft.divided ? 'yes' : 'no'}
            onValue={(value) => {
              onDraft({ divided: value === 'yes' });
              form.clear('settings.crlShards');
            }}
            choices={[
              { value: 'no', label: words.oneList, sentence: words.everyCertificateNamesTheSame },
              {
                value: 'yes',
                label: words.parts,
                sentence: words.eachCertificateNamesThePart,
                more: (
                  <TextField
                    id="settings.crlShards"
                    label={words.numberOfParts}
                    help={words.n2To1000About}
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
            <Notice tone="warning" title={words.aDivisionCannotBeChanged}>
              {words.certificatesThatAreIssuedFrom2}
            </Notice>
          ) : null}
        </div>
      )}
      {ownAddresses && (draft.delta || draft.divided) ? (
        <Notice tone="warning" title={words.certificatesWillNotNameThese}>
          {words.deltasAndPartsAreNamed}
        </Notice>
      ) : null}
    </>
  );
}
