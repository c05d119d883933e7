import type { AuditObjectType } from '@/lib/domain/entities';
import type { KeyAlgorithm } from '@/lib/pki/types';

/** Names that are the same in every language, and where things live. */

export const KEY_ALGORITHM_WORDS = {
  'P-256': 'ECDSA P-256',
  'P-384': 'ECDSA P-384',
  'P-521': 'ECDSA P-521',
  'RSA-2048': 'RSA 2048',
  'RSA-3072': 'RSA 3072',
  'RSA-4096': 'RSA 4096',
  Ed25519: 'Ed25519',
  'ML-DSA-44': 'ML-DSA-44',
  'ML-DSA-65': 'ML-DSA-65',
  'ML-DSA-87': 'ML-DSA-87',
} as const satisfies Record<KeyAlgorithm, string>;

export const keyAlgorithmWord = (name: string): string =>
  (KEY_ALGORITHM_WORDS as Readonly<Record<string, string>>)[name] ?? name;

const SIGNATURE_WORDS: Readonly<Record<string, string>> = {
  '1.2.840.10045.4.3.2': 'ECDSA with SHA-256',
  '1.2.840.10045.4.3.3': 'ECDSA with SHA-384',
  '1.2.840.10045.4.3.4': 'ECDSA with SHA-512',
  '1.2.840.113549.1.1.10': 'RSA-PSS',
  '1.2.840.113549.1.1.11': 'RSA with SHA-256',
  '1.2.840.113549.1.1.12': 'RSA with SHA-384',
  '1.2.840.113549.1.1.13': 'RSA with SHA-512',
  '1.3.101.112': 'Ed25519',
  '2.16.840.1.101.3.4.3.17': 'ML-DSA-44',
  '2.16.840.1.101.3.4.3.18': 'ML-DSA-65',
  '2.16.840.1.101.3.4.3.19': 'ML-DSA-87',
};
/** A signature algorithm by name; what is not known stays as it is. */
export const signatureWord = (name: string): string => SIGNATURE_WORDS[name] ?? name;

/** Where an audit entry's object lives, when it has a page. */
export function objectHref(type: AuditObjectType, id: string): string | null {
  if (type === 'authority') return `/authorities/${id}`;
  if (type === 'certificate') return `/certificates/${id}`;
  if (type === 'connection') return `/connections/${id}`;
  if (type === 'profile') return `/profiles/${id}`;
  if (type === 'lab-run') return `/lab/${id}`;
  if (type === 'request') return `/requests/${id}`;
  return null;
}

/** The server's phrases are made to stand in sentences; alone they begin like one. */
export const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
