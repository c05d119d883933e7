'use client';

import { keyAlgorithmHelp } from '@/components/key-algorithm-help';
import type { FieldProblem } from '../api-client';
import { formatLifetime } from '../format';
import { SelectField } from '../ui/field';
import { KEY_ALGORITHM_WORDS } from '../words';
import { authorityFieldsWords } from './authority-fields.words';

const AUTHORITY_KEYS = [
  'P-256',
  'P-384',
  'P-521',
  'RSA-3072',
  'RSA-4096',
  'Ed25519',
  'ML-DSA-44',
  'ML-DSA-65',
  'ML-DSA-87',
] as const;
export type AuthorityKey = (typeof AUTHORITY_KEYS)[number];

const notes = (): Partial<Record<AuthorityKey, string>> => ({
  Ed25519: authorityFieldsWords().notForBrowsers,
  'RSA-4096': authorityFieldsWords().slowAndLarge,
  'RSA-3072': authorityFieldsWords().forOldSoftware,
  'ML-DSA-44': authorityFieldsWords().postQuantum,
  'ML-DSA-65': authorityFieldsWords().postQuantum,
  'ML-DSA-87': authorityFieldsWords().postQuantum,
});

export function AuthorityKeySelect({
  id,
  label,
  recommended,
  value,
  onValue,
  errors,
}: {
  id: string;
  label: string;
  recommended: AuthorityKey;
  value: AuthorityKey;
  onValue: (value: AuthorityKey) => void;
  errors: readonly FieldProblem[];
}) {
  const help = keyAlgorithmHelp(value);
  return (
    <SelectField
      id={id}
      label={label}
      {...(help ? { help } : {})}
      value={value}
      onValue={(chosen) => onValue(chosen as AuthorityKey)}
      options={AUTHORITY_KEYS.map((key) => ({
        value: key,
        label: `${KEY_ALGORITHM_WORDS[key]}${key === recommended ? authorityFieldsWords().recommended : (notes()[key] ?? '')}`,
      }))}
      errors={errors}
    />
  );
}

/** Years as people choose them; days as the request carries them. */
export function LifetimeSelect({
  id,
  label,
  years,
  value,
  onValue,
  errors,
  help,
}: {
  id: string;
  label: string;
  years: readonly number[];
  value: number;
  onValue: (days: number) => void;
  errors: readonly FieldProblem[];
  help?: string;
}) {
  const known = years.some((count) => count * 365 === value);
  return (
    <SelectField
      id={id}
      label={label}
      {...(help ? { help } : {})}
      value={String(value)}
      onValue={(days) => onValue(Number(days))}
      options={[
        ...years.map((count) => ({ value: String(count * 365), label: formatLifetime(count * 365) })),
        ...(known ? [] : [{ value: String(value), label: formatLifetime(value) }]),
      ]}
      errors={errors}
    />
  );
}

/** "0" as nobody says it. */
export const pathLengthWords = (depth: string): string =>
  depth === '0' ? authorityFieldsWords().noneBelow : authorityFieldsWords().deep(depth);
