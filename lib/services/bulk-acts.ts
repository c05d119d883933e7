import type { Authority, JobKind } from '../domain/entities.ts';
import type { CertificateBrief } from '../domain/store.ts';
import { PROFILES } from '../pki/profiles.ts';
import type { RevocationReason } from '../pki/types.ts';
import type { Right } from './authorise.ts';
import { checkDescription } from './describe-certificate.ts';
import { FieldErrors } from './field-errors.ts';

/** What can be done to many certificates at once. */
export type BulkAct =
  | {
      readonly kind: 'revoke';
      readonly reason: RevocationReason;
      /** RFC 3339, as for one. */
      readonly invalidityDate?: string | undefined;
    }
  | { readonly kind: 'hold' | 'release' | 'renew' }
  | {
      readonly kind: 'describe';
      readonly addTags?: readonly string[] | undefined;
      readonly removeTags?: readonly string[] | undefined;
      readonly owner?: string | undefined;
    };
export type BulkActKind = BulkAct['kind'];

export const JOB_KINDS = {
  revoke: 'bulk-revocation',
  hold: 'bulk-hold',
  release: 'bulk-release',
  renew: 'bulk-renewal',
  describe: 'bulk-description',
} as const satisfies Record<BulkActKind, JobKind>;

/** What each asks for, and so cancelling or repeating a job of it. */
export const RIGHT_OF_KIND = {
  'bulk-issuance': 'certificate.issue',
  'bulk-revocation': 'certificate.revoke',
  'bulk-hold': 'certificate.revoke',
  'bulk-release': 'certificate.revoke',
  'bulk-renewal': 'certificate.issue',
  'bulk-description': 'certificate.describe',
} as const satisfies Record<JobKind, Right>;

/** What a job of these keeps. */
export interface BulkActParameters {
  /** The names of what `JobItem.input` holds. */
  readonly columns: readonly string[];
  readonly act: BulkAct;
  /** Set until all that a filter finds stands in the job. */
  readonly gathering?: {
    readonly filter: object;
    readonly count: number;
    readonly cursor: string | null;
    readonly gathered: number;
  };
}
export const BULK_COLUMNS = ['certificate', 'name', 'serial number'] as const;

/** `JobItem.input` of one certificate. */
export function bulkInput({
  id,
  displayName,
  serialNumber,
}: Pick<CertificateBrief, 'id' | 'displayName' | 'serialNumber'>) {
  return JSON.stringify([id, displayName, serialNumber]);
}

/** The act as it is kept. Throws `validation-failed`. */
export function checkAct(act: BulkAct, now: Date): BulkAct {
  const errors = new FieldErrors();
  if (act.kind === 'revoke' && act.invalidityDate !== undefined && new Date(act.invalidityDate) > now)
    errors.add('act.invalidityDate', 'The date of compromise is in the future. Choose today or an earlier day.');
  if (act.kind !== 'describe') {
    errors.throwIfAny();
    return act;
  }
  const { tags: addTags = [] } = checkDescription({ tags: act.addTags ?? [] });
  const { owner } = checkDescription(act.owner === undefined ? {} : { owner: act.owner });
  const removeTags = [...new Set((act.removeTags ?? []).map((tag) => tag.trim().toLowerCase()))].filter(Boolean);
  const both = addTags.find((tag) => removeTags.includes(tag));
  if (both !== undefined) errors.add('act.addTags', `"${both}" is to be added and removed. Choose one of both.`);
  if (addTags.length === 0 && removeTags.length === 0 && owner === undefined)
    errors.add('act', 'There is nothing to change. Give tags to add or to remove, or an owner.');
  errors.throwIfAny();
  return { kind: 'describe', addTags, removeTags, ...(owner === undefined ? {} : { owner }) };
}

/**
 * Why this certificate will be refused, as far as a list can tell; null: probably not. The act itself decides for each by
 * the rules for one.
 */
export function expectedRefusal(
  kind: BulkActKind,
  certificate: CertificateBrief,
  authorities: ReadonlyMap<string, Authority>,
): string | null {
  const { state, profile, keyHeld, issuerId } = certificate;
  if (kind === 'describe') return null;
  const isOwn = PROFILES[profile].isAuthority;
  if (isOwn) return 'Certificates of authorities: this is done on the authority’s own page';
  if (profile === 'ocspResponder' && kind !== 'revoke') return 'OCSP responders, which the program renews itself';
  if (state === 'abandoned') return kind === 'renew' ? 'Never handed out' : 'Revoked already';
  if (kind === 'renew')
    return keyHeld ? null : 'Private key not held here: renew each with a new request from where its key is';
  if (authorities.get(issuerId)?.keyState === 'absent') return 'Signed elsewhere: its issuer revokes it';
  if (state === 'revoked') return 'Revoked already';
  if (kind === 'hold' && state === 'held') return 'On hold already';
  if (kind === 'release' && state === 'issued') return 'Not on hold';
  return null;
}
