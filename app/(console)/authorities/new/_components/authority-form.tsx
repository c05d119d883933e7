'use client';

import { useRouter } from 'next/navigation';
import { call } from '@/components/api-client';
import { DAY_MS, formatDay } from '@/components/format';
import type { AuthorityChoice } from '@/components/pki/authority-choice';
import { type AuthorityKey, AuthorityKeySelect, LifetimeSelect } from '@/components/pki/authority-fields';
import { type LimitsDraft, limitsBody, NO_LIMITS, settingsBody } from '@/components/pki/limits-draft';
import { LimitsFields } from '@/components/pki/limits-fields';
import { ValidityTimeline } from '@/components/pki/validity-timeline';
import { Button, ButtonLink } from '@/components/ui/button';
import { Disclosure } from '@/components/ui/disclosure';
import { ErrorSummary } from '@/components/ui/error-summary';
import { SelectField, TextField } from '@/components/ui/field';
import { RadioCards } from '@/components/ui/radio-cards';
import { type ApiForm, submitOnModEnter, useApiForm } from '@/components/use-api-form';
import { useDraft } from '@/components/use-draft';
import type { SignatureScheme } from '@/lib/pki/types';

import { AddressFields } from './address-fields';

type Kind = 'root' | 'issuing';
type Scheme = SignatureScheme;
interface Parent extends AuthorityChoice {
  readonly pathLenConstraint: number | null;
}
interface Draft {
  readonly kind: Kind | null;
  readonly parentId: string | null;
  readonly name: string;
  readonly country: string;
  readonly keyAlgorithm: AuthorityKey | null;
  readonly validityDays: number | null;
  readonly pathLen: string | null;
  readonly signatureScheme: Scheme;
  readonly organisationalUnit: string;
  readonly stateOrProvince: string;
  readonly locality: string;
  readonly limits: LimitsDraft;
}
const EMPTY: Draft = {
  kind: null,
  parentId: null,
  name: '',
  country: '',
  keyAlgorithm: null,
  validityDays: null,
  pathLen: null,
  signatureScheme: 'pkcs1',
  organisationalUnit: '',
  stateOrProvince: '',
  locality: '',
  limits: NO_LIMITS,
};
const DEFAULTS = {
  root: { key: 'P-384', days: 3650, pathLen: '1' },
  issuing: { key: 'P-256', days: 1825, pathLen: '0' },
} as const;

/** The draft with every gap filled: by the address, then by the kind's defaults. */
interface Chosen {
  readonly kind: Kind;
  readonly parent: Parent | undefined;
  readonly name: string;
  readonly country: string;
  readonly keyAlgorithm: AuthorityKey;
  readonly validityDays: number;
  readonly pathLen: string;
  readonly signatureScheme: Scheme;
}

export function AuthorityForm({
  organisation,
  parents,
  takenNames,
  initial,
  now,
  next,
}: {
  organisation: string;
  parents: readonly Parent[];
  takenNames: readonly string[];
  initial: { kind: Kind; parentId: string };
  now: string;
  next: string | null;
}) {
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
          legend="What is it?"
          name="kind"
          columns={2}
          value={kind}
          onValue={(value) => change({ kind: value, keyAlgorithm: null, validityDays: null, pathLen: null })}
          choices={[
            ...(parents.length > 0
              ? [
                  {
                    value: 'issuing' as const,
                    label: 'Issuing authority',
                    sentence: 'Signed by one above it. Signs certificates.',
                  },
                ]
              : []),
            {
              value: 'root' as const,
              label: 'Root authority',
              sentence: 'Signs itself. Has to be installed as trusted.',
            },
          ]}
        />
        {kind === 'issuing' ? (
          <SelectField
            id="parentId"
            label="Below"
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
          label="Name"
          help="It is written into every certificate below and cannot be changed later."
          placeholder={proposed}
          autoComplete="off"
          value={draft.name}
          onValue={(name) => {
            change({ name });
            form.clear('name');
          }}
          errors={form.errorsFor('name')}
        />
        <Advanced chosen={chosen} draft={draft} change={change} form={form} />
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
              ? 'Making the key and signing…'
              : kind === 'root'
                ? 'Create root authority'
                : 'Create issuing authority'}
          </Button>
          <ButtonLink href="/authorities" size="large" tone="quiet">
            Cancel
          </ButtonLink>
        </div>
      </form>
      <Outlook
        chosen={chosen}
        proposed={proposed}
        now={new Date(now)}
        onUseDays={(validityDays) => change({ validityDays })}
      />
    </div>
  );
}

const MORE_SUBJECT = [
  { name: 'organisationalUnit', label: 'Department' },
  { name: 'locality', label: 'Place' },
  { name: 'stateOrProvince', label: 'State or province' },
] as const;

function Advanced({
  chosen,
  draft,
  change,
  form,
}: {
  chosen: Chosen;
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  form: ApiForm;
}) {
  const limit = chosen.kind === 'issuing' ? (chosen.parent?.pathLenConstraint ?? null) : null;
  const depths = ['0', '1', '2', '3'].filter((depth) => limit === null || Number(depth) < limit);
  return (
    <Disclosure
      summary="Advanced"
      hint={`${chosen.keyAlgorithm}, ${Math.round(chosen.validityDays / 365)} years, path length ${chosen.pathLen === '' ? 'without limit' : chosen.pathLen}`}
    >
      <div className="grid gap-5 sm:grid-cols-2">
        <LifetimeSelect
          id="validityDays"
          label="Lifetime"
          years={chosen.kind === 'root' ? [5, 10, 15, 20, 25] : [1, 2, 3, 5, 8, 10]}
          value={chosen.validityDays}
          onValue={(validityDays) => {
            change({ validityDays });
            form.clear('validityDays');
          }}
          errors={form.errorsFor('validityDays')}
        />
        <AuthorityKeySelect
          id="keyAlgorithm"
          label="Key type"
          recommended={DEFAULTS[chosen.kind].key}
          value={chosen.keyAlgorithm}
          onValue={(keyAlgorithm) => {
            change({ keyAlgorithm });
            form.clear('keyAlgorithm');
          }}
          errors={form.errorsFor('keyAlgorithm')}
        />
        {chosen.keyAlgorithm.startsWith('RSA-') ? (
          <SelectField
            id="signatureScheme"
            label="Signatures"
            value={chosen.signatureScheme}
            onValue={(scheme) => {
              change({ signatureScheme: scheme as Scheme });
              form.clear('signatureScheme');
            }}
            options={[
              { value: 'pkcs1', label: 'PKCS#1 v1.5 (works everywhere)' },
              { value: 'pss', label: 'RSA-PSS with SHA-256 (newer, not in old software)' },
              { value: 'pss-sha384', label: 'RSA-PSS with SHA-384' },
              { value: 'pss-sha512', label: 'RSA-PSS with SHA-512' },
            ]}
            help="How this authority signs. It cannot be changed later."
            errors={form.errorsFor('signatureScheme')}
          />
        ) : null}
        <SelectField
          id="pathLenConstraint"
          label="Authorities below it"
          value={chosen.pathLen}
          onValue={(pathLen) => {
            change({ pathLen });
            form.clear('pathLenConstraint');
          }}
          options={[
            ...depths.map((depth) => ({
              value: depth,
              label:
                depth === '0' ? 'None: end certificates only' : `${depth} ${depth === '1' ? 'level' : 'levels'} deep`,
            })),
            ...(limit === null ? [{ value: '', label: 'No limit' }] : []),
          ]}
          help="The path length, enforced by every client."
          errors={form.errorsFor('pathLenConstraint')}
        />
        <TextField
          id="country"
          label="Country"
          optional
          placeholder="GB"
          help="Two letters, ISO 3166."
          value={chosen.country}
          onValue={(country) => {
            change({ country });
            form.clear('country');
          }}
          errors={form.errorsFor('country')}
        />
        {MORE_SUBJECT.map(({ name, label }) => (
          <TextField
            key={name}
            id={name}
            label={label}
            optional
            value={draft[name]}
            onValue={(text) => {
              change({ [name]: text });
              form.clear(name);
            }}
            errors={form.errorsFor(name)}
          />
        ))}
      </div>
    </Disclosure>
  );
}

/** What is being made, drawn: under whom, for how long, and whether it would outlive the one above. */
function Outlook({
  chosen,
  proposed,
  now,
  onUseDays,
}: {
  chosen: Chosen;
  proposed: string;
  now: Date;
  onUseDays: (days: number) => void;
}) {
  const end = new Date(now.getTime() + chosen.validityDays * DAY_MS);
  const parent = chosen.parent;
  const parentEnd = parent ? new Date(parent.notAfter) : null;
  const beyond = parentEnd !== null && end > parentEnd;
  return (
    <aside aria-labelledby="outlook" className="rounded-lg border border-line bg-subtle lg:sticky lg:top-20">
      <div className="flex min-h-12 items-center justify-between gap-3 border-b border-line-faint px-5 py-2">
        <h2 id="outlook" className="font-semibold">
          Lifetime
        </h2>
        <p className="text-13 text-muted">Nothing is signed yet</p>
      </div>
      <div className="flex flex-col gap-5 p-5">
        <ValidityTimeline
          at={now}
          bars={[
            ...(parent
              ? [{ name: parent.name, notBefore: new Date(parent.notBefore), notAfter: new Date(parent.notAfter) }]
              : []),
            { name: chosen.name || proposed, notBefore: now, notAfter: end, current: true },
          ]}
        />
        {beyond && parentEnd ? (
          <div className="flex flex-col items-start gap-2 text-13">
            <p className="text-revoked">
              Ends {formatDay(end)}, but {parent?.name} ends {formatDay(parentEnd)}. Nothing can outlive what signed it.
            </p>
            <Button size="small" onClick={() => onUseDays(Math.floor((parentEnd.getTime() - now.getTime()) / DAY_MS))}>
              End with {parent?.name}
            </Button>
          </div>
        ) : null}
        <ul className="flex list-disc flex-col gap-1 ps-5 text-13 text-muted">
          <li>Name, key type, lifetime and path length cannot be changed later.</li>
          <li>Its first revocation list is signed with it.</li>
          {chosen.kind === 'root' ? <li>It works only where its certificate is installed as trusted.</li> : null}
        </ul>
      </div>
    </aside>
  );
}

function freeName(organisation: string, kind: Kind, taken: readonly string[]): string {
  const used = new Set(taken.map((name) => name.toLowerCase()));
  const candidates = kind === 'root' ? [`${organisation} Root`] : [];
  for (let number = kind === 'root' ? 2 : 1; number <= taken.length + 2; number += 1) {
    candidates.push(kind === 'root' ? `${organisation} Root ${number}` : `${organisation} Issuing ${number}`);
  }
  return candidates.find((name) => !used.has(name.toLowerCase())) ?? organisation;
}

function bodyOf(chosen: Chosen, proposed: string, draft: Draft): object {
  return {
    kind: chosen.kind,
    ...(chosen.parent ? { parentId: chosen.parent.id } : {}),
    name: chosen.name.trim() === '' ? proposed : chosen.name.trim(),
    ...(chosen.country.trim() === '' ? {} : { country: chosen.country.trim() }),
    ...Object.fromEntries(
      MORE_SUBJECT.filter(({ name }) => draft[name].trim() !== '').map(({ name }) => [name, draft[name].trim()]),
    ),
    ...limitsBody(draft.limits, chosen.kind),
    ...settingsBody(draft.limits),
    keyAlgorithm: chosen.keyAlgorithm,
    ...(chosen.keyAlgorithm.startsWith('RSA-') && chosen.signatureScheme !== 'pkcs1'
      ? { signatureScheme: chosen.signatureScheme }
      : {}),
    ...(draft.validityDays === null ? {} : { validityDays: chosen.validityDays }),
    ...(draft.pathLen === null ? {} : { pathLenConstraint: chosen.pathLen === '' ? null : Number(chosen.pathLen) }),
  };
}
