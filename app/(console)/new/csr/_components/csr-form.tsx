'use client';

import { Upload } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { type ApiProblem, call, toProblem } from '@/components/api-client';
import type { AuthorityChoice } from '@/components/pki/authority-choice';
import type { ProfileChoice } from '@/components/pki/profile-choice';
import { Button, buttonClass } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { Disclosure } from '@/components/ui/disclosure';
import { ErrorSummary } from '@/components/ui/error-summary';
import { describedBy, Field } from '@/components/ui/field';
import { RadioCards } from '@/components/ui/radio-cards';
import { useApiForm } from '@/components/use-api-form';
import { useDebounced } from '@/components/use-debounced';
import { useDraft } from '@/components/use-draft';
import { PROFILE_WORDS } from '@/components/words';
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
import { CsrComparison } from './csr-comparison';

interface Draft {
  readonly csr: string;
  /** A built-in profile by name, or an own one by id. */
  readonly profile: string | null;
  readonly authorityId: string;
  readonly options: IssueOptions;
}
const PROFILE_CHOICES: readonly { value: EndEntityProfileId; sentence: string }[] = [
  { value: 'tlsServer', sentence: 'For a host that clients call.' },
  { value: 'tlsClient', sentence: 'For a caller that proves itself.' },
  { value: 'tlsPeer', sentence: 'For programs that call each other.' },
  { value: 'smime', sentence: 'For the e-mail of one person or team.' },
  { value: 'codeSigning', sentence: 'For programs and scripts.' },
];
const EMPTY: Draft = { csr: '', profile: null, authorityId: '', options: DEFAULT_OPTIONS };

/** A CSR holds nothing secret, so it may wait in the tab's storage like every other draft. */
export function CsrForm({
  authorities,
  profiles,
}: {
  authorities: readonly AuthorityChoice[];
  profiles: readonly ProfileChoice[];
}) {
  const router = useRouter();
  const form = useApiForm();
  const { draft, change, forget } = useDraft('/new/csr', EMPTY);
  const authorityId = draft.authorityId || authorities[0]?.id || '';
  // One that is gone since it was chosen is as good as none.
  const wanted = profiles.some(({ id }) => id === draft.profile) ? draft.profile : null;
  const { view, problem, reading } = useInspection({ ...draft, profile: wanted }, authorityId);
  const suggested = PROFILE_CHOICES.find(({ value }) => value === view?.suggestedProfile)?.value ?? 'tlsServer';
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
      ...(authorityId === '' ? {} : { authorityId }),
      ...optionsBody({ ...draft.options, keyAlgorithm: '' }),
    };
    const made = await call<{ id: string }>('POST', '/certificates', body, { idempotencyKey });
    forget();
    router.push(`/certificates/${made.id}`);
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
    <form method="post" onSubmit={sign} noValidate className="grid items-start gap-8 lg:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-6">
        {form.problem ? (
          <ErrorSummary
            ref={form.summaryRef}
            problem={form.problem}
            anchorOf={(field) => field.split('.')[0] ?? field}
          />
        ) : null}
        <CsrField value={draft.csr} onValue={setCsr} errors={errors} />
        {view ? (
          <>
            <RadioCards
              legend="Profile"
              name="profile"
              columns={2}
              value={profile}
              onValue={(chosen) => change({ profile: chosen })}
              choices={[
                ...PROFILE_CHOICES.map(({ value, sentence }) => ({
                  value: value as string,
                  label: PROFILE_WORDS[value],
                  sentence: suggested === value ? 'What the request asks for.' : sentence,
                })),
                ...own.map(({ id, name, definition }) => ({
                  value: id,
                  label: name,
                  sentence: definition.description,
                })),
              ]}
            />
            <AuthoritySelect
              authorities={authorities}
              value={authorityId}
              onValue={(id) => change({ authorityId: id })}
              form={form}
            />
            <Disclosure
              summary="Advanced"
              hint={draft.options.validityDays === '' ? `${defaultDays} days` : `${draft.options.validityDays} days`}
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
            {form.pending ? 'Signing…' : 'Sign'}
          </Button>
          <ButtonLink href="/certificates" size="large" tone="quiet">
            Cancel
          </ButtonLink>
        </div>
      </div>
      <CsrComparison view={view} reading={reading} />
    </form>
  );
}

function CsrField({
  value,
  onValue,
  errors,
}: {
  value: string;
  onValue: (csr: string) => void;
  errors: readonly { field: string; message: string }[];
}) {
  const [over, setOver] = useState(false);
  const file = useRef<HTMLInputElement>(null);
  const take = async (chosen: File | undefined) => {
    if (chosen) onValue(await readAsPem(chosen));
  };
  return (
    <Field
      id="csr"
      label="Request"
      help="Paste the PEM text, or drop the file here. A private key is never needed."
      errors={errors}
    >
      <textarea
        id="csr"
        value={value}
        onChange={(event) => onValue(event.target.value)}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void take(event.dataTransfer.files[0]);
        }}
        rows={12}
        spellCheck={false}
        autoComplete="off"
        // biome-ignore lint/a11y/noAutofocus: the page is this form, and this is its first field
        autoFocus
        placeholder={'-----BEGIN CERTIFICATE REQUEST-----\n…\n-----END CERTIFICATE REQUEST-----'}
        aria-invalid={errors.length > 0 ? true : undefined}
        aria-describedby={describedBy({ id: 'csr', help: true, errors })}
        className={`field-box resize-y p-3 font-mono text-12 leading-5 ${over ? 'bg-accent-tint!' : ''}`}
      />
      <div>
        <button type="button" onClick={() => file.current?.click()} className={buttonClass('plain', 'small')}>
          <Upload aria-hidden="true" className="size-3.5" />
          Choose a file
        </button>
        <input
          ref={file}
          type="file"
          accept=".csr,.req,.pem,.p10,.der"
          aria-label="Request file"
          className="hidden"
          onChange={(event) => void take(event.target.files?.[0])}
        />
      </div>
    </Field>
  );
}

/** A binary request becomes PEM text; anything else is passed on as it is, for the server to name. */
async function readAsPem(chosen: File): Promise<string> {
  const octets = new Uint8Array(await chosen.arrayBuffer());
  // A DER structure begins with SEQUENCE, long form; text never does.
  if (octets[0] !== 0x30 || octets[1] !== 0x82) return new TextDecoder().decode(octets);
  const base64 = btoa(Array.from(octets, (octet) => String.fromCharCode(octet)).join(''));
  return `-----BEGIN CERTIFICATE REQUEST-----\n${base64.match(/.{1,64}/g)?.join('\n')}\n-----END CERTIFICATE REQUEST-----\n`;
}

interface Inspection {
  readonly view: CsrView | null;
  readonly problem: ApiProblem | null;
  readonly reading: boolean;
}

/** Read again whenever something changes that the answer depends on; a profile that is not chosen yet is the server's to propose. */
function useInspection({ csr, profile, options }: Draft, authorityId: string): Inspection {
  const days = Number(options.validityDays.trim());
  const text = useDebounced(
    csr.trim() === ''
      ? ''
      : JSON.stringify({
          csr: csr.trim(),
          ...(profile === null ? {} : { profile }),
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
