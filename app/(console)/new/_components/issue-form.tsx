'use client';

import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { call } from '@/components/api-client';
import type { AuthorityChoice } from '@/components/pki/authority-choice';
import { CertificatePreview } from '@/components/pki/certificate-preview';
import { allNames, type NameEntry, NO_NAMES, SanEditor } from '@/components/pki/san-editor';
import { Button, ButtonLink } from '@/components/ui/button';
import { Disclosure } from '@/components/ui/disclosure';
import { ErrorSummary } from '@/components/ui/error-summary';
import { TextField } from '@/components/ui/field';
import { type ApiForm, submitOnModEnter, useApiForm } from '@/components/use-api-form';
import { useDraft } from '@/components/use-draft';
import { nameErrors, usePreview } from '@/components/use-preview';
import type { EndEntityProfileId } from '@/lib/pki/profiles';
import {
  AuthoritySelect,
  DEFAULT_OPTIONS,
  defaultDaysOf,
  type IssueOptions,
  optionsBody,
  optionsHint,
  ValidityAndKey,
} from './issue-options';

type Profile = EndEntityProfileId;
interface Draft {
  readonly commonName: string;
  readonly names: NameEntry;
  readonly organisation: string;
  readonly organisationalUnit: string;
  readonly country: string;
  readonly authorityId: string;
  readonly options: IssueOptions;
}
const EMPTY: Draft = {
  commonName: '',
  names: NO_NAMES,
  organisation: '',
  organisationalUnit: '',
  country: '',
  authorityId: '',
  options: DEFAULT_OPTIONS,
};
type Change = (part: Partial<Draft>) => void;

/** One certificate, with the certificate itself growing beside the form. */
export function IssueForm({
  profile,
  authorities,
  organisation,
}: {
  profile: Profile;
  authorities: readonly AuthorityChoice[];
  organisation: string;
}) {
  const router = useRouter();
  const form = useApiForm();
  const { draft, change, forget } = useDraft(WORDS[profile].draft, EMPTY);
  const authorityId = draft.authorityId || authorities[0]?.id || '';
  const body = useMemo(() => bodyOf(profile, draft, authorityId), [profile, draft, authorityId]);
  const preview = usePreview(body);

  const issue = form.onSubmit(async (idempotencyKey) => {
    const made = await call<{ id: string }>('POST', '/certificates', body ?? { profile, names: [] }, {
      idempotencyKey,
    });
    forget();
    router.push(`/certificates/${made.id}`);
    return 'leaving';
  });
  const refused = form.errorsFor('names');
  const early = nameErrors(preview, 'names');
  const words = WORDS[profile];
  const names = words.names ? (
    <SanEditor
      id="names"
      field="names"
      label={words.names.label}
      optional={words.names.optional}
      help={words.names.help}
      placeholder={words.names.placeholder}
      autoFocus={!words.name}
      entry={draft.names}
      onEntry={(entry) => {
        change({ names: entry });
        form.clear('names');
      }}
      errors={refused.length > 0 ? refused : early}
    />
  ) : null;
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
        {words.name ? <SubjectName words={words.name} draft={draft} change={change} form={form} /> : null}
        {names}
        <AuthoritySelect
          authorities={authorities}
          value={authorityId}
          onValue={(id) => change({ authorityId: id })}
          form={form}
        />
        <Disclosure summary="Advanced" hint={optionsHint(draft.options, defaultDaysOf(profile))}>
          <div className="flex flex-col gap-5">
            <ValidityAndKey
              options={draft.options}
              defaultDays={defaultDaysOf(profile)}
              onOptions={(options) => change({ options })}
              form={form}
            />
            <SubjectFields profile={profile} draft={draft} change={change} form={form} organisation={organisation} />
          </div>
        </Disclosure>
        <div className="flex flex-wrap items-center gap-2">
          <Button tone="primary" size="large" type="submit" disabled={form.pending} aria-keyshortcuts="Control+Enter">
            {form.pending ? 'Issuing…' : 'Issue certificate'}
          </Button>
          <ButtonLink href="/certificates" size="large" tone="quiet">
            Cancel
          </ButtonLink>
        </div>
      </form>
      <CertificatePreview state={preview} waiting={words.waiting} />
    </div>
  );
}

function SubjectName({
  words,
  draft,
  change,
  form,
}: {
  words: NameWords;
  draft: Draft;
  change: Change;
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
      value={draft.commonName}
      onValue={(commonName) => {
        change({ commonName });
        form.clear('subject.commonName');
      }}
      errors={form.errorsFor('subject.commonName')}
    />
  );
}

function SubjectFields({
  profile,
  draft,
  change,
  form,
  organisation,
}: {
  profile: Profile;
  draft: Draft;
  change: Change;
  form: ApiForm;
  organisation: string;
}) {
  const fields = [
    ...(!WORDS[profile].name
      ? [
          {
            key: 'commonName',
            label: 'Common name',
            placeholder: profile === 'smime' ? 'First e-mail address' : 'First server name',
            help:
              profile === 'smime'
                ? 'The name of the person or team, when it should be shown.'
                : 'Clients look at the names above, not at this.',
          } as const,
        ]
      : []),
    { key: 'organisation', label: 'Organisation', placeholder: organisation, help: undefined } as const,
    { key: 'organisationalUnit', label: 'Department', placeholder: '', help: undefined } as const,
    { key: 'country', label: 'Country', placeholder: 'GB', help: 'Two letters, ISO 3166.' } as const,
  ];
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      {fields.map(({ key, label, placeholder, help }) => (
        <TextField
          key={key}
          id={`subject-${key}`}
          label={label}
          optional
          placeholder={placeholder}
          {...(help ? { help } : {})}
          value={draft[key]}
          onValue={(value) => {
            change({ [key]: value });
            form.clear(`subject.${key}`);
          }}
          errors={form.errorsFor(`subject.${key}`)}
        />
      ))}
    </div>
  );
}

const anchorOf = (field: string) =>
  field.startsWith('subject.') ? field.replace('.', '-') : (field.split('.')[0] ?? field);

/** Null while there is nothing to ask about. */
function bodyOf(profile: Profile, draft: Draft, authorityId: string): object | null {
  const names = allNames(draft.names);
  const subject = Object.fromEntries(
    (['commonName', 'organisation', 'organisationalUnit', 'country'] as const)
      .map((key) => [key, draft[key].trim()] as const)
      .filter(([, value]) => value !== ''),
  );
  if (names.length === 0 && Object.keys(subject).length === 0) return null;
  return {
    profile,
    ...(authorityId === '' ? {} : { authorityId }),
    names,
    ...(Object.keys(subject).length > 0 ? { subject } : {}),
    ...optionsBody(draft.options),
  };
}

interface NameWords {
  readonly label: string;
  readonly help: string;
  readonly placeholder: string;
}
interface ProfileWords {
  /** Where the draft is kept. */
  readonly draft: string;
  /** The subject's own name when it is asked for first; absent: it is made from the names. */
  readonly name?: NameWords;
  readonly names?: NameWords & { readonly optional: boolean };
  readonly waiting: string;
}
const SERVER_NAMES = {
  label: 'Server names',
  optional: false,
  help: 'Every host name and IP address the server is reached by. Paste as many as you like.',
  placeholder: 'api.lan, 10.0.0.5',
};
const WORDS: Readonly<Record<Profile, ProfileWords>> = {
  tlsServer: { draft: '/new/server', names: SERVER_NAMES, waiting: 'Type a server name to see the certificate.' },
  tlsClient: {
    draft: '/new/client',
    name: {
      label: 'Client name',
      help: 'A person, a service or a machine: what the server’s log will show.',
      placeholder: 'billing-worker',
    },
    names: {
      label: 'Alternative names',
      optional: true,
      help: 'E-mail addresses, host names, IP addresses, URIs or upn: names the server may look for.',
      placeholder: 'alice@example.com',
    },
    waiting: 'Type the client’s name to see the certificate.',
  },
  tlsPeer: {
    draft: '/new/other?tlsPeer',
    names: { ...SERVER_NAMES, help: 'Every host name and IP address this peer is reached by, and calls from.' },
    waiting: 'Type a name to see the certificate.',
  },
  smime: {
    draft: '/new/other?smime',
    names: {
      label: 'E-mail addresses',
      optional: false,
      help: 'Every address that writes and reads with this certificate.',
      placeholder: 'alice@example.com',
    },
    waiting: 'Type an e-mail address to see the certificate.',
  },
  codeSigning: {
    draft: '/new/other?codeSigning',
    name: {
      label: 'Signer name',
      help: 'Who stands behind the code: what users are shown before they run it.',
      placeholder: 'Example Ltd release team',
    },
    waiting: 'Type the signer’s name to see the certificate.',
  },
};
