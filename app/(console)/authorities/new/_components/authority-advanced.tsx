'use client';

import { AuthorityKeySelect, LifetimeSelect, pathLengthWords } from '@/components/pki/authority-fields';
import { Disclosure } from '@/components/ui/disclosure';
import { SelectField, TextField } from '@/components/ui/field';
import type { ApiForm } from '@/components/use-api-form';
import { type Chosen, DEFAULTS, type Draft, MORE_SUBJECT, type Scheme } from './authority-draft';

/** Key, life, depth and the rest of the subject: defaults for most. */
export function AuthorityAdvanced({
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
              label: pathLengthWords(depth),
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
