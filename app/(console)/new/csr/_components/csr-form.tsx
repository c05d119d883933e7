'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { type ApiProblem, call, toProblem } from '@/components/api-client';
import { profileWords } from '@/components/kind.words';
import type { AuthorityChoice } from '@/components/pki/authority-choice';
import { PemField } from '@/components/pki/pem-field';
import type { ProfileChoice } from '@/components/pki/profile-choice';
import { allNames, type NameEntry, NO_NAMES, SanEditor } from '@/components/pki/san-editor';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { Disclosure } from '@/components/ui/disclosure';
import { ErrorSummary } from '@/components/ui/error-summary';
import { RadioCards } from '@/components/ui/radio-cards';
import { submitOnModEnter, useApiForm } from '@/components/use-api-form';
import { useDebounced } from '@/components/use-debounced';
import { useDraft } from '@/components/use-draft';
import type { EndEntityProfileId } from '@/lib/pki/profiles';
import type { CsrView } from '@/lib/services/views';
import {
  AuthoritySelect,
  DEFAULT_OPTIONS,
  defaultDaysOf,
  type IssueOptions,
  optionsBody,
  ValidityAndKey,
} from '../../_components/issue-options';
import { NO_SUBJECT, type SubjectDraft, SubjectFields, subjectBody } from '../../_components/subject-fields';
import { csrWords } from './csr.words';
import { CsrComparison } from './csr-comparison';

interface Draft {
  readonly csr: string;
  /** A built-in profile by name, or an own one by id. */
  readonly profile: string | null;
  readonly authorityId: string;
  readonly options: IssueOptions;
  /** For profiles that take none from the request. */
  readonly names: NameEntry;
  readonly subject: SubjectDraft;
}
const profileChoices = (): readonly { value: EndEntityProfileId; sentence: string }[] => [
  { value: 'tlsServer', sentence: csrWords().csrForm.forAHostThatClients },
  { value: 'tlsClient', sentence: csrWords().csrForm.forACallerThatProves },
  { value: 'tlsPeer', sentence: csrWords().csrForm.forProgramsThatCallEach },
  { value: 'smime', sentence: csrWords().csrForm.forTheEMailOf },
  { value: 'codeSigning', sentence: csrWords().csrForm.forProgramsAndScripts },
];
const EMPTY: Draft = {
  csr: '',
  profile: null,
  authorityId: '',
  options: DEFAULT_OPTIONS,
  names: NO_NAMES,
  subject: NO_SUBJECT,
};

/** A CSR holds nothing secret, so it may wait in the tab's storage like every other draft. */
export function CsrForm({
  authorities,
  profiles,
  organisation,
}: {
  authorities: readonly AuthorityChoice[];
  profiles: readonly ProfileChoice[];
  organisation: string;
}) {
  const words = csrWords().csrForm;
  const router = useRouter();
  const form = useApiForm();
  const { draft, change, forget } = useDraft('/new/csr', EMPTY);
  const authorityId = draft.authorityId || authorities[0]?.id || '';
  // One that is gone since it was chosen is as good as none.
  const wanted = profiles.some(({ id }) => id === draft.profile) ? draft.profile : null;
  const given = givenBeside(
    profiles.find(({ id }) => id === wanted),
    draft,
  );
  const { view, problem, reading } = useInspection({ ...draft, profile: wanted }, authorityId, given);
  const suggested = profileChoices().find(({ value }) => value === view?.suggestedProfile)?.value ?? 'tlsServer';
  const profile = wanted ?? suggested;
  const chosen = profiles.find(({ id }) => id === profile);
  const defaultDays = chosen?.definition.defaultValidityDays ?? defaultDaysOf(suggested);
  const own = profiles.filter(({ builtIn, definition }) => !builtIn && definition.csr !== 'forbidden');
  const setCsr = (csr: string) => {
    change({ csr, profile: null });
    form.clear('csr');
  };

  const sign = form.onSubmit(async (idempotencyKey) => {
    const body = {
      profile,
      csr: draft.csr,
      ...given,
      ...(authorityId === '' ? {} : { authorityId }),
      ...optionsBody({ ...draft.options, keyAlgorithm: '' }),
    };
    const made = await call<{ id: string }>('POST', '/certificates', body, { idempotencyKey });
    forget();
    router.push(`/certificates/${made.id}`);
    return 'leaving';
  });
  /** The same, for somebody to decide later. */
  const save = () =>
    form.submit(async (idempotencyKey) => {
      const days = Number(draft.options.validityDays.trim());
      const body = {
        csr: draft.csr,
        ...given,
        ...(wanted === null ? {} : { profile: wanted }),
        ...(draft.authorityId === '' ? {} : { authorityId: draft.authorityId }),
        ...(Number.isInteger(days) && days > 0 ? { validityDays: days } : {}),
      };
      const kept = await call<{ id: string }>('POST', '/requests', body, { idempotencyKey });
      forget();
      router.push(`/requests/${kept.id}`);
      return 'leaving';
    });
  const refused = form.errorsFor('csr');
  const errors =
    refused.length > 0
      ? refused
      : draft.csr !== '' && problem
        ? [{ field: 'csr', message: problem.fields[0]?.message ?? problem.detail }]
        : [];
  return (
    <form
      method="post"
      onSubmit={sign}
      onKeyDown={submitOnModEnter}
      noValidate
      className="grid items-start gap-8 lg:grid-cols-2"
    >
      <div className="flex min-w-0 flex-col gap-6">
        {form.problem ? (
          <ErrorSummary
            ref={form.summaryRef}
            problem={form.problem}
            anchorOf={(field) =>
              field.startsWith('subject.') ? field.replace('.', '-') : (field.split('.')[0] ?? field)
            }
          />
        ) : null}
        <PemField
          id="csr"
          kind="request"
          label={words.request}
          help={words.pasteThePemTextOr}
          rows={12}
          autoFocus
          value={draft.csr}
          onValue={setCsr}
          errors={errors}
        />
        {view ? (
          <>
            <RadioCards
              legend={words.profile}
              name="profile"
              columns={2}
              value={profile}
              onValue={(chosen) => change({ profile: chosen })}
              choices={[
                ...profileChoices().map(({ value, sentence }) => ({
                  value: value as string,
                  label: profiles.find(({ id }) => id === value)?.name ?? profileWords()[value],
                  sentence: suggested === value ? words.whatTheRequestAsksFor : sentence,
                })),
                ...own.map(({ id, name, definition }) => ({
                  value: id,
                  label: name,
                  sentence: definition.description,
                })),
              ]}
            />
            {takesNames(chosen) ? (
              <SanEditor
                id="names"
                field="names"
                label={words.names}
                optional={chosen?.definition.names.minimum === 0}
                help={words.thisProfileTakesNoNames}
                placeholder="api.lan, 10.0.0.5"
                entry={draft.names}
                onEntry={(names) => {
                  change({ names });
                  form.clear('names');
                }}
                errors={form.errorsFor('names').length > 0 ? form.errorsFor('names') : refusedIn(view, 'names')}
              />
            ) : null}
            {chosen && !chosen.builtIn ? (
              <SubjectFields
                base={suggested}
                rules={chosen.definition.subject}
                which="required"
                named={false}
                draft={draft.subject}
                onChange={(part) => change({ subject: { ...draft.subject, ...part } })}
                form={form}
                organisation={organisation}
              />
            ) : null}
            <AuthoritySelect
              authorities={authorities}
              value={authorityId}
              onValue={(id) => change({ authorityId: id })}
              form={form}
            />
            <Disclosure
              summary={words.advanced}
              hint={
                draft.options.validityDays === '' ? words.days(defaultDays) : words.days2(draft.options.validityDays)
              }
            >
              <ValidityAndKey
                options={draft.options}
                defaultDays={defaultDays}
                onOptions={(options) => change({ options })}
                form={form}
                withKey={false}
              />
            </Disclosure>
          </>
        ) : null}
        <div className="flex flex-wrap items-center gap-2">
          <Button tone="primary" size="large" type="submit" disabled={form.pending || !view}>
            {form.pending ? words.signing : words.sign}
          </Button>
          <Button size="large" onClick={save} disabled={form.pending || !view}>
            {words.saveAsRequest}
          </Button>
          <ButtonLink href="/certificates" size="large" tone="quiet">
            {words.cancel}
          </ButtonLink>
        </div>
      </div>
      <CsrComparison view={view} reading={reading} />
    </form>
  );
}

/** Whether the form asks for names: the profile carries some and leaves those of the request out. */
const takesNames = (chosen: ProfileChoice | undefined): boolean =>
  chosen !== undefined && !chosen.definition.namesFromCsr && chosen.definition.names.maximum > 0;

/** What goes with the request because the profile does not take it from there. */
function givenBeside(chosen: ProfileChoice | undefined, draft: Draft): object {
  if (!chosen || chosen.builtIn) return {};
  const subject = subjectBody(draft.subject, chosen.definition.subject);
  return {
    ...(takesNames(chosen) ? { names: allNames(draft.names) } : {}),
    ...(Object.keys(subject).length > 0 ? { subject } : {}),
  };
}

/** What the decision says of a field, as it would at signing. */
const refusedIn = (view: CsrView | null, field: string) =>
  (view?.refusals ?? []).filter((one) => one.field === field || one.field.startsWith(`${field}.`));

interface Inspection {
  readonly view: CsrView | null;
  readonly problem: ApiProblem | null;
  readonly reading: boolean;
}

/** Read again whenever something changes that the answer depends on; a profile that is not chosen yet is the server's to propose. */
function useInspection({ csr, profile, options }: Draft, authorityId: string, given: object): Inspection {
  const days = Number(options.validityDays.trim());
  const text = useDebounced(
    csr.trim() === ''
      ? ''
      : JSON.stringify({
          csr: csr.trim(),
          ...(profile === null ? {} : { profile }),
          ...given,
          ...(authorityId === '' ? {} : { authorityId }),
          ...(Number.isInteger(days) && days > 0 ? { validityDays: days } : {}),
        }),
  );
  const [state, setState] = useState<Inspection>(NOTHING_READ);
  useEffect(() => {
    if (text === '') {
      setState(NOTHING_READ);
      return;
    }
    const abort = new AbortController();
    setState((before) => ({ ...before, reading: true }));
    call<CsrView>('POST', '/certificate-requests/inspect', JSON.parse(text), { signal: abort.signal })
      .then((view) => setState({ view, problem: null, reading: false }))
      .catch((error: unknown) => {
        if (!abort.signal.aborted) setState({ view: null, problem: toProblem(error), reading: false });
      });
    return () => abort.abort();
  }, [text]);
  return state;
}

const NOTHING_READ: Inspection = { view: null, problem: null, reading: false };
