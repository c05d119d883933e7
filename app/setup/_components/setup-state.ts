import type { AuthorityKey } from '@/components/pki/authority-fields';
import type { KeyProtectionMode } from '@/lib/domain/entities';
import { setupWords } from './setup.words';

/** What the wizard asks. The first part may wait in the tab; the second never leaves memory. */
export interface SetupDraft {
  readonly email: string;
  readonly organisation: string;
  readonly mode: KeyProtectionMode;
  readonly rootKey: AuthorityKey;
  readonly issuingKey: AuthorityKey;
  readonly rootDays: number;
  readonly issuingDays: number;
}
export interface SetupSecrets {
  readonly token: string;
  readonly password: string;
  readonly passphrase: string;
}

export const EMPTY_DRAFT: SetupDraft = {
  email: '',
  organisation: '',
  mode: 'key-file',
  rootKey: 'P-384',
  issuingKey: 'P-256',
  rootDays: 3650,
  issuingDays: 1825,
};

export interface Resume {
  readonly organisation: string;
  readonly root: { readonly id: string; readonly name: string } | null;
}

export const steps = () =>
  [
    { label: setupWords().setupState.operator, hint: setupWords().setupState.whoRunsThisAuthority },
    { label: setupWords().setupState.keyProtection, hint: setupWords().setupState.howKeysRestOnDisk },
    { label: setupWords().setupState.yourAuthority, hint: setupWords().setupState.itsName },
    { label: setupWords().setupState.review, hint: setupWords().setupState.thenCreate },
  ] as const;

export const rootName = (organisation: string): string => `${organisation.trim()} Root`;
export const issuingName = (organisation: string): string => `${organisation.trim()} Issuing 1`;

/** The step that asks for a refused field. */
export function stepOf(field: string): number {
  if (field.startsWith('operator') || field === 'setupToken') return 0;
  if (field.startsWith('keyProtection')) return 1;
  return 2;
}

/** The control that a refused field belongs to. */
export function anchorOf(field: string): string {
  return field.replaceAll('.', '-');
}
