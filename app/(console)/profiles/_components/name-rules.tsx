'use client';

import { TextAreaField, TextField } from '@/components/ui/field';
import type { ApiForm } from '@/components/use-api-form';
import type { NameKind } from '@/lib/pki/profile/name-pattern';
import { CheckField } from './check-field';
import { NAME_KINDS, type ProfileDraft } from './profile-draft';

const KINDS: Readonly<Record<NameKind, { readonly label: string; readonly help: string }>> = {
  dns: { label: 'Host names', help: '`api.lan` is that name, `.lan` every name below it.' },
  ip: { label: 'IP addresses', help: 'Networks such as 10.0.0.0/8, or single addresses.' },
  email: {
    label: 'E-mail addresses',
    help: 'A mailbox, `example.org` for everyone there, `.example.org` for all below.',
  },
  uri: { label: 'URIs', help: '`https://.lan`, `spiffe://example.org/prod`, `urn:uuid`, or `https:` for all.' },
  upn: { label: 'User principal names', help: 'An account, or its domain as for e-mail.' },
};
const LISTS = [
  { list: 'allow', label: 'Only these', help: 'Empty: any.' },
  { list: 'deny', label: 'Never these', help: 'Counts before everything else.' },
  { list: 'require', label: 'At least one under each', help: 'Empty: none is asked for.' },
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
  const { definition, numbers, lists } = draft;
  const names = (part: Partial<ProfileDraft['definition']['names']>) =>
    onDraft({ ...draft, definition: { ...definition, names: { ...definition.names, ...part } } });
  return (
    <div className="flex flex-col gap-5">
      {NAME_KINDS.filter((kind) => kinds.includes(kind)).map((kind) => (
        <div key={kind} className="flex flex-col gap-3 rounded-md border border-line p-4">
          <CheckField
            id={`definition-names-${kind}`}
            label={KINDS[kind].label}
            help={KINDS[kind].help.replaceAll('`', '')}
            checked={definition.names[kind].allowed}
            onChecked={(allowed) => names({ [kind]: { ...definition.names[kind], allowed } })}
          />
          {definition.names[kind].allowed ? (
            <div className="grid gap-4 sm:grid-cols-3">
              {LISTS.map(({ list, label, help }) => (
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
          label="Wildcards such as *.lan"
          checked={definition.names.wildcards}
          onChecked={(wildcards) => names({ wildcards })}
        />
      ) : null}
      <div className="grid gap-5 sm:grid-cols-2">
        {(['minimum', 'maximum'] as const).map((which) => (
          <TextField
            key={which}
            id={`definition-names-${which}`}
            label={which === 'minimum' ? 'Fewest names' : 'Most names'}
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
