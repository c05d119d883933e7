'use client';

import { useEffect, useMemo, useState } from 'react';
import { type ApiProblem, call, toProblem } from '../api-client';
import { Disclosure } from '../ui/disclosure';
import { FieldErrors } from '../ui/field';
import { Message } from '../ui/message';
import type { ApiForm } from '../use-api-form';
import { useDebounced } from '../use-debounced';
import { DirectoryNames } from './directory-names';
import { type LimitsDraft, limitsBody, type NameLines } from './limits-draft';
import { limitsFieldsWords } from './limits-fields.words';
import { LinesField } from './lines-field';

const forms = () =>
  [
    { form: 'dns', label: limitsFieldsWords().dnsNames, placeholder: 'corp.lan' },
    { form: 'ip', label: limitsFieldsWords().ipNetworks, placeholder: '10.0.0.0/8' },
    { form: 'email', label: limitsFieldsWords().eMail, placeholder: 'corp.example' },
    { form: 'uri', label: limitsFieldsWords().hostsOfUris, placeholder: '.corp.lan' },
  ] as const satisfies readonly {
    form: Exclude<keyof NameLines, 'directoryName'>;
    label: string;
    placeholder: string;
  }[];

const allPurposes = () =>
  [
    { value: 'serverAuth', label: limitsFieldsWords().tlsServers },
    { value: 'clientAuth', label: limitsFieldsWords().tlsClients },
    { value: 'emailProtection', label: limitsFieldsWords().eMailSMime },
    { value: 'codeSigning', label: limitsFieldsWords().codeSigning },
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
  const words = limitsFieldsWords();
  const body = useMemo(() => limitsBody(draft, kind), [draft, kind]);
  const { sentences, problem } = useExplanation(
    Object.keys(body).length === 0 ? null : { ...body, ...(parentId ? { parentId } : {}) },
  );
  const lines = (direction: 'permitted' | 'excluded') => (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        {forms().map(({ form: name, label, placeholder }) => (
          <LinesField
            key={name}
            id={`nameConstraints.${direction}.${name}`}
            label={label}
            placeholder={direction === 'permitted' ? placeholder : ''}
            value={draft[direction][name]}
            onValue={(text) => change({ [direction]: { ...draft[direction], [name]: text } })}
            form={form}
          />
        ))}
      </div>
      <DirectoryNames
        id={`nameConstraints.${direction}.directoryName`}
        names={draft[direction].directoryName ?? []}
        onNames={(directoryName) => change({ [direction]: { ...draft[direction], directoryName } })}
        form={form}
      />
    </>
  );
  return (
    <Disclosure
      summary={words.limitsOnWhatIsBelow}
      hint={sentences.length > 0 ? words.limits(sentences.length) : words.anyNameAnyPurpose}
    >
      <div className="flex flex-col gap-6">
        <p className="text-13 text-muted">{words.nameConstraintsAreWrittenInto}</p>
        <fieldset className="flex flex-col gap-4">
          <legend className="mb-2 font-medium">{words.onlyTheseNames}</legend>
          {lines('permitted')}
        </fieldset>
        <fieldset className="flex flex-col gap-4">
          <legend className="mb-2 font-medium">{words.neverTheseNames}</legend>
          {lines('excluded')}
        </fieldset>
        <FieldErrors
          id="nameConstraints"
          errors={form.errorsFor('nameConstraints').filter(({ field }) => field === 'nameConstraints')}
        />
        {kind === 'issuing' ? <Purposes draft={draft} change={change} form={form} /> : null}
        <LinesField
          id="certificatePolicies"
          label={words.certificatePolicies}
          optional
          placeholder="1.3.6.1.4.1.99999.1 http://corp.example/cps"
          help={words.anObjectIdentifierALine}
          value={draft.policies}
          onValue={(policies) => change({ policies })}
          form={form}
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
  const words = limitsFieldsWords();
  return (
    <fieldset id="extKeyUsage" tabIndex={-1} className="flex flex-col gap-2">
      <legend className="mb-1 font-medium">{words.onlyForThesePurposes}</legend>
      <p className="text-13 text-muted">{words.noneChosenAnyPurpose}</p>
      {allPurposes().map(({ value, label }) => (
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
  const words = limitsFieldsWords();
  return (
    <div aria-live="polite" className="rounded-md border border-line-faint bg-subtle px-4 py-3 text-13">
      <p className="font-medium">{words.whatThisMeans}</p>
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
          {(sentences.length > 0 ? sentences : [words.certificatesBelowMayCarryAny]).map((sentence) => (
            <li key={sentence} className="[overflow-wrap:anywhere]">
              {sentence}
            </li>
          ))}
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
