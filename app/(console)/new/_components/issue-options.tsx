'use client';

import type { AuthorityChoice } from '@/components/pki/authority-choice';
import { SelectField, TextField } from '@/components/ui/field';
import type { ApiForm } from '@/components/use-api-form';
import { KEY_ALGORITHM_WORDS, keyAlgorithmHelp } from '@/components/words';
import type { EndEntityProfileId } from '@/lib/pki/profiles';
import type { KeyAlgorithm } from '@/lib/pki/types';

/** What every issuing form leaves to its defaults and an expert may change. Empty text means the default. */
export interface IssueOptions {
  readonly validityDays: string;
  readonly keyAlgorithm: string;
}
export const DEFAULT_OPTIONS: IssueOptions = { validityDays: '', keyAlgorithm: '' };

/** Only what differs from the default is sent; a number that is none goes as it is, for the server to refuse with words. */
export function optionsBody({ validityDays, keyAlgorithm }: IssueOptions): object {
  return {
    ...(validityDays.trim() === ''
      ? {}
      : { validityDays: Number.isNaN(Number(validityDays)) ? validityDays : Number(validityDays) }),
    ...(keyAlgorithm === '' ? {} : { keyAlgorithm }),
  };
}

/** What a certificate of the profile lives when nobody says otherwise. */
export const defaultDaysOf = (profile: EndEntityProfileId): number =>
  profile === 'smime' || profile === 'codeSigning' ? 365 : 90;

export const optionsHint = (options: IssueOptions, defaultDays = 90): string =>
  [
    options.validityDays === '' ? `${defaultDays} days` : `${options.validityDays} days`,
    options.keyAlgorithm === '' ? 'ECDSA P-256' : (KEY_ALGORITHM_WORDS[options.keyAlgorithm as KeyAlgorithm] ?? ''),
  ].join(', ');

const KEY_OPTIONS = [
  { value: '', label: 'ECDSA P-256 (recommended)' },
  ...(
    ['P-384', 'RSA-2048', 'RSA-3072', 'RSA-4096', 'P-521', 'Ed25519', 'ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'] as const
  ).map((value) => ({
    value,
    label:
      value === 'RSA-2048'
        ? 'RSA 2048 (for old software)'
        : value === 'Ed25519'
          ? 'Ed25519 (not for browsers)'
          : value.startsWith('ML-DSA-')
            ? `${value} (post-quantum)`
            : KEY_ALGORITHM_WORDS[value],
  })),
];

export function ValidityAndKey({
  options,
  onOptions,
  form,
  withKey = true,
  defaultDays = 90,
}: {
  options: IssueOptions;
  onOptions: (options: IssueOptions) => void;
  form: ApiForm;
  withKey?: boolean;
  defaultDays?: number;
}) {
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <TextField
        id="validityDays"
        label="Validity in days"
        inputMode="numeric"
        placeholder={String(defaultDays)}
        help="Never beyond the end of the authority."
        value={options.validityDays}
        onValue={(validityDays) => {
          onOptions({ ...options, validityDays });
          form.clear('validityDays');
        }}
        errors={form.errorsFor('validityDays')}
      />
      {withKey ? (
        <SelectField
          id="keyAlgorithm"
          label="Key type"
          help={keyAlgorithmHelp(options.keyAlgorithm) ?? 'Made here, kept encrypted.'}
          value={options.keyAlgorithm}
          onValue={(keyAlgorithm) => {
            onOptions({ ...options, keyAlgorithm });
            form.clear('keyAlgorithm');
          }}
          options={KEY_OPTIONS}
          errors={form.errorsFor('keyAlgorithm')}
        />
      ) : null}
    </div>
  );
}

export function AuthoritySelect({
  authorities,
  value,
  onValue,
  form,
}: {
  authorities: readonly AuthorityChoice[];
  value: string;
  onValue: (id: string) => void;
  form: ApiForm;
}) {
  if (authorities.length < 2) return null;
  return (
    <SelectField
      id="authorityId"
      label="Signed by"
      value={value}
      onValue={(id) => {
        onValue(id);
        form.clear('authorityId');
      }}
      options={authorities.map(({ id, label }) => ({ value: id, label }))}
      errors={form.errorsFor('authorityId')}
    />
  );
}
