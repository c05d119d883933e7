'use client';

import { useRouter } from 'next/navigation';
import { makeAuthorityWords } from '@/app/(console)/authorities/_components/make-authority.words';
import { call } from '@/components/api-client';
import { LimitsFields } from '@/components/pki/limits-fields';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { ErrorSummary } from '@/components/ui/error-summary';
import { SelectField, TextField } from '@/components/ui/field';
import { RadioCards } from '@/components/ui/radio-cards';
import { submitOnModEnter, useApiForm } from '@/components/use-api-form';
import { useDraft } from '@/components/use-draft';

import { AddressFields } from './address-fields';
import { AuthorityAdvanced } from './authority-advanced';
import { bodyOf, type Chosen, DEFAULTS, EMPTY, freeName, type Kind, type Parent } from './authority-draft';
import { AuthorityOutlook } from './authority-outlook';

export function AuthorityForm({
  organisation,
  parents,
  without,
  takenNames,
  initial,
  now,
  next,
}: {
  organisation: string;
  parents: readonly Parent[];
  /** Names of those that may have no authority below them. */
  without: readonly string[];
  takenNames: readonly string[];
  initial: { kind: Kind; parentId: string };
  now: string;
  next: string | null;
}) {
  const words = makeAuthorityWords().authorityForm;
  const router = useRouter();
  const form = useApiForm();
  const { draft, change, forget } = useDraft(`/authorities/new?${initial.kind}&${initial.parentId}`, EMPTY);
  const kind = draft.kind ?? initial.kind;
  const chosen: Chosen = {
    kind,
    parent: kind === 'issuing' ? parents.find(({ id }) => id === (draft.parentId ?? initial.parentId)) : undefined,
    name: draft.name,
    country: draft.country,
    keyAlgorithm: draft.keyAlgorithm ?? DEFAULTS[kind].key,
    validityDays: draft.validityDays ?? DEFAULTS[kind].days,
    pathLen: draft.pathLen ?? DEFAULTS[kind].pathLen,
    signatureScheme: draft.signatureScheme,
  };
  const proposed = freeName(organisation, kind, takenNames);

  const create = form.onSubmit(async (idempotencyKey) => {
    const made = await call<{ id: string }>('POST', '/authorities', bodyOf(chosen, proposed, draft), {
      idempotencyKey,
    });
    forget();
    router.push(next ?? `/authorities/${made.id}`);
    return 'leaving';
  });
  return (
    <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_minmax(0,28rem)]">
      <form
        method="post"
        onSubmit={create}
        onKeyDown={submitOnModEnter}
        noValidate
        className="flex min-w-0 flex-col gap-6"
      >
        {form.problem ? (
          <ErrorSummary
            ref={form.summaryRef}
            problem={form.problem}
            anchorOf={(field) => field.replace(/\.\d+(\.\w+)?$/, '')}
          />
        ) : null}
        <RadioCards
          legend={words.whatIsIt}
          name="kind"
          columns={2}
          value={kind}
          onValue={(value) => change({ kind: value, keyAlgorithm: null, validityDays: null, pathLen: null })}
          choices={[
            ...(parents.length > 0
              ? [
                  {
                    value: 'issuing' as const,
                    label: words.issuingAuthority,
                    sentence: words.signedByOneAboveIt,
                  },
                ]
              : []),
            {
              value: 'root' as const,
              label: words.rootAuthority,
              sentence: words.signsItselfHasToBe,
            },
          ]}
        />
        {kind === 'issuing' ? (
          <SelectField
            id="parentId"
            label={words.below}
            help={notOffered(without)}
            value={chosen.parent?.id ?? ''}
            onValue={(parentId) => {
              change({ parentId });
              form.clear('parentId');
            }}
            options={parents.map(({ id, label }) => ({ value: id, label }))}
            errors={form.errorsFor('parentId')}
          />
        ) : null}
        <TextField
          id="name"
          label={words.name}
          help={words.itIsWrittenIntoEvery}
          placeholder={proposed}
          autoComplete="off"
          value={draft.name}
          onValue={(name) => {
            change({ name });
            form.clear('name');
          }}
          errors={form.errorsFor('name')}
        />
        <AuthorityAdvanced chosen={chosen} draft={draft} change={change} form={form} />
        <LimitsFields
          kind={kind}
          parentId={chosen.parent?.id}
          draft={draft.limits}
          change={(part) => change({ limits: { ...draft.limits, ...part } })}
          form={form}
        />
        <AddressFields
          draft={draft.limits}
          change={(part) => change({ limits: { ...draft.limits, ...part } })}
          form={form}
        />
        <div className="flex flex-wrap items-center gap-2">
          <Button tone="primary" size="large" type="submit" disabled={form.pending}>
            {form.pending
              ? words.makingTheKeyAndSigning
              : kind === 'root'
                ? words.createRootAuthority
                : words.createIssuingAuthority}
          </Button>
          <ButtonLink href="/authorities" size="large" tone="quiet">
            {words.cancel}
          </ButtonLink>
        </div>
      </form>
      <AuthorityOutlook
        chosen={chosen}
        proposed={proposed}
        now={new Date(now)}
        onUseDays={(validityDays) => change({ validityDays })}
      />
    </div>
  );
}

function notOffered(names: readonly string[]): string | undefined {
  const [first, ...others] = names;
  if (first === undefined) return undefined;
  return makeAuthorityWords().authorityForm.pathLengthZero(first, others.length);
}
