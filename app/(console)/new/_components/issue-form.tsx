'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useMemo, useRef, useState } from 'react';
import { call } from '@/components/api-client';
import type { AuthorityChoice } from '@/components/pki/authority-choice';
import { CertificatePreview } from '@/components/pki/certificate-preview';
import type { ProfileChoice } from '@/components/pki/profile-choice';
import { allNames, type NameEntry, NO_NAMES, SanEditor } from '@/components/pki/san-editor';
import {
  type BrowserKey,
  type BrowserKeyType,
  canMakeKeys,
  keyTypesHere,
  makeBrowserKey,
} from '@/components/pki-browser/browser-key';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { Disclosure } from '@/components/ui/disclosure';
import { ErrorSummary } from '@/components/ui/error-summary';
import { TextField } from '@/components/ui/field';
import { RadioCards } from '@/components/ui/radio-cards';
import { type ApiForm, submitOnModEnter, useApiForm } from '@/components/use-api-form';
import { useDraft } from '@/components/use-draft';
import { nameErrors, usePreview } from '@/components/use-preview';
import type { EndEntityProfileId } from '@/lib/pki/profiles';
import { BrowserKeyResult, type IssuedInBrowser } from './browser-key-result';
import { type DescriptionDraft, DescriptionFields, descriptionBody, NO_DESCRIPTION } from './description-fields';
import { issueWords } from './issue.words';
import {
  AuthoritySelect,
  DEFAULT_OPTIONS,
  type IssueOptions,
  optionsBody,
  optionsHint,
  ValidityAndKey,
} from './issue-options';
import { allWords, type NameWords } from './issue-words';
import { ProfileSelect } from './profile-select';
import { NO_SUBJECT, SetBySubject, type SubjectDraft, SubjectFields, subjectBody } from './subject-fields';

interface Draft {
  readonly profileId: string;
  readonly names: NameEntry;
  readonly subject: SubjectDraft;
  readonly authorityId: string;
  readonly options: IssueOptions;
  readonly description: DescriptionDraft;
  readonly keyOrigin: 'here' | 'browser';
}
const EMPTY: Draft = {
  profileId: '',
  names: NO_NAMES,
  subject: NO_SUBJECT,
  authorityId: '',
  options: DEFAULT_OPTIONS,
  description: NO_DESCRIPTION,
  keyOrigin: 'here',
};

/** One certificate, with the certificate itself growing beside the form. */
export function IssueForm({
  profile: base,
  profiles,
  authorities,
  organisation,
  wanted = '',
}: {
  profile: EndEntityProfileId;
  /** Those of this purpose, the built-in one first. */
  profiles: readonly ProfileChoice[];
  authorities: readonly AuthorityChoice[];
  organisation: string;
  /** The profile that the address names. */
  wanted?: string;
}) {
  const say = issueWords().issueForm;
  const router = useRouter();
  const form = useApiForm();
  const { draft, change, forget } = useDraft(allWords()[base].draft, EMPTY);
  const [issued, setIssued] = useState<IssuedInBrowser | null>(null);
  const chosen = profiles.find(({ id }) => id === (draft.profileId || wanted)) ?? (profiles[0] as ProfileChoice);
  const { definition } = chosen;
  const usable = authorities.filter(({ id }) => definition.authorities?.includes(id) ?? true);
  const authorityId = (usable.find(({ id }) => id === draft.authorityId) ?? usable[0])?.id ?? '';
  const { origins, browserTypes } = useKeyOrigins(chosen);
  const origin = origins.includes(draft.keyOrigin) ? draft.keyOrigin : (origins[0] ?? 'here');
  const keyTypes = origin === 'browser' ? browserTypes : definition.keyAlgorithms;
  const usualKey = keyTypes.includes(definition.defaultKeyAlgorithm as BrowserKeyType)
    ? definition.defaultKeyAlgorithm
    : (keyTypes[0] ?? definition.defaultKeyAlgorithm);
  const keyAlgorithm = (keyTypes as readonly string[]).includes(draft.options.keyAlgorithm)
    ? draft.options.keyAlgorithm
    : usualKey === definition.defaultKeyAlgorithm
      ? ''
      : usualKey;
  const options = { ...draft.options, keyAlgorithm };
  const body = useMemo(
    () => bodyOf(chosen, draft, authorityId, keyAlgorithm),
    [chosen, draft, authorityId, keyAlgorithm],
  );
  const preview = usePreview(
    useMemo(() => body && (origin === 'browser' ? { ...body, csrFollows: true } : body), [body, origin]),
  );
  const browserKey = useRef<BrowserKey | null>(null);

  const issue = form.onSubmit(async (idempotencyKey) => {
    const full = { ...(body ?? { profile: chosen.id, names: [] }), ...descriptionBody(draft.description) };
    if (origin === 'here') {
      const made = await call<{ id: string }>('POST', '/certificates', full, { idempotencyKey });
      forget();
      router.push(`/certificates/${made.id}`);
      return 'leaving';
    }
    // One key for all tries of this form: only its request leaves the tab.
    const wanted = (keyAlgorithm || usualKey) as BrowserKeyType;
    if (browserKey.current?.keyType !== wanted) browserKey.current = await makeBrowserKey(wanted);
    const key = browserKey.current;
    const { keyAlgorithm: _, ...rest } = full as Record<string, unknown>;
    const made = await call<{ id: string; displayName: string }>(
      'POST',
      '/certificates',
      { ...rest, csr: key.csr },
      { idempotencyKey },
    );
    const answer = await fetch(`/api/v1/certificates/${made.id}/download?format=fullchain`, { cache: 'no-store' });
    forget();
    setIssued({ id: made.id, displayName: made.displayName, key, fullChain: await answer.text() });
    return 'stay';
  });
  if (issued) return <BrowserKeyResult issued={issued} />;
  const words = allWords()[base];
  const changeSubject = (part: Partial<SubjectDraft>) => change({ subject: { ...draft.subject, ...part } });
  const subjectProps = {
    base,
    rules: definition.subject,
    named: words.name !== undefined,
    draft: draft.subject,
    onChange: changeSubject,
    form,
    organisation,
  };
  return (
    <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]">
      <form
        method="post"
        onSubmit={issue}
        onKeyDown={submitOnModEnter}
        noValidate
        className="flex min-w-0 flex-col gap-6"
      >
        {form.problem ? <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={anchorOf} /> : null}
        {profiles.length > 1 ? (
          <ProfileSelect
            id="profile"
            label={say.profile}
            choices={profiles}
            chosen={chosen}
            onValue={(profileId) => change({ profileId })}
            form={form}
          />
        ) : null}
        {words.name && definition.subject.CN.mode !== 'fixed' && definition.subject.CN.mode !== 'forbidden' ? (
          <SubjectName words={words.name} value={draft.subject.commonName} onChange={changeSubject} form={form} />
        ) : null}
        {words.names ? (
          <SanEditor
            id="names"
            field="names"
            label={words.names.label}
            optional={definition.names.minimum === 0}
            help={words.names.help}
            placeholder={words.names.placeholder}
            autoFocus={!words.name}
            entry={draft.names}
            onEntry={(entry) => {
              change({ names: entry });
              form.clear('names');
            }}
            errors={form.errorsFor('names').length > 0 ? form.errorsFor('names') : nameErrors(preview, 'names')}
          />
        ) : null}
        <SetBySubject rules={definition.subject} />
        <SubjectFields {...subjectProps} which="required" />
        <AuthoritySelect
          authorities={usable}
          value={authorityId}
          onValue={(id) => change({ authorityId: id })}
          form={form}
        />
        <KeyOrigin origins={origins} value={origin} onValue={(keyOrigin) => change({ keyOrigin })} />
        <Disclosure summary={say.advanced} hint={optionsHint(options, definition.defaultValidityDays, usualKey)}>
          <div className="flex flex-col gap-5">
            <ValidityAndKey
              options={options}
              defaultDays={definition.defaultValidityDays}
              maxDays={definition.maxValidityDays}
              keyAlgorithms={keyTypes}
              defaultKey={usualKey}
              keyHelp={origin === 'browser' ? say.madeInThisTabNever : say.madeHereKeptEncrypted}
              onOptions={(next) => change({ options: next })}
              form={form}
            />
            <SubjectFields {...subjectProps} which="optional" />
          </div>
        </Disclosure>
        <Disclosure summary={say.description} hint={say.ownerTagsNotes}>
          <DescriptionFields
            draft={draft.description}
            onChange={(part) => change({ description: { ...draft.description, ...part } })}
            form={form}
          />
        </Disclosure>
        <div className="flex flex-wrap items-center gap-2">
          <Button tone="primary" size="large" type="submit" disabled={form.pending} aria-keyshortcuts="Control+Enter">
            {form.pending ? say.issuing : say.issueCertificate}
          </Button>
          <ButtonLink href="/certificates" size="large" tone="quiet">
            {say.cancel}
          </ButtonLink>
        </div>
      </form>
      <CertificatePreview state={preview} waiting={words.waiting} />
    </div>
  );
}

function SubjectName({
  words,
  value,
  onChange,
  form,
}: {
  words: NameWords;
  value: string;
  onChange: (part: Partial<SubjectDraft>) => void;
  form: ApiForm;
}) {
  return (
    <TextField
      id="subject-commonName"
      label={words.label}
      help={words.help}
      placeholder={words.placeholder}
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      autoFocus
      value={value}
      onValue={(commonName) => {
        onChange({ commonName });
        form.clear('subject.commonName');
      }}
      errors={form.errorsFor('subject.commonName')}
    />
  );
}

type Origin = Draft['keyOrigin'];

function KeyOrigin({
  origins,
  value,
  onValue,
}: {
  origins: readonly Origin[];
  value: Origin;
  onValue: (origin: Origin) => void;
}) {
  const say = issueWords().issueForm;
  const words = {
    here: { label: say.makeTheKeyOnThe, sentence: say.keptEncryptedForDownloadsAnd },
    browser: {
      label: say.makeTheKeyInThis,
      sentence: say.itExistsInThisTab,
    },
  };
  if (origins.length === 0) return <p className="text-13 text-muted">{say.thisProfileWantsARequest}</p>;
  return (
    <RadioCards
      legend={say.privateKey}
      name="keyOrigin"
      columns={2}
      value={value}
      onValue={onValue}
      choices={origins.map((origin) => ({ value: origin, ...words[origin] }))}
    />
  );
}

/** Where the profile and this browser allow the key to be made. Known after the first paint, as the server has no browser. */
function useKeyOrigins({ definition }: ProfileChoice): {
  origins: readonly Origin[];
  browserTypes: readonly BrowserKeyType[];
} {
  const [types, setTypes] = useState<readonly BrowserKeyType[]>([]);
  useEffect(() => {
    if (canMakeKeys()) void keyTypesHere().then(setTypes);
  }, []);
  return useMemo(() => {
    const browserTypes = types.filter((type) => definition.keyAlgorithms.includes(type));
    const origins: Origin[] = [];
    if (definition.csr !== 'required') origins.push('here');
    if (definition.csr !== 'forbidden' && browserTypes.length > 0) origins.push('browser');
    return { origins, browserTypes };
  }, [types, definition]);
}

const anchorOf = (field: string) =>
  field.startsWith('subject.') ? field.replace('.', '-') : (field.split('.')[0] ?? field);

/** Null while there is nothing to ask about. */
function bodyOf(chosen: ProfileChoice, draft: Draft, authorityId: string, keyAlgorithm: string): object | null {
  const names = allNames(draft.names);
  const subject = subjectBody(draft.subject, chosen.definition.subject);
  if (names.length === 0 && Object.keys(subject).length === 0) return null;
  return {
    profile: chosen.id,
    ...(authorityId === '' ? {} : { authorityId }),
    names,
    ...(Object.keys(subject).length > 0 ? { subject } : {}),
    ...optionsBody({ ...draft.options, keyAlgorithm }),
  };
}
