'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { call } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { Card } from '@/components/ui/card';
import { ErrorSummary } from '@/components/ui/error-summary';
import { SelectField, TextAreaField, TextField } from '@/components/ui/field';
import { type ApiForm, submitOnModEnter, useApiForm } from '@/components/use-api-form';
import { KEY_ALGORITHM_WORDS } from '@/components/words';
import type { ProfileDefinition } from '@/lib/pki/profile/profile-definition';
import type { KeyAlgorithm, KeyUsageBit } from '@/lib/pki/types';
import type { ProfileDetailView } from '@/lib/services/get-profiles';
import { CheckField, CheckGroup } from './check-field';
import { NameRules } from './name-rules';
import { definitionFrom, draftOf, type ProfileDraft } from './profile-draft';
import { profileFormWords } from './profile-form.words';
import { SubjectRules } from './subject-rules';

type Mode =
  | { readonly kind: 'clone'; readonly base: string }
  | { readonly kind: 'edit'; readonly id: string; readonly revision: number };
interface PartProps {
  readonly draft: ProfileDraft;
  readonly onDraft: (draft: ProfileDraft) => void;
  readonly form: ApiForm;
  readonly choices: ProfileDetailView['choices'];
}

/** The rules of a profile, to clone or to change. */
export function ProfileForm({
  mode,
  name,
  definition,
  choices,
  authorities,
}: {
  mode: Mode;
  name: string;
  definition: ProfileDefinition;
  choices: ProfileDetailView['choices'];
  authorities: readonly { readonly id: string; readonly name: string }[];
}) {
  const words = profileFormWords().profileForm;
  const router = useRouter();
  const form = useApiForm();
  const [draft, setDraft] = useState(() => draftOf(name, definition));
  const save = form.onSubmit(async (idempotencyKey) => {
    const rules = { name: draft.name, definition: definitionFrom(draft) };
    const { id } =
      mode.kind === 'clone'
        ? await call<{ id: string }>('POST', '/profiles', { base: mode.base, ...rules }, { idempotencyKey })
        : await call<{ id: string }>('PATCH', `/profiles/${mode.id}`, { revision: mode.revision, ...rules });
    router.push(`/profiles/${id}`);
    router.refresh();
    return 'leaving';
  });
  const part = { draft, onDraft: setDraft, form, choices };
  return (
    <form method="post" onSubmit={save} onKeyDown={submitOnModEnter} noValidate className="flex flex-col gap-6">
      {form.problem ? <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={anchorOf} /> : null}
      <TextField
        id="name"
        label={words.name}
        value={draft.name}
        onValue={(value) => {
          setDraft({ ...draft, name: value });
          form.clear('name');
        }}
        errors={form.errorsFor('name')}
      />
      <TextAreaField
        id="definition-description"
        label={words.description}
        rows={2}
        value={draft.definition.description}
        onValue={(description) => setDraft({ ...draft, definition: { ...draft.definition, description } })}
        errors={form.errorsFor('definition.description')}
      />
      {choices.nameKinds.length > 0 ? (
        <Card title={words.names} id="names">
          <NameRules
            draft={draft}
            kinds={choices.nameKinds}
            allowsWildcard={choices.allowsWildcard}
            onDraft={setDraft}
            form={form}
          />
        </Card>
      ) : null}
      <Card title={words.subject} id="subject">
        <SubjectRules
          subject={draft.definition.subject}
          onSubject={(subject) => setDraft({ ...draft, definition: { ...draft.definition, subject } })}
          form={form}
        />
      </Card>
      <Card title={words.keyAndLife} id="key">
        <KeyAndLife {...part} />
      </Card>
      <Card title={words.use} id="use">
        <Use {...part} />
      </Card>
      <Card title={words.authorities} id="authorities">
        <Authorities {...part} authorities={authorities} />
      </Card>
      <div className="flex flex-wrap items-center gap-2">
        <Button tone="primary" size="large" type="submit" disabled={form.pending}>
          {form.pending ? words.saving : mode.kind === 'clone' ? words.createProfile : words.save}
        </Button>
        <ButtonLink href={mode.kind === 'clone' ? '/profiles' : `/profiles/${mode.id}`} size="large" tone="quiet">
          {words.cancel}
        </ButtonLink>
      </div>
    </form>
  );
}

function KeyAndLife({ draft, onDraft, form, choices }: PartProps) {
  const words = profileFormWords().profileForm;
  const { definition, numbers } = draft;
  const change = (part: Partial<ProfileDefinition>) => onDraft({ ...draft, definition: { ...definition, ...part } });
  return (
    <div className="flex flex-col gap-5">
      <CheckGroup
        id="definition-keyAlgorithms"
        legend={words.keyTypes}
        options={(Object.keys(KEY_ALGORITHM_WORDS) as KeyAlgorithm[]).map((value) => ({
          value,
          label: KEY_ALGORITHM_WORDS[value],
        }))}
        chosen={definition.keyAlgorithms}
        onChosen={(keyAlgorithms) => {
          const [first] = keyAlgorithms;
          const kept = keyAlgorithms.includes(definition.defaultKeyAlgorithm);
          change({ keyAlgorithms, ...(kept || !first ? {} : { defaultKeyAlgorithm: first }) });
        }}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <SelectField
          id="definition-defaultKeyAlgorithm"
          label={words.usualKeyType}
          value={definition.defaultKeyAlgorithm}
          onValue={(value) => change({ defaultKeyAlgorithm: value as KeyAlgorithm })}
          options={definition.keyAlgorithms.map((value) => ({ value, label: KEY_ALGORITHM_WORDS[value] }))}
          errors={form.errorsFor('definition.defaultKeyAlgorithm')}
        />
        <SelectField
          id="definition-csr"
          label={words.whoMakesTheKey}
          value={definition.csr}
          onValue={(csr) => change({ csr: csr as ProfileDefinition['csr'] })}
          options={[
            { value: 'allowed', label: words.theServerOrItsOwner },
            { value: 'required', label: words.alwaysItsOwnerCsrOr },
            { value: 'forbidden', label: words.alwaysTheServer },
          ]}
        />
        {(['defaultValidityDays', 'maxValidityDays'] as const).map((which) => (
          <TextField
            key={which}
            id={`definition-${which}`}
            label={which === 'defaultValidityDays' ? words.usualLifeInDays : words.longestLifeInDays}
            inputMode="numeric"
            value={numbers[which]}
            onValue={(text) => {
              onDraft({ ...draft, numbers: { ...numbers, [which]: text } });
              form.clear(`definition.${which}`);
            }}
            errors={form.errorsFor(`definition.${which}`)}
          />
        ))}
      </div>
      <CheckField
        id="definition-allowLongLife"
        label={words.allowMoreThanDays(choices.maxValidityDays)}
        help={words.manyClientsRefuseSuchCertificates}
        checked={definition.allowLongLife}
        onChecked={(allowLongLife) => change({ allowLongLife })}
      />
      {definition.csr === 'forbidden' ? null : (
        <CheckField
          id="definition-namesFromCsr"
          label={words.takeTheNamesOutOf}
          checked={definition.namesFromCsr}
          onChecked={(namesFromCsr) => change({ namesFromCsr })}
        />
      )}
    </div>
  );
}

function Use({ draft, onDraft, form, choices }: PartProps) {
  const words = profileFormWords().profileForm;
  const { definition } = draft;
  const setUsage = (keyUsage: readonly KeyUsageBit[] | null) =>
    onDraft({ ...draft, definition: { ...definition, keyUsage } });
  const more = choices.extKeyUsage.join(', ');
  return (
    <div className="flex flex-col gap-5">
      <CheckField
        id="definition-usual-keyUsage"
        label={words.theUsualKeyUsage}
        checked={definition.keyUsage === null}
        onChecked={(usual) => setUsage(usual ? null : choices.usualKeyUsage)}
      />
      {definition.keyUsage === null ? null : (
        <CheckGroup
          id="definition-keyUsage"
          legend={words.keyUsage}
          help={words.aKeyGetsThoseOf}
          options={choices.keyUsage.map((value) => ({ value, label: value }))}
          chosen={definition.keyUsage}
          onChosen={setUsage}
        />
      )}
      <div className="grid gap-5 sm:grid-cols-2">
        <TextAreaField
          id="definition-moreExtKeyUsage"
          label={words.furtherPurposes}
          optional
          help={more === '' ? words.oids : words.oidsOr(more)}
          rows={2}
          mono
          value={draft.purposes}
          onValue={(purposes) => {
            onDraft({ ...draft, purposes });
            form.clear('definition.moreExtKeyUsage');
          }}
          errors={form.errorsFor('definition.moreExtKeyUsage')}
        />
        <TextAreaField
          id="definition-certificatePolicies"
          label={words.certificatePolicies}
          optional
          help={words.oidsOneALineAfter}
          rows={2}
          mono
          value={draft.policies}
          onValue={(policies) => {
            onDraft({ ...draft, policies });
            form.clear('definition.certificatePolicies');
          }}
          errors={form.errorsFor('definition.certificatePolicies')}
        />
      </div>
    </div>
  );
}

function Authorities({
  draft,
  onDraft,
  authorities,
}: PartProps & { authorities: readonly { readonly id: string; readonly name: string }[] }) {
  const words = profileFormWords().profileForm;
  const { definition } = draft;
  const change = (chosen: readonly string[] | null) =>
    onDraft({ ...draft, definition: { ...definition, authorities: chosen } });
  return (
    <div className="flex flex-col gap-4">
      <CheckField
        id="definition-authorities-all"
        label={words.everyAuthorityMayUseIt}
        checked={definition.authorities === null}
        onChecked={(all) => change(all ? null : authorities.map(({ id }) => id))}
      />
      {definition.authorities === null ? null : (
        <CheckGroup
          id="definition-authorities"
          legend={words.onlyThese}
          options={authorities.map(({ id, name }) => ({ value: id, label: name }))}
          chosen={definition.authorities}
          onChosen={change}
        />
      )}
    </div>
  );
}

/** The control of a field: a list as a whole, an attribute at its choice. */
const anchorOf = (field: string): string =>
  field
    .split('.')
    .slice(0, 4)
    .filter((part) => !/^\d+$/.test(part))
    .join('-');
