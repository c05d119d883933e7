import type { Authority, StoredKey } from '../domain/entities.ts';
import type { ProfileId } from '../pki/profiles.ts';
import type { DistinguishedName, GeneralName, SignatureScheme } from '../pki/types.ts';
import type { AuthorityLimits } from './authority-limits.ts';
import type { AppliedProfile } from './chosen-profile.ts';
import type { Issuer } from './issuer.ts';

/** One certificate to make: every decision is taken. */
export interface IssuanceOrder {
  readonly profile: ProfileId;
  /** Null: a root, signed by `key` itself. */
  readonly issuer: Issuer | null;
  /** The authority that signs; for a root, the new one. */
  readonly issuerId: string;
  readonly subject: DistinguishedName;
  readonly names: readonly GeneralName[];
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** SubjectPublicKeyInfo. */
  readonly spkiDer: Uint8Array;
  /** The subject's private key when it is kept here; recorded together with the intent. */
  readonly key: StoredKey | null;
  readonly pathLenConstraint?: number | null;
  /** The authority whose key this certifies, for authorities' certificates. */
  readonly authorityId?: string | null;
  /** The profile of the operators' own whose rules are applied. */
  readonly ownProfile?: AppliedProfile | null;
  /** The certificate this one takes the place of. */
  readonly replacesId?: string | null;
  /** The key is certified again and was stored before; `key` is null then. */
  readonly heldKeyId?: string | null;
  readonly owner?: string;
  readonly notes?: string;
  /** For previews: there is no key yet and the issuer's stands in, so what depends on the key is not judged. */
  readonly keyStandsIn?: boolean;
  /** How a new root signs itself; with an issuer, the issuer's way counts. */
  readonly signatureScheme?: SignatureScheme;
  /** A root that certifies itself again, and the key it has; `key` is null then. */
  readonly rootOf?: Authority;
  readonly rootKey?: StoredKey;
  /** What an authority's certificate says about everything below it. */
  readonly limits?: AuthorityLimits;
  /** Absent: the hash of the key. A key that is certified again keeps its identifier. */
  readonly subjectKeyIdentifier?: Uint8Array;
}
