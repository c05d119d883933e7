import { makeAuthorityWords } from '@/app/(console)/authorities/_components/make-authority.words';
import type { AuthorityChoice } from '@/components/pki/authority-choice';
import type { AuthorityKey } from '@/components/pki/authority-fields';
import { type LimitsDraft, limitsBody, NO_LIMITS, settingsBody } from '@/components/pki/limits-draft';
import type { SignatureScheme } from '@/lib/pki/types';

export type Kind = 'root' | 'issuing';
export type Scheme = SignatureScheme;
export interface Parent extends AuthorityChoice {
  readonly pathLenConstraint: number | null;
}
export interface Draft {
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
export const EMPTY: Draft = {
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
export const DEFAULTS = {
  root: { key: 'P-384', days: 3650, pathLen: '1' },
  issuing: { key: 'P-256', days: 1825, pathLen: '0' },
} as const;

/** The draft with every gap filled: by the address, then by the kind's defaults. */
export interface Chosen {
  readonly kind: Kind;
  readonly parent: Parent | undefined;
  readonly name: string;
  readonly country: string;
  readonly keyAlgorithm: AuthorityKey;
  readonly validityDays: number;
  readonly pathLen: string;
  readonly signatureScheme: Scheme;
}

export const moreSubject = () =>
  [
    { name: 'organisationalUnit', label: makeAuthorityWords().authorityDraft.department },
    { name: 'locality', label: makeAuthorityWords().authorityDraft.place },
    { name: 'stateOrProvince', label: makeAuthorityWords().authorityDraft.stateOrProvince },
  ] as const;

/** The first name of the usual form that no authority has. */
export function freeName(organisation: string, kind: Kind, taken: readonly string[]): string {
  const used = new Set(taken.map((name) => name.toLowerCase()));
  const candidates = kind === 'root' ? [`${organisation} Root`] : [];
  for (let number = kind === 'root' ? 2 : 1; number <= taken.length + 2; number += 1) {
    candidates.push(kind === 'root' ? `${organisation} Root ${number}` : `${organisation} Issuing ${number}`);
  }
  return candidates.find((name) => !used.has(name.toLowerCase())) ?? organisation;
}

export function bodyOf(chosen: Chosen, proposed: string, draft: Draft): object {
  return {
    kind: chosen.kind,
    ...(chosen.parent ? { parentId: chosen.parent.id } : {}),
    name: chosen.name.trim() === '' ? proposed : chosen.name.trim(),
    ...(chosen.country.trim() === '' ? {} : { country: chosen.country.trim() }),
    ...Object.fromEntries(
      moreSubject()
        .filter(({ name }) => draft[name].trim() !== '')
        .map(({ name }) => [name, draft[name].trim()]),
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
