'use client';

import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { call } from '@/components/api-client';
import type { AuthorityChoice } from '@/components/pki/authority-choice';
import { allNames, type NameEntry, NO_NAMES, SanEditor } from '@/components/pki/san-editor';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { Disclosure } from '@/components/ui/disclosure';
import { ErrorSummary } from '@/components/ui/error-summary';
import { TextField } from '@/components/ui/field';
import { RadioCards } from '@/components/ui/radio-cards';
import { submitOnModEnter, useApiForm } from '@/components/use-api-form';
import { useDraft } from '@/components/use-draft';
import { nameErrors, usePreview } from '@/components/use-preview';
import type { ConnectionKind } from '@/lib/domain/entities';
import {
  AuthoritySelect,
  DEFAULT_OPTIONS,
  type IssueOptions,
  optionsBody,
  optionsHint,
  ValidityAndKey,
} from '../../_components/issue-options';
import { pairWords } from './pair.words';
import { PairOutlook } from './pair-outlook';
import {
  type ChosenProfiles,
  chooseProfiles,
  PairProfileFields,
  type PairProfiles,
  sharedRules,
} from './pair-profiles';

interface Draft {
  readonly kind: ConnectionKind;
  readonly server: NameEntry;
  readonly clientName: string;
  readonly name: string;
  readonly authorityId: string;
  /** Built-in ones by name, own ones by id; empty: the built-in one of the side. */
  readonly serverProfile: string;
  readonly clientProfile: string;
  readonly options: IssueOptions;
}
const EMPTY: Draft = {
  kind: 'mutual',
  server: NO_NAMES,
  clientName: '',
  name: '',
  authorityId: '',
  serverProfile: '',
  clientProfile: '',
  options: DEFAULT_OPTIONS,
};

/** Two fields and one button; everything else has a right default. */
export function PairForm({
  authorities,
  profiles,
}: {
  authorities: readonly AuthorityChoice[];
  profiles: PairProfiles;
}) {
  const words = pairWords().pairForm;
  const router = useRouter();
  const form = useApiForm();
  const { draft, change, forget } = useDraft('/new/pair', EMPTY);
  const mutual = draft.kind === 'mutual';
  const chosen = chooseProfiles(profiles, draft, mutual);
  const sides = [chosen.server, ...(chosen.client ? [chosen.client] : [])];
  const usable = authorities.filter(({ id }) =>
    sides.every(({ definition }) => definition.authorities?.includes(id) ?? true),
  );
  const authorityId = (usable.find(({ id }) => id === draft.authorityId) ?? usable[0])?.id ?? '';
  const server = useServerPreview(draft.server, chosen.server.id, authorityId);
  const rules = sharedRules(chosen);
  const keyAlgorithm = (rules.keyAlgorithms as readonly string[]).includes(draft.options.keyAlgorithm)
    ? draft.options.keyAlgorithm
    : '';
  const options = { ...draft.options, keyAlgorithm };
  const hasOwnProfiles = [...profiles.server, ...profiles.client].some(({ builtIn }) => !builtIn);
  const profileFields = (
    <PairProfileFields
      profiles={profiles}
      chosen={chosen}
      onServer={(serverProfile) => change({ serverProfile })}
      onClient={(clientProfile) => change({ clientProfile })}
      form={form}
      serverTroubles={server.profileTroubles}
    />
  );

  const create = form.onSubmit(async (idempotencyKey) => {
    const made = await call<{ id: string }>(
      'POST',
      '/connections',
      bodyOf({ ...draft, options }, chosen, authorities.length > 1 ? authorityId : ''),
      { idempotencyKey },
    );
    forget();
    router.push(`/connections/${made.id}`);
    return 'leaving';
  });
  const refused = form.errorsFor('serverNames');
  return (
    <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_minmax(0,24rem)]">
      <form
        method="post"
        onSubmit={create}
        onKeyDown={submitOnModEnter}
        noValidate
        className="flex min-w-0 flex-col gap-6"
      >
        {form.problem ? <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={anchorOf} /> : null}
        <RadioCards
          legend={words.whoProvesWhoTheyAre}
          name="kind"
          columns={2}
          value={draft.kind}
          onValue={(kind) => change({ kind })}
          choices={[
            { value: 'mutual', label: words.bothMutualTls, sentence: words.serverAndClientEachPresent },
            {
              value: 'one-way',
              label: words.onlyTheServerOneWay,
              sentence: words.clientsCheckTheServerAnd,
            },
          ]}
        />
        <SanEditor
          id="serverNames"
          field="serverNames"
          label={words.serverNames}
          help={words.everyHostNameAndIp}
          placeholder="api.lan, 10.0.0.5"
          autoFocus
          entry={draft.server}
          onEntry={(server) => {
            change({ server });
            form.clear('serverNames');
          }}
          errors={refused.length > 0 ? refused : server.nameTroubles}
        />
        {mutual ? (
          <TextField
            id="clientName"
            name="clientName"
            label={words.clientName}
            help={words.whatTheServerSeesA}
            placeholder="billing-worker"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            mono
            value={draft.clientName}
            onValue={(clientName) => {
              change({ clientName });
              form.clear('clientName');
            }}
            errors={form.errorsFor('clientName')}
          />
        ) : null}
        {hasOwnProfiles ? profileFields : null}
        <AuthoritySelect
          authorities={usable}
          value={authorityId}
          onValue={(id) => change({ authorityId: id })}
          form={form}
        />
        <Disclosure
          summary={words.advanced}
          hint={optionsHint(options, rules.defaultDays, rules.defaultsDiffer ? null : rules.defaultKey)}
        >
          <div className="flex flex-col gap-5">
            {hasOwnProfiles ? null : profileFields}
            <ValidityAndKey
              options={options}
              defaultDays={rules.defaultDays}
              maxDays={rules.maxDays}
              keyAlgorithms={rules.keyAlgorithms}
              defaultKey={rules.defaultKey}
              {...(rules.defaultsDiffer ? { defaultKeyLabel: words.asEachProfileSays } : {})}
              onOptions={(next) => change({ options: next })}
              form={form}
            />
            <TextField
              id="name"
              label={words.connectionName}
              optional
              help={words.leftEmptyItIsMade}
              value={draft.name}
              onValue={(name) => {
                change({ name });
                form.clear('name');
              }}
              errors={form.errorsFor('name')}
            />
          </div>
        </Disclosure>
        <div className="flex flex-wrap items-center gap-2">
          <Button tone="primary" size="large" type="submit" disabled={form.pending} aria-keyshortcuts="Control+Enter">
            {form.pending
              ? mutual
                ? words.issuingBothCertificates
                : words.issuingTheCertificate
              : mutual
                ? words.createPair
                : words.createConnection}
          </Button>
          <ButtonLink href="/connections" size="large" tone="quiet">
            {words.cancel}
          </ButtonLink>
        </div>
      </form>
      <PairOutlook
        mutual={mutual}
        serverNames={allNames(draft.server)}
        clientName={draft.clientName.trim()}
        authorityName={authorities.find(({ id }) => id === authorityId)?.name ?? ''}
        issuerKey={server.issuerKey}
        days={options.validityDays === '' ? rules.defaultDays : options.validityDays}
      />
    </div>
  );
}

const anchorOf = (field: string) => field.split('.')[0] ?? field;

function bodyOf(draft: Draft, { server, client }: ChosenProfiles, authorityId: string): object {
  return {
    kind: draft.kind,
    serverNames: allNames(draft.server),
    ...(draft.kind === 'mutual' ? { clientName: draft.clientName.trim() } : {}),
    ...(draft.name.trim() === '' ? {} : { name: draft.name.trim() }),
    ...(authorityId === '' ? {} : { authorityId }),
    serverProfile: server.id,
    ...(client ? { clientProfile: client.id } : {}),
    ...optionsBody(draft.options),
  };
}

/** The server's side is checked as it is entered, by the same rules that sign it. */
function useServerPreview(entry: NameEntry, profile: string, authorityId: string) {
  const names = entry.names.join(' ');
  const body = useMemo(
    () => (names === '' ? null : { profile, names: names.split(' '), ...(authorityId === '' ? {} : { authorityId }) }),
    [names, profile, authorityId],
  );
  const preview = usePreview(body);
  return {
    issuerKey: preview.preview?.issuerKey ?? ('at-hand' as const),
    nameTroubles: nameErrors(preview, 'serverNames'),
    // What this form has no field for is a matter of the profile that asks for it.
    profileTroubles: (preview.problem?.fields ?? []).filter(
      ({ field }) => field === 'profile' || field === 'csr' || field.startsWith('subject.'),
    ),
  };
}
