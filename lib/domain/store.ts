import type { CertificateDer, RevocationReason, SerialNumber, TbsCertificateDer } from '../pki/types.ts';
import type {
  CertificateBrief,
  CertificateCounts,
  CertificateDay,
  CertificatePage,
  CertificateQuery,
} from './certificate-lists.ts';
import type { StatusReads } from './certificate-status.ts';
import type {
  AuditEntry,
  Authority,
  Certificate,
  CertificateIntent,
  CrlFacts,
  CrlIntent,
  CrlKind,
  CrlPiece,
  CrlRecord,
  Instance,
  Job,
  JobItem,
  JobItemState,
  JobState,
  KeyProtection,
  LongCrlIntent,
  LongCrlResult,
  OwnProfile,
  PlannedRevocation,
  PlannedState,
  ProfileName,
  RevokedEntry,
  SavedView,
  StoredKey,
} from './entities.ts';
import type { LabRecordJson, LabRun } from './lab.ts';
import type { StatusProof, WatchedAddress } from './watch.ts';

export {
  type CertificateBrief,
  type CertificateCounts,
  type CertificateDay,
  type CertificatePage,
  type CertificateQuery,
  COUNT_LIMIT,
} from './certificate-lists.ts';

import type { AnchorReads, AnchorWrites } from './audit-anchor.ts';
import type { OperatorReads, OperatorWrites } from './operator-store.ts';
import type { PartyReads, PartyWrites } from './party-store.ts';

/**
 * What is remembered. Reads see committed state. Every change happens in `transaction`, which holds the write side
 * for its whole length, may share its commit with others, is retried when the database asks for it (so `work` may run
 * more than once and must touch nothing but `tx`), and resolves only after the commit is durable. No signing, network or file work inside.
 */
export interface Store extends StoreReads, StatusReads {
  transaction<Result>(work: (tx: StoreTransaction) => Promise<Result>): Promise<Result>;
  /**
   * Stores pieces in many small transactions, before there is an intent that has them, so that nobody waits while a long
   * list is written. Until then they may be removed at any time; the intent adds what is missing.
   */
  keepCrlPieces(pieces: readonly CrlPiece[]): Promise<void>;
  /**
   * After a committed `eraseKey`: takes the octets out of the files of the database as far as it has them in hand.
   * Its backups, and the write-ahead log of PostgreSQL, are not. False when readers kept it from doing so.
   */
  scrubErased(): Promise<boolean>;
  close(): Promise<void>;
}

/** What one act is about to have signed for end entities: all of it becomes certificates, or none. */
export interface IntentBatch {
  readonly id: string;
  readonly intents: readonly CertificateIntent[];
}

export interface StoreReads extends PartyReads, OperatorReads, AnchorReads {
  /** Null until the set-up is finished. */
  instance(): Promise<Instance | null>;
  keyProtection(): Promise<KeyProtection | null>;
  setupToken(): Promise<SetupToken | null>;

  key(id: string): Promise<StoredKey | null>;
  /** The key that signs checkpoints of the log; null before the first. */
  auditKey(): Promise<StoredKey | null>;

  authorities(): Promise<readonly Authority[]>;
  authority(id: string): Promise<Authority | null>;
  /** The certification request (DER) that was made for an authority whose certificate comes from elsewhere. */
  authorityRequest(id: string): Promise<Uint8Array | null>;

  certificate(id: string): Promise<Certificate | null>;
  certificateBySerial(issuerId: string, serialNumber: SerialNumber): Promise<Certificate | null>;
  /** Null while only intended. */
  certificateDer(id: string): Promise<CertificateDer | null>;
  /** Intents for authorities without a result, oldest first; normally empty outside a running issuance. */
  intendedCertificates(): Promise<readonly (Certificate & { readonly tbsDer: TbsCertificateDer })[]>;
  /** Intents for end entities without a result, oldest first. */
  intentBatches(): Promise<readonly IntentBatch[]>;
  /** In alphabetical order. */
  certificateTags(certificateId: string): Promise<readonly string[]>;
  /** All that carry this public key, newest first; also authorities' own ones. */
  certificatesWithKey(spkiSha256: string): Promise<readonly Certificate[]>;
  /** Of the next `limit` certificates in the order of their identifiers, those with RSA keys. `count`: how many were looked at; `last`: the last of them. */
  rsaKeysAfter(afterId: string, limit: number): Promise<RsaKeyPage>;
  /** All that certify this authority's key, newest first: its own, renewed and cross-certificates. */
  certificatesOfAuthority(authorityId: string): Promise<readonly Certificate[]>;
  /** What took the place of this certificate, newest first. */
  replacementsOf(certificateId: string): Promise<readonly Certificate[]>;
  certificatePage(query: CertificateQuery): Promise<CertificatePage>;
  /** The same as a list of many rows at a time, with what acts on many look at only. `next`: the cursor of the next slice; null at the end. */
  certificateBriefs(query: CertificateQuery): Promise<{
    readonly items: readonly CertificateBrief[];
    readonly next: string | null;
  }>;
  /** Those of these that exist, in the order of `ids`. */
  certificatesById(ids: readonly string[]): Promise<readonly Certificate[]>;
  /** In alphabetical order, of those that have any. */
  tagsOfCertificates(ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  certificateCounts(now: Date): Promise<CertificateCounts>;
  /** How many end-entity certificates were issued here and revoked on each day from `firstDay` on; days without either are missing. */
  certificateDays(firstDay: Date): Promise<readonly CertificateDay[]>;
  /**
   * Issued by this authority, neither revoked nor expired; its own root certificate and responders do not count. Exact
   * up to COUNT_LIMIT, and one more for all beyond.
   */
  livingCertificates(issuerId: string, now: Date): Promise<number>;
  /** The same for several issuers together, those that end after `after` and until `until` (null: ever). */
  livingEnding(issuerIds: readonly string[], after: Date, until: Date | null): Promise<number>;
  /** Of which kinds something lives that this issuer signed. */
  livingProfiles(issuerId: string, now: Date): Promise<readonly ProfileName[]>;
  /** When the last of those ends that live at `now`; null: none does. */
  lastLivingEnd(issuerIds: readonly string[], now: Date): Promise<Date | null>;

  /** The newest published one; the complete, undivided list unless another is named. */
  currentCrl(authorityId: string, of?: { kind: CrlKind; shard: number }): Promise<CrlRecord | null>;
  /** The same without its bytes. */
  currentCrlFacts(authorityId: string, of?: { kind: CrlKind; shard: number }): Promise<CrlFacts | null>;
  /** CRL intents that were never published, oldest first. */
  intendedCrls(): Promise<readonly (CrlIntent | LongCrlIntent)[]>;
  /** Everything of this authority that belongs on a CRL at `now`: revoked and abandoned, expired ones for one more CRL (notAfter ≥ `notExpiredBefore`). Ordered by serial. */
  revokedEntries(authorityId: string, notExpiredBefore: Date): Promise<readonly RevokedEntry[]>;

  /** How many `revokedEntries` are, without reading them. */
  revokedEntryCount(authorityId: string, notExpiredBefore: Date): Promise<number>;
  /** The same in slices of text that `RevokedLines` reads, as one moment saw it, without holding anybody up; for lists of any length. */
  scanRevokedEntries(authorityId: string, notExpiredBefore: Date): AsyncIterable<Uint8Array>;
  /** Whether a status that CRLs tell about changed after this audit entry. */
  statusChangedSince(seq: number): Promise<boolean>;
  /** The audit entries after this one that changed lines of CRLs, in no order; null: more than `limit`. */
  statusChangesSince(seq: number, limit: number): Promise<readonly AuditEntry[] | null>;
  /** One line of the ledger of revocations, also for serials whose certificate is not here. */
  revokedEntry(authorityId: string, serialNumber: SerialNumber): Promise<RevokedEntry | null>;
  /** Which of the serials this issuer has used, each with the SHA-256 of its certificate (null while only intended). */
  fingerprintsBySerial(
    issuerId: string,
    serialNumbers: readonly SerialNumber[],
  ): Promise<ReadonlyMap<SerialNumber, string | null>>;
  /** The part of `revokedEntries` that was added at or after `since`. */
  revokedEntriesSince(authorityId: string, since: Date, notExpiredBefore: Date): Promise<readonly RevokedEntry[]>;
  /** What was taken off hold at or after `since`, and not held again. */
  releasedEntriesSince(
    authorityId: string,
    since: Date,
  ): Promise<readonly { readonly serialNumber: SerialNumber; readonly releasedAt: Date }[]>;
  /** The published whole list before the newest one, else the newest; null before the first. Without its bytes. */
  crlBefore(authorityId: string): Promise<CrlFacts | null>;

  labRun(id: string): Promise<{ readonly run: LabRun; readonly record: LabRecordJson } | null>;
  /** Runs that were made together, in the order they were made. */
  labRunsOfGroup(groupId: string): Promise<readonly { readonly run: LabRun; readonly record: LabRecordJson }[]>;
  /** Newest first. */
  labRuns(args: { limit: number; before: string | null }): Promise<{ items: readonly LabRun[]; next: string | null }>;
  /** Newest first. */
  labRunsOfConnection(connectionId: string, limit: number): Promise<readonly LabRun[]>;

  /** The last look at its status with a stranger's eyes; null: none was taken. */
  statusProof(certificateId: string): Promise<StatusProof | null>;
  /** What the watch saw last, of one authority or of all. */
  watchedAddresses(authorityId?: string): Promise<readonly WatchedAddress[]>;

  ownProfile(id: string): Promise<OwnProfile | null>;
  /** In alphabetical order of their names. */
  ownProfiles(): Promise<readonly OwnProfile[]>;
  /** How many certificates were made under each profile, by the own one's id or the built-in one's name; abandoned ones count. */
  profileUsage(): Promise<ReadonlyMap<string, number>>;
  /** Made under this own profile, newest first. */
  certificatesOfProfile(profileId: string, limit: number): Promise<readonly Certificate[]>;

  savedView(id: string): Promise<SavedView | null>;
  /** In alphabetical order of their names. */
  savedViews(operatorId: string): Promise<readonly SavedView[]>;

  plannedRevocation(id: string): Promise<PlannedRevocation | null>;
  /** Those that concern this certificate, as the one to be revoked or as its replacement; the newest first. */
  plannedRevocationsOf(certificateId: string): Promise<readonly PlannedRevocation[]>;
  /** In this state, by the time they are due: from `dueFrom` on, up to `dueBy`. */
  plannedRevocations(args: {
    state: PlannedState;
    limit: number;
    dueFrom?: Date;
    dueBy?: Date;
  }): Promise<readonly PlannedRevocation[]>;

  job(id: string): Promise<Job | null>;
  /** Newest first. */
  jobs(args: { limit: number; before: string | null }): Promise<{ items: readonly Job[]; next: string | null }>;
  /** Queued or running, oldest first. */
  openJobs(): Promise<readonly Job[]>;
  /** In order of position, after `afterPosition` (-1: from the first). */
  jobItems(args: {
    jobId: string;
    state?: JobItemState;
    afterPosition: number;
    limit: number;
  }): Promise<readonly JobItem[]>;

  /** Newest first. */
  auditPage(args: {
    limit: number;
    beforeSeq: number | null;
    action?: string;
    actor?: string;
    objectId?: string;
  }): Promise<{ items: readonly AuditEntry[]; next: number | null }>;
  /** In order from `afterSeq`, at most `limit`. */
  auditRange(args: { afterSeq: number; limit: number }): Promise<readonly AuditEntry[]>;
  auditHead(): Promise<{ seq: number; hash: string }>;

  idempotent(actor: string, key: string): Promise<IdempotencyRecord | null>;
  /** Whether a key with this SPKI hash was revoked as compromised. */
  isKeyBarred(spkiSha256: string): Promise<boolean>;
  /** Whether an authority or responder of this instance has the key, with or without a certificate. */
  isAuthorityKey(spkiSha256: string): Promise<boolean>;
}

export interface RsaKeyPage {
  /** The structure by itself, or inside of the certificate: at least one is there. */
  readonly keys: readonly {
    readonly spkiSha256: string;
    readonly tbsDer: TbsCertificateDer | null;
    readonly certificateDer: CertificateDer | null;
  }[];
  readonly count: number;
  readonly last: { readonly id: string; readonly createdAt: Date } | null;
}

export interface StoreTransaction extends StoreReads, PartyWrites, OperatorWrites, AnchorWrites {
  createInstance(instance: Instance, protection: KeyProtection): Promise<void>;
  /** False when it is not the envelope `before` any more. */
  replaceKeyProtection(before: KeyProtection, after: KeyProtection): Promise<boolean>;
  saveSetupToken(token: SetupToken): Promise<void>;
  clearSetupToken(): Promise<void>;

  insertKey(key: StoredKey): Promise<void>;
  /** Overwrites the wrapped octets and then leaves none; what the key was stays known. Throws `not-found`. */
  eraseKey(id: string): Promise<void>;

  insertAuthority(authority: Authority): Promise<void>;
  saveAuthorityRequest(id: string, requestDer: Uint8Array): Promise<void>;
  updateAuthority(
    id: string,
    change: Partial<
      Pick<
        Authority,
        | 'status'
        | 'parentId'
        | 'certificateId'
        | 'responderCertificateId'
        | 'keyId'
        | 'keyState'
        | 'signatureScheme'
        | 'settings'
        | 'deletedAt'
      >
    >,
  ): Promise<void>;

  /** Throws `conflict` when (issuer, serial) exists. */
  insertCertificateIntent(intent: CertificateIntent): Promise<void>;
  /** False when the row is no longer `intended`. */
  recordIssued(args: { id: string; certificateDer: CertificateDer; fingerprintSha256: string }): Promise<boolean>;
  /** From `intended`; the serial joins the CRL. False when the row is no longer `intended`. */
  recordAbandoned(args: { id: string; at: Date }): Promise<boolean>;
  /** From `issued`; the serial joins the CRL as certificateHold. False when the row is not `issued`. */
  recordHeld(args: { id: string; at: Date }): Promise<boolean>;
  /** From `held` back to `issued`; the serial leaves the CRL. False when the row is not `held`. RFC 5280 §5.3.1 */
  recordReleased(args: { id: string; at: Date }): Promise<boolean>;
  /** From `issued` or `held`; the serial joins the CRL; keyCompromise bars the key. False when the row is neither. */
  recordRevoked(args: {
    id: string;
    at: Date;
    reason: RevocationReason;
    invalidityDate: Date | null;
  }): Promise<boolean>;

  /**
   * One change of status of many, with what each single sibling does besides. `revoked` from `issued` or `held`, `held` from `issued`,
   * `issued` from `held`. Throws `conflict` when one of them is in another state; the transaction then stores nothing.
   */
  recordStatusOfMany(
    args: { readonly ids: readonly string[]; readonly at: Date } & (
      | { readonly to: 'revoked'; readonly reason: RevocationReason; readonly invalidityDate: Date | null }
      | { readonly to: 'held' }
      | { readonly to: 'issued' }
    ),
  ): Promise<void>;

  /** Replaces what operators say about it; searches find owner and tags. Throws `not-found`. */
  describeCertificate(args: { id: string; owner: string; notes: string; tags: readonly string[] }): Promise<void>;
  /** The same for many, each once. Throws `not-found`. */
  describeCertificates(
    descriptions: readonly {
      readonly id: string;
      readonly owner: string;
      readonly notes: string;
      readonly tags: readonly string[];
    }[],
  ): Promise<void>;

  /** Takes the authority's next number: strictly greater than any before, never reused. */
  nextCrlNumber(authorityId: string): Promise<bigint>;
  /** Of a long one the pieces that are not there yet are stored, too. */
  insertCrlIntent(intent: CrlIntent | LongCrlIntent): Promise<void>;
  /** Publishes, and drops the octets of older CRLs of the authority beyond the last few, with the pieces that no list has any more. */
  recordCrlPublished(record: CrlRecord | LongCrlResult): Promise<void>;
  /** Stores those that are not there yet; `insertCrlIntent` does it by itself. */
  addCrlPieces(pieces: readonly CrlPiece[]): Promise<void>;

  insertLabRun(run: LabRun, record: LabRecordJson): Promise<void>;
  /** Deletes the oldest beyond the last `keep`, some at a time; how many. */
  pruneLabRuns(keep: number): Promise<number>;

  /** Takes the place of the one before. */
  saveStatusProof(proof: StatusProof): Promise<void>;
  /** Takes the place of all that was known of this authority. */
  saveWatchedAddresses(authorityId: string, addresses: readonly WatchedAddress[]): Promise<void>;

  insertProfile(profile: OwnProfile): Promise<void>;
  /** To the next revision. False when it is not at `revision` any more. */
  updateProfile(
    id: string,
    revision: number,
    change: Partial<Pick<OwnProfile, 'name' | 'status' | 'definition'>> & Pick<OwnProfile, 'updatedAt'>,
  ): Promise<boolean>;
  /** False when a certificate was made under it, or may have been. */
  deleteProfile(id: string): Promise<boolean>;

  /** Throws `conflict` when the operator has one of this name. */
  insertView(view: SavedView): Promise<void>;
  /** False when there is none. Throws `conflict` when the operator has another one of this name. */
  renameView(id: string, name: string, at: Date): Promise<boolean>;
  /** False when there is none. */
  deleteView(id: string): Promise<boolean>;

  insertPlannedRevocation(plan: PlannedRevocation): Promise<void>;
  /** False when it no longer waits. */
  endPlannedRevocation(
    id: string,
    end: { readonly state: Exclude<PlannedState, 'waiting'>; readonly message: string; readonly endedAt: Date },
  ): Promise<boolean>;

  insertJob(job: Job, items: readonly Pick<JobItem, 'position' | 'input'>[]): Promise<void>;
  /** Only from the states in `from`; false when it is in another. */
  updateJob(
    id: string,
    from: readonly JobState[],
    change: Partial<Pick<Job, 'state' | 'message' | 'startedAt' | 'finishedAt' | 'parameters' | 'total'>>,
  ): Promise<boolean>;
  addJobItems(jobId: string, items: readonly Pick<JobItem, 'position' | 'input'>[]): Promise<void>;
  /** Ends waiting items, and counts them at the job. Throws `conflict` when one is not waiting any more. */
  recordJobItems(
    jobId: string,
    items: readonly (Pick<JobItem, 'position' | 'certificateId' | 'problem'> & {
      readonly state: 'done' | 'refused';
    })[],
  ): Promise<void>;

  /**
   * Certificates from elsewhere in their final state; a compromised key is barred. Their lines
   * for the CRL are `insertRevokedEntries`. Throws `conflict` when (issuer, serial) exists.
   */
  insertImportedCertificates(
    items: readonly {
      readonly certificate: Certificate;
      readonly tbsDer: TbsCertificateDer;
      readonly certificateDer: CertificateDer;
    }[],
  ): Promise<void>;
  /** Those whose serial has no line yet; returns how many. */
  /** Serials that are new; what is a certificate here or a revocation counts before them. Returns how many. */
  insertIssuedSerials(
    authorityId: string,
    entries: readonly { readonly serialNumber: SerialNumber; readonly notAfter: Date }[],
    recordedAt: Date,
  ): Promise<number>;
  insertRevokedEntries(
    authorityId: string,
    entries: readonly (RevokedEntry & { readonly notAfter: Date })[],
  ): Promise<number>;
  /** The next CRL number will be greater than this one. */
  raiseCrlNumber(authorityId: string, atLeast: bigint): Promise<void>;

  insertKeys(keys: readonly StoredKey[]): Promise<void>;
  /** Keeps the serial numbers from anybody else. Throws `conflict` when one of (issuer, serial) is taken. */
  insertIntentBatch(batch: IntentBatch): Promise<void>;
  /** In place of the batch: certificates in the state `issued`. Throws `conflict` when it was given up meanwhile. */
  recordBatchIssued(
    batchId: string,
    items: readonly {
      readonly intent: CertificateIntent;
      readonly certificateDer: CertificateDer;
      readonly fingerprintSha256: string;
    }[],
  ): Promise<void>;
  /**
   * In place of the batch: certificates in the state `abandoned`, whose serials join the CRL. Returns them; none when
   * there is no such batch any more.
   */
  recordBatchAbandoned(batchId: string, at: Date): Promise<readonly CertificateIntent[]>;
  /** The same as one `appendAudit` for each, in order. */
  appendAudits(
    entries: readonly Omit<AuditEntry, 'seq' | 'previousHash' | 'hash'>[],
    seal: (entry: Omit<AuditEntry, 'hash'>) => string,
  ): Promise<void>;

  /** Appends to the hash chain; the store supplies seq and previousHash, `seal` computes the hash of the entry. */
  appendAudit(
    entry: Omit<AuditEntry, 'seq' | 'previousHash' | 'hash'>,
    seal: (entry: Omit<AuditEntry, 'hash'>) => string,
  ): Promise<AuditEntry>;

  /** Claims the key for a request in progress. False when it is already there (read it with `idempotent`). */
  claimIdempotency(record: IdempotencyRecord): Promise<boolean>;
  completeIdempotency(args: { actor: string; key: string; status: number; body: string }): Promise<void>;
  /** After a refused request: the same key may be used again. */
  releaseIdempotency(actor: string, key: string): Promise<void>;
  dropIdempotencyBefore(at: Date): Promise<number>;

  /** Adds one to a named counter that starts again after its window; returns the count within the window. */
  countAttempt(args: { name: string; now: Date; windowSeconds: number }): Promise<number>;
  clearAttempts(name: string): Promise<void>;
  /** Takes or renews a named lease. False when another holder has it. */
  acquireLease(args: { name: string; holder: string; now: Date; seconds: number }): Promise<boolean>;
}

export interface SetupToken {
  /** SHA-256 hex of the token. */
  readonly tokenHash: string;
  readonly expiresAt: Date;
  readonly attemptsLeft: number;
}

export interface IdempotencyRecord {
  readonly actor: string;
  readonly key: string;
  /** SHA-256 hex of method, path and body. */
  readonly requestHash: string;
  /** Null while in progress. */
  readonly status: number | null;
  readonly body: string | null;
  readonly createdAt: Date;
}
