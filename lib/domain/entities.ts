import type {
  CertificateListDer,
  DistinguishedName,
  GeneralName,
  KeyAlgorithm,
  RevocationReason,
  SerialNumber,
  SignatureScheme,
  SubjectPublicKeyInfoDer,
  TbsCertificateDer,
  TbsCertListDer,
} from '../pki/types.ts';

/** The nouns, as plain data. Identifiers are opaque lowercase text; times are whole seconds in UTC. */

export type ProfileName =
  | 'rootAuthority'
  | 'issuingAuthority'
  | 'tlsServer'
  | 'tlsClient'
  | 'tlsPeer'
  | 'smime'
  | 'codeSigning'
  | 'ocspResponder';

/** How the key-encryption key is protected: a 0600 file in the data directory, or a passphrase given at every start. */
export type KeyProtectionMode = 'key-file' | 'passphrase';

/** The one row that exists once the set-up is finished. */
export interface Instance {
  readonly instanceId: string;
  readonly organisation: string;
  readonly createdAt: Date;
}

/** The wrapped key-encryption key and how to open it. Everything in it is safe at rest. */
export interface KeyProtection {
  readonly mode: KeyProtectionMode;
  /** JSON understood by the signer alone: format version, KDF parameters, salt, nonce, ciphertext, check value. */
  readonly envelope: string;
}

/** `audit`: signs checkpoints of the log, and nothing else. */
export type KeyKind = 'authority' | 'responder' | 'endEntity' | 'audit';

/** A private key as it rests: wrapped, bound to its identity, useless without the signer's key-encryption key. */
export interface StoredKey {
  readonly id: string;
  readonly kind: KeyKind;
  readonly algorithm: KeyAlgorithm;
  readonly spkiDer: SubjectPublicKeyInfoDer;
  readonly spkiSha256: string;
  readonly wrapped: Uint8Array;
  readonly createdAt: Date;
}

export type AuthorityKind = 'root' | 'issuing';
/** `awaiting-certificate`: it has a key and a request, and waits for the answer of an outside authority. */
export type AuthorityStatus = 'active' | 'disabled' | 'revoked' | 'awaiting-certificate';
/** Where its key is: wrapped in the store, in a sealed file somewhere else, or never here (an outside authority). */
export type AuthorityKeyState = 'online' | 'offline' | 'absent';

/** What an operator may set for one authority. Absent fields have the program's defaults. */
export interface AuthoritySettings {
  /** Addresses that go into what it signs, instead of those of the public listener; an empty list leaves them out. */
  readonly crlUrls?: readonly string[];
  readonly ocspUrls?: readonly string[];
  readonly caIssuersUrls?: readonly string[];
  /** Days from thisUpdate to nextUpdate of a complete CRL. */
  readonly crlLifeDays?: number;
  /** Hours from thisUpdate to nextUpdate of a delta CRL; absent: none are made. */
  readonly deltaCrlHours?: number;
  /** Into how many CRLs the serial numbers are split; absent or 1: one list. */
  readonly crlShards?: number;
  /** Profiles (built-in names or ids of own ones) it may use; absent: all. */
  readonly profiles?: readonly string[];
  /** Of a root: the certificate that proves that a device trusts it; absent: the proof is off. */
  readonly proofCertificateId?: string;
  /** Days that those who trust it need until a successor is installed everywhere; for the plan of its rollover. */
  readonly distributionDays?: number;
}

export interface Authority {
  readonly id: string;
  readonly kind: AuthorityKind;
  readonly name: string;
  readonly status: AuthorityStatus;
  /** Null for a root. */
  readonly parentId: string | null;
  /** Null when its key was never here. */
  readonly keyId: string | null;
  readonly keyState: AuthorityKeyState;
  readonly settings: AuthoritySettings;
  /** The authority whose place this one took, with a new key. */
  readonly predecessorId: string | null;
  /** Set while it is deleted and can still be brought back. */
  readonly deletedAt: Date | null;
  /** How its key signs certificates and CRLs: PSS for RSA keys by choice, else `pkcs1`. Stays as long as its key does. */
  readonly signatureScheme: SignatureScheme;
  /** The certificate in force; null only between the intent and the result of its own issuance. */
  readonly certificateId: string | null;
  /** The delegated OCSP responder in force, if one was issued. */
  readonly responderCertificateId: string | null;
  readonly createdAt: Date;
}

/**
 * `intended`: recorded, perhaps signed, result not recorded. `abandoned`: given up at recovery; listed as revoked.
 * `held`: revoked for the time being (certificateHold); released it is `issued` again.
 */
export type CertificateState = 'intended' | 'issued' | 'held' | 'revoked' | 'abandoned';

export interface Certificate {
  readonly id: string;
  /** The authority that signs it; for a root, itself. */
  readonly issuerId: string;
  readonly serialNumber: SerialNumber;
  readonly state: CertificateState;
  /** The built-in kind; `profileId` is the profile of the operators' own that was applied, if one was. */
  readonly profile: ProfileName;
  readonly profileId: string | null;
  /** The authority whose key it certifies; null for end entities. */
  readonly authorityId: string | null;
  /** The certificate it replaces. */
  readonly replacesId: string | null;
  readonly origin: 'issued' | 'imported';
  /** Who answers for it; free text, may be empty. */
  readonly owner: string;
  readonly notes: string;
  /** What lists show: the CN, else the first name. */
  readonly displayName: string;
  readonly subject: DistinguishedName;
  readonly names: readonly GeneralName[];
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly keyAlgorithm: KeyAlgorithm;
  readonly spkiSha256: string;
  /** SHA-256 of the DER, hex; null until signed. */
  readonly fingerprintSha256: string | null;
  /** The key if this program holds it. */
  readonly keyId: string | null;
  readonly revokedAt: Date | null;
  readonly revocationReason: RevocationReason | null;
  readonly createdAt: Date;
  readonly createdBy: string;
}

/** What is written before the signature is made (issuance cycle step 5). */
export interface CertificateIntent
  extends Omit<Certificate, 'state' | 'origin' | 'fingerprintSha256' | 'revokedAt' | 'revocationReason'> {
  readonly tbsDer: TbsCertificateDer;
}

/** A complete list, or a delta on top of the complete one with `baseNumber` (RFC 5280 §5.2.4). */
export type CrlKind = 'complete' | 'delta';

export interface CrlRecord {
  readonly id: string;
  readonly authorityId: string;
  readonly crlNumber: bigint;
  readonly kind: CrlKind;
  readonly baseNumber: bigint | null;
  /** Which part of the serial numbers it covers when the list is split; 0 when it is whole. */
  readonly shard: number;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  readonly entryCount: number;
  readonly certificateListDer: CertificateListDer;
}
/** A list without its octets. */
export type CrlFacts = Omit<CrlRecord, 'certificateListDer'>;
export interface CrlIntent extends CrlFacts {
  readonly tbsDer: TbsCertListDer;
}

/** Encoded entries of a list, whole ones, about 1 MiB; named by the SHA-256 of the octets in lower-case hex. */
export interface CrlPiece {
  readonly name: string;
  readonly octets: Uint8Array;
}
/** The octets of a list, with or without its signature, one part behind the other; `pieces` are all of its entries. */
export interface ListInPieces {
  readonly head: Uint8Array;
  readonly pieces: readonly CrlPiece[];
  readonly tail: Uint8Array;
}
/** A list that is too long to be kept, sent or signed in one: `tbs` is its TBSCertList. */
export interface LongCrlIntent extends CrlFacts {
  readonly tbs: ListInPieces;
}
/** The signed list around the pieces of its intent. */
export interface LongCrlResult extends CrlFacts {
  readonly head: Uint8Array;
  readonly tail: Uint8Array;
}

/** One line of a CRL. */
export interface RevokedEntry {
  readonly serialNumber: SerialNumber;
  readonly revokedAt: Date;
  readonly reason: RevocationReason;
  readonly invalidityDate: Date | null;
}

export type ConnectionKind = 'one-way' | 'mutual';

/** "A trusts B": a server and, when mutual, a client, with the certificates they hold now. */
export interface Connection {
  readonly id: string;
  readonly kind: ConnectionKind;
  readonly name: string;
  readonly serverCertificateId: string;
  readonly clientCertificateId: string | null;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly lastTest: ConnectionTest | null;
}

export interface HandshakeSide {
  readonly role: 'client' | 'server';
  readonly accepted: boolean;
  /** One plain sentence: "Server proved api.lan." / "Refused: the client's certificate is revoked." */
  readonly verdict: string;
  /** The TLS stack's own code, such as CERT_REVOKED; null when accepted. */
  readonly code: string | null;
}
export interface HandshakeRun {
  readonly kind: ConnectionKind;
  readonly ok: boolean;
  readonly protocol: string | null;
  readonly cipher: string | null;
  readonly durationMilliseconds: number;
  readonly sides: readonly HandshakeSide[];
  /** The recorded handshake; absent in tests of older versions. */
  readonly labRunId?: string;
}
export interface ConnectionTest {
  readonly ranAt: Date;
  readonly runs: readonly HandshakeRun[];
}

/** A built-in profile under rules of the operators' own. */
export interface OwnProfile {
  readonly id: string;
  /** The built-in profile it was cloned from, directly or through others; never changes. */
  readonly base: ProfileName;
  readonly name: string;
  readonly status: 'active' | 'retired';
  /** From 1; grows with every change. */
  readonly revision: number;
  /** JSON of a `ProfileDefinition`. */
  readonly definition: string;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly updatedAt: Date;
}

export type JobKind =
  | 'bulk-issuance'
  | 'bulk-revocation'
  | 'bulk-hold'
  | 'bulk-release'
  | 'bulk-renewal'
  | 'bulk-description';
export type JobState = 'queued' | 'running' | 'finished' | 'cancelled' | 'failed';

/** Long work that survives restarts; its pieces are `JobItem`s. */
export interface Job {
  readonly id: string;
  readonly kind: JobKind;
  /** What lists show, such as the name of the file it came from. */
  readonly label: string;
  readonly state: JobState;
  /** JSON understood by the service that runs it. */
  readonly parameters: string;
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  /** Why it ended early, in words; empty otherwise. */
  readonly message: string;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}
export type JobItemState = 'waiting' | 'done' | 'refused';
export interface JobItem {
  readonly jobId: string;
  /** From 0, in the order of the input. */
  readonly position: number;
  readonly state: JobItemState;
  /** JSON of the piece of work. */
  readonly input: string;
  readonly certificateId: string | null;
  /** JSON of what was wrong; null unless refused. */
  readonly problem: string | null;
}

/** A name for a filter of the certificates, of one operator. */
export interface SavedView {
  readonly id: string;
  readonly operatorId: string;
  readonly name: string;
  /** What stands behind `?` in the address of the list: `status=expiring&sort=expiry`. */
  readonly query: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export type PlannedState = 'waiting' | 'done' | 'cancelled' | 'refused';
/** The revocation of a replaced certificate, as superseded, at a later time. */
export interface PlannedRevocation {
  readonly id: string;
  readonly certificateId: string;
  /** What took its place: unless this one is in force, nothing is revoked. */
  readonly replacementId: string;
  readonly dueAt: Date;
  readonly state: PlannedState;
  /** Why it was refused or cancelled, in words. */
  readonly message: string;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly endedAt: Date | null;
}

export interface AuditEntry {
  /** Contiguous from 1. */
  readonly seq: number;
  readonly at: Date;
  readonly actor: string;
  readonly action: AuditAction;
  readonly objectType: AuditObjectType;
  readonly objectId: string;
  /** Plain, typed, secret-free facts about the act; values are text. */
  readonly details: Readonly<Record<string, string>>;
  /** SHA-256 hex of the previous entry; 64 zeros for the first. */
  readonly previousHash: string;
  readonly hash: string;
}
export type AuditAction =
  | 'instance.set-up'
  | 'operator.signed-in'
  | 'operator.sign-in-refused'
  | 'operator.signed-out'
  | 'operator.session-ended'
  | 'operator.stepped-up'
  | 'operator.step-up-refused'
  | 'keys.unsealed'
  | 'keys.unseal-refused'
  | 'authority.created'
  | 'authority.imported'
  | 'authority.key-attached'
  | 'authority.configured'
  | 'authority.disabled'
  | 'authority.enabled'
  | 'authority.revoked'
  | 'authority.deleted'
  | 'authority.restored'
  | 'authority.key-purged'
  | 'authority.renewed'
  | 'authority.rekeyed'
  | 'authority.requested'
  | 'authority.certificate-installed'
  | 'authority.certified'
  | 'authority.cross-signed'
  | 'authority.key-sealed'
  | 'authority.key-taken-offline'
  | 'authority.ceremony-begun'
  | 'authority.ceremony-ended'
  | 'certificate.intended'
  | 'certificate.issued'
  | 'certificate.imported'
  | 'certificate.abandoned'
  | 'certificate.revoked'
  | 'certificate.held'
  | 'certificate.released'
  | 'certificate.described'
  | 'certificate.revocation-planned'
  | 'certificate.revocation-plan-ended'
  | 'certificate.key-exported'
  | 'key.shared-factor-found'
  | 'crl.intended'
  | 'crl.published'
  | 'connection.created'
  | 'view.saved'
  | 'view.renamed'
  | 'view.deleted'
  | 'profile.created'
  | 'profile.changed'
  | 'profile.retired'
  | 'profile.reactivated'
  | 'profile.deleted'
  | 'job.started'
  | 'job.finished'
  | 'job.cancelled'
  | 'job.exported'
  | 'connection.renewed'
  | 'connection.tested'
  | 'lab.ran'
  | 'lab.probed'
  | 'status.proved'
  | 'watch.failed'
  | 'watch.recovered'
  | 'connection.renamed'
  | 'connection.deleted'
  | 'connection.handed-over'
  | 'connection.handover-revoked'
  | 'connection.collected'
  | 'connection.collection-refused'
  | 'request.submitted'
  | 'request.approved'
  | 'request.rejected'
  | 'operator.invited'
  | 'operator.invitation-withdrawn'
  | 'operator.joined'
  | 'operator.reset-allowed'
  | 'operator.password-reset'
  | 'operator.password-changed'
  | 'operator.changed'
  | 'operator.disabled'
  | 'operator.enabled'
  | 'operator.recovered'
  | 'access.refused'
  | 'clock.confirmed'
  | 'keys.protection-changed'
  | 'operator.second-factor-on'
  | 'operator.second-factor-off'
  | 'operator.second-factor-refused'
  | 'audit.key-created'
  | 'token.created'
  | 'token.revoked';
export type AuditObjectType =
  | 'instance'
  | 'operator'
  | 'session'
  | 'authority'
  | 'certificate'
  | 'crl'
  | 'connection'
  | 'job'
  | 'view'
  | 'profile'
  | 'request'
  | 'lab-run'
  | 'invitation'
  | 'token';

export interface Session {
  readonly id: string;
  readonly operatorId: string;
  readonly createdAt: Date;
  /** When it ends unless it is used before. */
  readonly expiresAt: Date;
  /** When it ends however much it is used. */
  readonly latestEnd: Date;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
}
