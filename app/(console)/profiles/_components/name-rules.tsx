'use client';

import { TextAreaField, TextField } from '@/components/ui/field';
import type { ApiForm } from '@/components/use-api-form';
import type { NameKind } from '@/lib/pki/profile/name-pattern';
import { CheckField } from './check-field';
import { NAME_KINDS, type ProfileDraft } from './profile-draft';
import { profileFormWords } from './profile-form.words';

const allKinds = (): Readonly<Record<NameKind, { readonly label: string; readonly help: string }>> => ({
  dns: { label: profileFormWords().nameRules.hostNames, help: profileFormWords().nameRules.apiLanIsThatName },
  ip: { label: profileFormWords().nameRules.ipAddresses, help: profileFormWords().nameRules.networksSuchAs100 },
  email: {
    label: profileFormWords().nameRules.eMailAddresses,
    help: profileFormWords().nameRules.aMailboxExampleOrgFor,
  },
  uri: { label: profileFormWords().nameRules.uris, help: profileFormWords().nameRules.httpsLanSpiffeExampleOrg },
  upn: {
    label: profileFormWords().nameRules.userPrincipalNames,
    help: profileFormWords().nameRules.anAccountOrItsDomain,
  },
});
const allLists = () =>
  [
    { list: 'allow', label: profileFormWords().nameRules.onlyThese, help: profileFormWords().nameRules.emptyAny },
    {
      list: 'deny',
      label: profileFormWords().nameRules.neverThese,
      help: profileFormWords().nameRules.countsBeforeEverythingElse,
    },
    {
      list: 'require',
      label: profileFormWords().nameRules.atLeastOneUnderEach,
      help: profileFormWords().nameRules.emptyNoneIsAskedFor,
    },
  ] as const;

/** Which names, and how many. Only the kinds that the purpose has. */
export function NameRules({
  draft,
  kinds,
  allowsWildcard,
  onDraft,
  form,
}: {
  draft: ProfileDraft;
  kinds: readonly string[];
  allowsWildcard: boolean;
  onDraft: (draft: ProfileDraft) => void;
  form: ApiForm;
}) {
  const words = profileFormWords().nameRules;
  const { definition, numbers, lists } = draft;
  const names = (part: Partial<ProfileDraft['definition']['names']>) =>
    onDraft({ ...draft, definition: { ...definition, names: { ...definition.names, ...part } } });
  return (
    <div className="flex flex-col gap-5">
      {NAME_KINDS.filter((kind) => kinds.includes(kind)).map((kind) => (
        <div key={kind} className="flex flex-col gap-3 rounded-md border border-line p-4">
          <CheckField
            id={`definition-names-${kind}`}
            label={allKinds()[kind].label}
            help={allKinds()[kind].help.replaceAll('`', '')}
            checked={definition.names[kind].allowed}
            onChecked={(allowed) => names({ [kind]: { ...definition.names[kind], allowed } })}
          />
          {definition.names[kind].allowed ? (
            <div className="grid gap-4 sm:grid-cols-3">
              {allLists().map(({ list, label, help }) => (
                <TextAreaField
                  key={list}
                  id={`definition-names-${kind}-${list}`}
                  label={label}
                  help={help}
                  rows={3}
                  mono
                  value={lists[kind][list]}
                  onValue={(text) => {
                    onDraft({ ...draft, lists: { ...lists, [kind]: { ...lists[kind], [list]: text } } });
                    form.clear(`definition.names.${kind}.${list}`);
                  }}
                  errors={form.errorsFor(`definition.names.${kind}.${list}`)}
                />
              ))}
            </div>
          ) : null}
        </div>
      ))}
      {allowsWildcard ? (
        <CheckField
          id="definition-names-wildcards"
          label={words.wildcardsSuchAsLan}
          checked={definition.names.wildcards}
          onChecked={(wildcards) => names({ wildcards })}
        />
      ) : null}
      <div className="grid gap-5 sm:grid-cols-2">
        {(['minimum', 'maximum'] as const).map((which) => (
          <TextField
            key={which}
            id={`definition-names-${which}`}
            label={which === 'minimum' ? words.fewestNames : words.mostNames}
            inputMode="numeric"
            value={numbers[which]}
            onValue={(text) => {
              onDraft({ ...draft, numbers: { ...numbers, [which]: text } });
              form.clear(`definition.names.${which}`);
            }}
            errors={form.errorsFor(`definition.names.${which}`)}
          />
        ))}
      </div>
    </div>
  );
}
