'use client';

import { keyAlgorithmHelp } from '@/components/key-algorithm-help';
import type { AuthorityChoice } from '@/components/pki/authority-choice';
import { Button } from '@/components/ui/button';
import { SelectField, TextField } from '@/components/ui/field';
import type { ApiForm } from '@/components/use-api-form';
import { KEY_ALGORITHM_WORDS } from '@/components/words';
import type { EndEntityProfileId } from '@/lib/pki/profiles';
import type { KeyAlgorithm } from '@/lib/pki/types';
import { issueWords } from './issue.words';

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

export const optionsHint = (
  options: IssueOptions,
  defaultDays: number | string = 90,
  defaultKey: KeyAlgorithm | null = 'P-256',
): string =>
  [
    options.validityDays === ''
      ? issueWords().issueOptions.days(defaultDays)
      : issueWords().issueOptions.days2(options.validityDays),
    options.keyAlgorithm === ''
      ? defaultKey
        ? KEY_ALGORITHM_WORDS[defaultKey]
        : issueWords().issueOptions.keysAsEachProfileSays
      : (KEY_ALGORITHM_WORDS[options.keyAlgorithm as KeyAlgorithm] ?? ''),
  ].join(', ');

/** The usual one first, as the default; then the others that are allowed. */
function keyOptions(allowed: readonly KeyAlgorithm[], usual: KeyAlgorithm, usualLabel: string | undefined) {
  const words = issueWords().issueOptions;
  const label = (value: KeyAlgorithm) => {
    if (value === 'RSA-2048') return words.rsa2048ForOldSoftware;
    if (value === 'Ed25519') return words.ed25519NotForBrowsers;
    return value.startsWith('ML-DSA-') ? words.postQuantum(value) : KEY_ALGORITHM_WORDS[value];
  };
  return [
    { value: '', label: usualLabel ?? words.recommended(label(usual)) },
    ...ALL_KEYS.filter((value) => (usualLabel !== undefined || value !== usual) && allowed.includes(value)).map(
      (value) => ({
        value,
        label: label(value),
      }),
    ),
  ];
}
const ALL_KEYS: readonly KeyAlgorithm[] = [
  'P-256',
  'P-384',
  'RSA-2048',
  'RSA-3072',
  'RSA-4096',
  'P-521',
  'Ed25519',
  'ML-DSA-44',
  'ML-DSA-65',
  'ML-DSA-87',
];
/** Lives that people ask for: a month, a quarter, half a year, a year, and what browsers accept at most. */
const PRESET_DAYS = [30, 90, 180, 365, 397] as const;

export function ValidityAndKey({
  options,
  onOptions,
  form,
  withKey = true,
  defaultDays = 90,
  maxDays,
  keyAlgorithms = ALL_KEYS,
  defaultKey = 'P-256',
  defaultKeyLabel,
  keyHelp = issueWords().issueOptions.madeHereKeptEncrypted,
}: {
  options: IssueOptions;
  onOptions: (options: IssueOptions) => void;
  form: ApiForm;
  withKey?: boolean;
  defaultDays?: number | string;
  maxDays?: number;
  keyAlgorithms?: readonly KeyAlgorithm[];
  defaultKey?: KeyAlgorithm;
  /** Instead of the default key's name, where there is not one default. */
  defaultKeyLabel?: string;
  keyHelp?: string;
}) {
  const words = issueWords().issueOptions;
  const presets = PRESET_DAYS.filter((days) => maxDays !== undefined && days <= maxDays);
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-2">
        <TextField
          id="validityDays"
          label={words.validityInDays}
          inputMode="numeric"
          placeholder={String(defaultDays)}
          help={words.neverBeyondTheEndOf}
          value={options.validityDays}
          onValue={(validityDays) => {
            onOptions({ ...options, validityDays });
            form.clear('validityDays');
          }}
          errors={form.errorsFor('validityDays')}
        />
        {presets.length > 0 ? (
          <fieldset className="flex flex-wrap gap-1.5">
            <legend className="sr-only">{words.usualLives}</legend>
            {presets.map((days) => (
              <Button
                key={days}
                size="small"
                aria-pressed={options.validityDays === String(days)}
                onClick={() => {
                  onOptions({ ...options, validityDays: String(days) });
                  form.clear('validityDays');
                }}
              >
                {words.days3(days)}
              </Button>
            ))}
          </fieldset>
        ) : null}
      </div>
      {withKey ? (
        <SelectField
          id="keyAlgorithm"
          label={words.keyType}
          help={keyAlgorithmHelp(options.keyAlgorithm) ?? keyHelp}
          value={options.keyAlgorithm}
          onValue={(keyAlgorithm) => {
            onOptions({ ...options, keyAlgorithm });
            form.clear('keyAlgorithm');
          }}
          options={keyOptions(keyAlgorithms, defaultKey, defaultKeyLabel)}
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
  const words = issueWords().issueOptions;
  if (authorities.length < 2) return null;
  return (
    <SelectField
      id="authorityId"
      label={words.signedBy}
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
