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
import { authoritySettingsWords } from './authority-settings.words';
import { crlDraftOf, crlSettingsOf } from './crl-draft';
import { CrlFields } from './crl-fields';

const addresses = () =>
  [
    {
      name: 'crlUrls',
      label: authoritySettingsWords().settingsForm.revocationList,
      effect: authoritySettingsWords().settingsForm.whereClientsFetchTheList,
    },
    {
      name: 'ocspUrls',
      label: authoritySettingsWords().settingsForm.ocsp,
      effect: authoritySettingsWords().settingsForm.whereClientsAskAboutA,
    },
    {
      name: 'caIssuersUrls',
      label: authoritySettingsWords().settingsForm.certificateOfThisAuthority,
      effect: authoritySettingsWords().settingsForm.whereClientsFetchWhatIs,
    },
  ] as const;
type AddressName = ReturnType<typeof addresses>[number]['name'];
type Way = 'ours' | 'own' | 'none';
const wayOf = (list: readonly string[] | undefined): Way =>
  list === undefined ? 'ours' : list.length === 0 ? 'none' : 'own';
/** A divided list has an address for each part. */
function addressesNow({ signedAddresses, crlParts, node }: AuthorityDetailView, name: AddressName): string {
  const words = authoritySettingsWords().settingsForm;
  if (name === 'crlUrls' && crlParts && node.authority.settings.crlUrls === undefined)
    return words.to(crlParts.firstUrl, crlParts.lastUrl);
  return signedAddresses[name].join(', ') || words.noAddress;
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
  const words = authoritySettingsWords().settingsForm;
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
        <Notice tone="success" title={words.saved} live>
          {words.theyCountFromTheNext}
        </Notice>
      ) : null}
      {addresses().map(({ name, label, effect }) => (
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
              { value: 'ours', label: words.publicAddressOfThisServer, sentence: effect },
              { value: 'own', label: words.addressesOfYourOwn, sentence: words.youCopyThereWhatThis },
              { value: 'none', label: words.noAddress2, sentence: words.clientsFindNothingByThemselves },
            ]}
          />
          {ways[name] === 'own' ? (
            <LinesField
              id={`settings.${name}`}
              label={words.addressesOneALine}
              placeholder="http://pki.example/list.crl"
              value={texts[name]}
              onValue={(text) => setTexts((before) => ({ ...before, [name]: text }))}
              form={form}
            />
          ) : null}
          <p className="text-13 text-muted [overflow-wrap:anywhere]">{words.now(addressesNow(view, name))}</p>
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
        <legend className="mb-1 font-medium">{words.profilesItMayIssue}</legend>
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
          {form.pending ? words.saving : words.saveSettings}
        </Button>
        <ButtonLink href={`/authorities/${authorityId}`} size="large" tone="quiet">
          {words.back}
        </ButtonLink>
      </div>
    </form>
  );
}
