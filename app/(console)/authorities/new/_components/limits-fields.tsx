'use client';

import { useEffect, useMemo, useState } from 'react';
import { type ApiProblem, call, toProblem } from '@/components/api-client';
import { Disclosure } from '@/components/ui/disclosure';
import { FieldErrors, TextAreaField, TextField } from '@/components/ui/field';
import { Message } from '@/components/ui/message';
import type { ApiForm } from '@/components/use-api-form';
import { useDebounced } from '@/components/use-debounced';
import { type LimitsDraft, limitsBody, type NameLines } from './limits-draft';

const FORMS = [
  { form: 'dns', field: 'dns', label: 'DNS names', placeholder: 'corp.lan' },
  { form: 'ip', field: 'ip', label: 'IP networks', placeholder: '10.0.0.0/8' },
  { form: 'email', field: 'email', label: 'E-mail', placeholder: 'corp.example' },
  { form: 'uri', field: 'uri', label: 'Hosts of URIs', placeholder: '.corp.lan' },
  { form: 'organisation', field: 'directoryName', label: 'Organisations in subjects', placeholder: 'Acme' },
] as const satisfies readonly { form: keyof NameLines; field: string; label: string; placeholder: string }[];

const PURPOSES = [
  { value: 'serverAuth', label: 'TLS servers' },
  { value: 'clientAuth', label: 'TLS clients' },
  { value: 'emailProtection', label: 'E-mail (S/MIME)' },
  { value: 'codeSigning', label: 'Code signing' },
] as const;

/** Everything that limits what is below a new authority, and what the limits mean. Folded: most need none. */
export function LimitsFields({
  kind,
  parentId,
  draft,
  change,
  form,
}: {
  kind: 'root' | 'issuing';
  parentId: string | undefined;
  draft: LimitsDraft;
  change: (part: Partial<LimitsDraft>) => void;
  form: ApiForm;
}) {
  const body = useMemo(() => limitsBody(draft, kind), [draft, kind]);
  const { sentences, problem } = useExplanation(
    Object.keys(body).length === 0 ? null : { ...body, ...(parentId ? { parentId } : {}) },
  );
  const lines = (direction: 'permitted' | 'excluded') =>
    FORMS.map(({ form: name, field, label, placeholder }) => (
      <TextAreaField
        key={field}
        id={`nameConstraints.${direction}.${field}`}
        label={label}
        mono
        rows={2}
        placeholder={direction === 'permitted' ? placeholder : ''}
        value={draft[direction][name]}
        onValue={(text) => {
          change({ [direction]: { ...draft[direction], [name]: text } });
          form.clear(`nameConstraints.${direction}.${field}`);
        }}
        errors={form.errorsFor(`nameConstraints.${direction}.${field}`)}
      />
    ));
  return (
    <Disclosure
      summary="Limits on what is below"
      hint={sentences.length > 0 ? `${sentences.length} limits` : 'Any name, any purpose'}
    >
      <div className="flex flex-col gap-6">
        <p className="text-13 text-muted">
          Name constraints are written into its certificate and enforced by every client, for everything below it. One
          entry a line. They cannot be changed later.
        </p>
        <fieldset className="flex flex-col gap-4">
          <legend className="mb-2 font-medium">Only these names</legend>
          <div className="grid gap-4 sm:grid-cols-2">{lines('permitted')}</div>
        </fieldset>
        <fieldset className="flex flex-col gap-4">
          <legend className="mb-2 font-medium">Never these names</legend>
          <div className="grid gap-4 sm:grid-cols-2">{lines('excluded')}</div>
        </fieldset>
        <FieldErrors
          id="nameConstraints"
          errors={form.errorsFor('nameConstraints').filter(({ field }) => field === 'nameConstraints')}
        />
        {kind === 'issuing' ? <Purposes draft={draft} change={change} form={form} /> : null}
        <TextAreaField
          id="certificatePolicies"
          label="Certificate policies"
          optional
          mono
          rows={2}
          placeholder="1.3.6.1.4.1.99999.1 http://corp.example/cps"
          help="An object identifier a line; behind it, if you like, the address of the statement."
          value={draft.policies}
          onValue={(policies) => {
            change({ policies });
            form.clear('certificatePolicies');
          }}
          errors={form.errorsFor('certificatePolicies')}
        />
        <Explanation sentences={sentences} problem={problem} />
      </div>
    </Disclosure>
  );
}

function Purposes({
  draft,
  change,
  form,
}: {
  draft: LimitsDraft;
  change: (part: Partial<LimitsDraft>) => void;
  form: ApiForm;
}) {
  return (
    <fieldset id="extKeyUsage" tabIndex={-1} className="flex flex-col gap-2">
      <legend className="mb-1 font-medium">Only for these purposes</legend>
      <p className="text-13 text-muted">None chosen: any purpose.</p>
      {PURPOSES.map(({ value, label }) => (
        <label key={value} className="flex items-center gap-2.5">
          <input
            type="checkbox"
            className="size-4"
            checked={draft.purposes.includes(value)}
            onChange={(event) => {
              change({
                purposes: event.target.checked
                  ? [...draft.purposes, value]
                  : draft.purposes.filter((one) => one !== value),
              });
              form.clear('extKeyUsage');
            }}
          />
          {label}
        </label>
      ))}
      <FieldErrors id="extKeyUsage" errors={form.errorsFor('extKeyUsage')} />
    </fieldset>
  );
}

function Explanation({ sentences, problem }: { sentences: readonly string[]; problem: ApiProblem | null }) {
  return (
    <div aria-live="polite" className="rounded-md border border-line-faint bg-subtle px-4 py-3 text-13">
      <p className="font-medium">What this means</p>
      {problem ? (
        <ul className="mt-1 flex flex-col gap-1 text-revoked">
          {(problem.fields.length > 0 ? problem.fields.map(({ message }) => message) : [problem.detail]).map((text) => (
            <li key={text}>
              <Message text={text} />
            </li>
          ))}
        </ul>
      ) : (
        <ul className="mt-1 flex list-disc flex-col gap-1 ps-4">
          {(sentences.length > 0 ? sentences : ['Certificates below may carry any name and serve any purpose.']).map(
            (sentence) => (
              <li key={sentence} className="[overflow-wrap:anywhere]">
                {sentence}
              </li>
            ),
          )}
        </ul>
      )}
    </div>
  );
}

/** The server's words for these limits, asked 300 ms after the last change. */
function useExplanation(body: object | null): { sentences: readonly string[]; problem: ApiProblem | null } {
  const text = useDebounced(body ? JSON.stringify(body) : null);
  const [state, setState] = useState<{ sentences: readonly string[]; problem: ApiProblem | null }>(NOTHING);
  useEffect(() => {
    if (text === null) {
      setState(NOTHING);
      return;
    }
    const abort = new AbortController();
    call<{ sentences: readonly string[] }>('POST', '/authorities/explain-limits', JSON.parse(text), {
      signal: abort.signal,
    })
      .then(({ sentences }) => setState({ sentences, problem: null }))
      .catch((error: unknown) => {
        if (!abort.signal.aborted) setState({ sentences: [], problem: toProblem(error) });
      });
    return () => abort.abort();
  }, [text]);
  return state;
}

const NOTHING = { sentences: [], problem: null };

const ADDRESSES = [
  { name: 'crlUrls', label: 'Revocation list', what: 'crl' },
  { name: 'ocspUrls', label: 'OCSP', what: 'ocsp' },
  { name: 'caIssuersUrls', label: 'Certificate of this authority', what: 'ca' },
] as const;

/** Addresses of the operator's own, for lists that another server passes on. */
export function AddressFields({
  draft,
  change,
  form,
}: {
  draft: LimitsDraft;
  change: (part: Partial<LimitsDraft>) => void;
  form: ApiForm;
}) {
  return (
    <Disclosure summary="Addresses in certificates" hint={draft.crlUrls || 'Those of this server'}>
      <div className="flex flex-col gap-4">
        <p className="text-13 text-muted">
          Where clients fetch revocation lists, OCSP answers and this authority’s certificate. Left empty: the public
          address of this server. They can be changed later for what is signed then.
        </p>
        {ADDRESSES.map(({ name, label, what }) => (
          <TextAreaField
            key={name}
            id={`settings.${name}`}
            label={label}
            optional
            mono
            rows={1}
            placeholder={`http://pki.example/${what}`}
            value={draft[name]}
            onValue={(text) => {
              change({ [name]: text });
              form.clear(`settings.${name}`);
            }}
            errors={form.errorsFor(`settings.${name}`)}
          />
        ))}
        <TextField
          id="settings.crlLifeDays"
          label="Life of a revocation list, in days"
          optional
          inputMode="numeric"
          placeholder="7"
          value={draft.crlLifeDays}
          onValue={(crlLifeDays) => {
            change({ crlLifeDays });
            form.clear('settings.crlLifeDays');
          }}
          errors={form.errorsFor('settings.crlLifeDays')}
        />
      </div>
    </Disclosure>
  );
}
