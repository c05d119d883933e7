'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { call } from '@/components/api-client';
import { LinesField } from '@/components/pki/lines-field';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { ErrorSummary } from '@/components/ui/error-summary';
import { Notice } from '@/components/ui/notice';
import { RadioCards } from '@/components/ui/radio-cards';
import { submitOnModEnter, useApiForm } from '@/components/use-api-form';
import type { AuthorityDetailView } from '@/lib/services/views';
import { crlDraftOf, crlSettingsOf } from './crl-draft';
import { CrlFields } from './crl-fields';

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
const wayOf = (list: readonly string[] | undefined): Way =>
  list === undefined ? 'ours' : list.length === 0 ? 'none' : 'own';
/** A divided list has an address for each part. */
function addressesNow({ signedAddresses, crlParts, node }: AuthorityDetailView, name: AddressName): string {
  if (name === 'crlUrls' && crlParts && node.authority.settings.crlUrls === undefined)
    return `${crlParts.firstUrl} to ${crlParts.lastUrl}`;
  return signedAddresses[name].join(', ') || 'no address';
}
const linesOf = (text: string) => text.split('\n').flatMap((line) => line.trim() || []);

export interface ProfileOption {
  readonly id: string;
  readonly name: string;
}

export function SettingsForm({
  view,
  profileOptions,
}: {
  view: AuthorityDetailView;
  profileOptions: readonly ProfileOption[];
}) {
  const { authority } = view.node;
  const { id: authorityId, settings } = authority;
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
  const [lists, setLists] = useState(() => crlDraftOf(view));
  const [profiles, setProfiles] = useState<readonly string[]>(
    () => settings.profiles ?? profileOptions.map(({ id }) => id),
  );
  const [saved, setSaved] = useState(false);

  const save = form.onSubmit(async () => {
    setSaved(false);
    const address = (name: AddressName) =>
      ways[name] === 'ours' ? null : ways[name] === 'none' ? [] : linesOf(texts[name]);
    const isAll = settings.profiles === undefined && profileOptions.every(({ id }) => profiles.includes(id));
    await call<unknown>('PATCH', `/authorities/${authorityId}`, {
      settings: {
        crlUrls: address('crlUrls'),
        ocspUrls: address('ocspUrls'),
        caIssuersUrls: address('caIssuersUrls'),
        ...crlSettingsOf(lists),
        profiles: isAll ? null : profiles,
      },
    });
    setSaved(true);
    router.refresh();
    return 'stay';
  });
  return (
    <form method="post" onSubmit={save} onKeyDown={submitOnModEnter} noValidate className="flex flex-col gap-8">
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
            <LinesField
              id={`settings.${name}`}
              label="Addresses, one a line"
              placeholder="http://pki.example/list.crl"
              value={texts[name]}
              onValue={(text) => setTexts((before) => ({ ...before, [name]: text }))}
              form={form}
            />
          ) : null}
          <p className="text-13 text-muted [overflow-wrap:anywhere]">Now: {addressesNow(view, name)}</p>
        </div>
      ))}
      <CrlFields
        form={form}
        draft={lists}
        onDraft={(change) => setLists((before) => ({ ...before, ...change }))}
        parts={view.crlParts}
        offline={authority.keyState === 'offline'}
        ownAddresses={ways.crlUrls !== 'ours'}
      />
      <fieldset id="settings.profiles" tabIndex={-1} className="flex flex-col gap-2">
        <legend className="mb-1 font-medium">Profiles it may issue</legend>
        {profileOptions.map(({ id, name }) => (
          <label key={id} className="flex items-center gap-2.5">
            <input
              type="checkbox"
              className="size-4"
              checked={profiles.includes(id)}
              onChange={(event) =>
                setProfiles((before) => (event.target.checked ? [...before, id] : before.filter((one) => one !== id)))
              }
            />
            {name}
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
