'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { call } from '@/components/api-client';
import { Button, ButtonLink } from '@/components/ui/button';
import { ErrorSummary } from '@/components/ui/error-summary';
import { TextAreaField, TextField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { RadioCards } from '@/components/ui/radio-cards';
import { useApiForm } from '@/components/use-api-form';
import { PROFILE_WORDS } from '@/components/words';
import type { AuthoritySettings } from '@/lib/domain/entities';
import type { AuthorityDetailView } from '@/lib/services/views';

const ADDRESSES = [
  { name: 'crlUrls', label: 'Revocation list', effect: 'Where clients fetch the list of this authority.' },
  { name: 'ocspUrls', label: 'OCSP', effect: 'Where clients ask about a single certificate.' },
  {
    name: 'caIssuersUrls',
    label: 'Certificate of this authority',
    effect: 'Where clients fetch what is missing in a chain.',
  },
] as const;
type AddressName = (typeof ADDRESSES)[number]['name'];
type Way = 'ours' | 'own' | 'none';
const PROFILES = ['tlsServer', 'tlsClient', 'tlsPeer', 'smime', 'codeSigning'] as const;

const wayOf = (list: readonly string[] | undefined): Way =>
  list === undefined ? 'ours' : list.length === 0 ? 'none' : 'own';
const linesOf = (text: string) => text.split('\n').flatMap((line) => line.trim() || []);

export function SettingsForm({
  authorityId,
  settings,
  inUse,
  crlLifeDays,
}: {
  authorityId: string;
  settings: AuthoritySettings;
  inUse: AuthorityDetailView['signedAddresses'];
  crlLifeDays: number;
}) {
  const router = useRouter();
  const form = useApiForm();
  const [ways, setWays] = useState<Record<AddressName, Way>>({
    crlUrls: wayOf(settings.crlUrls),
    ocspUrls: wayOf(settings.ocspUrls),
    caIssuersUrls: wayOf(settings.caIssuersUrls),
  });
  const [texts, setTexts] = useState<Record<AddressName, string>>({
    crlUrls: settings.crlUrls?.join('\n') ?? '',
    ocspUrls: settings.ocspUrls?.join('\n') ?? '',
    caIssuersUrls: settings.caIssuersUrls?.join('\n') ?? '',
  });
  const [days, setDays] = useState(String(crlLifeDays));
  const [profiles, setProfiles] = useState<readonly string[]>(settings.profiles ?? PROFILES);
  const [saved, setSaved] = useState(false);

  const save = form.onSubmit(async () => {
    setSaved(false);
    const address = (name: AddressName) =>
      ways[name] === 'ours' ? null : ways[name] === 'none' ? [] : linesOf(texts[name]);
    const isAll = settings.profiles === undefined && PROFILES.every((one) => profiles.includes(one));
    await call<unknown>('PATCH', `/authorities/${authorityId}`, {
      settings: {
        crlUrls: address('crlUrls'),
        ocspUrls: address('ocspUrls'),
        caIssuersUrls: address('caIssuersUrls'),
        crlLifeDays: Number(days),
        profiles: isAll ? null : profiles,
      },
    });
    setSaved(true);
    router.refresh();
    return 'stay';
  });
  return (
    <form method="post" onSubmit={save} noValidate className="flex flex-col gap-8">
      {form.problem ? (
        <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={(field) => field.replace(/\.\d+$/, '')} />
      ) : null}
      {saved ? (
        <Notice tone="success" title="Saved" live>
          They count from the next certificate and the next list on.
        </Notice>
      ) : null}
      {ADDRESSES.map(({ name, label, effect }) => (
        <div key={name} className="flex flex-col gap-3">
          <RadioCards
            legend={label}
            name={`way-${name}`}
            columns={2}
            value={ways[name]}
            onValue={(way) => {
              setWays((before) => ({ ...before, [name]: way }));
              form.clear(`settings.${name}`);
            }}
            choices={[
              { value: 'ours', label: 'Public address of this server', sentence: effect },
              { value: 'own', label: 'Addresses of your own', sentence: 'You copy there what this server publishes.' },
              { value: 'none', label: 'No address', sentence: 'Clients find nothing by themselves.' },
            ]}
          />
          {ways[name] === 'own' ? (
            <TextAreaField
              id={`settings.${name}`}
              label="Addresses, one a line"
              mono
              rows={2}
              placeholder="http://pki.example/list.crl"
              value={texts[name]}
              onValue={(text) => {
                setTexts((before) => ({ ...before, [name]: text }));
                form.clear(`settings.${name}`);
              }}
              errors={form.errorsFor(`settings.${name}`)}
            />
          ) : null}
          <p className="text-13 text-muted [overflow-wrap:anywhere]">
            Now: {inUse[name].length > 0 ? inUse[name].join(', ') : 'no address'}
          </p>
        </div>
      ))}
      <TextField
        id="settings.crlLifeDays"
        label="Life of a revocation list, in days"
        help="A client uses a list until it ends, so a revocation is seen after that long at the latest. 7 is usual; for a key that is offline choose the days between two ceremonies."
        inputMode="numeric"
        value={days}
        onValue={(text) => {
          setDays(text);
          form.clear('settings.crlLifeDays');
        }}
        errors={form.errorsFor('settings.crlLifeDays')}
      />
      <fieldset id="settings.profiles" tabIndex={-1} className="flex flex-col gap-2">
        <legend className="mb-1 font-medium">Profiles it may issue</legend>
        {PROFILES.map((profile) => (
          <label key={profile} className="flex items-center gap-2.5">
            <input
              type="checkbox"
              className="size-4"
              checked={profiles.includes(profile)}
              onChange={(event) =>
                setProfiles((before) =>
                  event.target.checked ? [...before, profile] : before.filter((one) => one !== profile),
                )
              }
            />
            {PROFILE_WORDS[profile]}
          </label>
        ))}
      </fieldset>
      <div className="flex flex-wrap gap-2">
        <Button tone="primary" size="large" type="submit" disabled={form.pending}>
          {form.pending ? 'Saving…' : 'Save settings'}
        </Button>
        <ButtonLink href={`/authorities/${authorityId}`} size="large" tone="quiet">
          Back
        </ButtonLink>
      </div>
    </form>
  );
}
