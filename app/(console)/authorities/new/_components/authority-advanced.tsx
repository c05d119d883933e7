'use client';

import { makeAuthorityWords } from '@/app/(console)/authorities/_components/make-authority.words';
import { AuthorityKeySelect, LifetimeSelect, pathLengthWords } from '@/components/pki/authority-fields';
import { Disclosure } from '@/components/ui/disclosure';
import { SelectField, TextField } from '@/components/ui/field';
import type { ApiForm } from '@/components/use-api-form';
import { type Chosen, DEFAULTS, type Draft, moreSubject, type Scheme } from './authority-draft';

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
  const words = makeAuthorityWords().authorityAdvanced;
  const limit = chosen.kind === 'issuing' ? (chosen.parent?.pathLenConstraint ?? null) : null;
  const depths = ['0', '1', '2', '3'].filter((depth) => limit === null || Number(depth) < limit);
  return (
    <Disclosure
      summary={words.advanced}
      hint={words.yearsPathLength(
        chosen.keyAlgorithm,
        Math.round(chosen.validityDays / 365),
        chosen.pathLen === '' ? words.withoutLimit : chosen.pathLen,
      )}
    >
      <div className="grid gap-5 sm:grid-cols-2">
        <LifetimeSelect
          id="validityDays"
          label={words.lifetime}
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
          label={words.keyType}
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
            label={words.signatures}
            value={chosen.signatureScheme}
            onValue={(scheme) => {
              change({ signatureScheme: scheme as Scheme });
              form.clear('signatureScheme');
            }}
            options={[
              { value: 'pkcs1', label: words.pkcs1V15Works },
              { value: 'pss', label: words.rsaPssWithSha256 },
              { value: 'pss-sha384', label: words.rsaPssWithSha384 },
              { value: 'pss-sha512', label: words.rsaPssWithSha512 },
            ]}
            help={words.howThisAuthoritySignsIt}
            errors={form.errorsFor('signatureScheme')}
          />
        ) : null}
        <SelectField
          id="pathLenConstraint"
          label={words.authoritiesBelowIt}
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
            ...(limit === null ? [{ value: '', label: words.noLimit }] : []),
          ]}
          help={words.thePathLengthEnforcedBy}
          errors={form.errorsFor('pathLenConstraint')}
        />
        <TextField
          id="country"
          label={words.country}
          optional
          placeholder="GB"
          help={words.twoLettersIso3166}
          value={chosen.country}
          onValue={(country) => {
            change({ country });
            form.clear('country');
          }}
          errors={form.errorsFor('country')}
        />
        {moreSubject().map(({ name, label }) => (
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
