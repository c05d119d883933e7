/** What makes the end of the log provable: signed checkpoints, and copies in places that this program cannot change afterwards. */

export interface AuditCheckpoint {
  readonly seq: number;
  readonly at: Date;
  /** Canonical JSON (RFC 8785), as it was signed. */
  readonly text: string;
  /** Ed25519 (RFC 8032) over the octets of `text`. */
  readonly signature: Uint8Array;
}

/** What is in `text`. */
export interface CheckpointFacts {
  /** RFC 3339. */
  readonly at: string;
  readonly headHash: string;
  readonly instance: string;
  /** SHA-256 of the text of the checkpoint before, hex; of the first one 64 zeros. */
  readonly previous: string;
  readonly seq: number;
  readonly type: 'countersign-audit-checkpoint';
}

export interface AuditSinkState {
  readonly name: string;
  readonly deliveredSeq: number;
  /** The entry of the last checkpoint that was brought there. */
  readonly checkpointSeq: number;
  readonly deliveredAt: Date;
  /** Empty while it works. */
  readonly problem: string;
}

export interface AnchorReads {
  latestCheckpoint(): Promise<AuditCheckpoint | null>;
  /** Those of entries after `afterSeq`, up to `upToSeq`, in order. */
  checkpoints(args: { afterSeq: number; upToSeq: number }): Promise<readonly AuditCheckpoint[]>;
  auditSinks(): Promise<readonly AuditSinkState[]>;
}

export interface AnchorWrites {
  /** From now on this stored key signs checkpoints. */
  nameAuditKey(keyId: string): Promise<void>;
  /** False when there is one for this entry or a later one already. */
  insertCheckpoint(checkpoint: AuditCheckpoint): Promise<boolean>;
  recordAuditSink(state: AuditSinkState): Promise<void>;
}

/** `name` says where to, for people; it holds no secret. */
export interface AuditSink {
  readonly name: string;
  /** Resolves when they are kept there as well as it can be known. Lines of JSON without their line ends. */
  deliver(lines: readonly AuditLine[]): Promise<void>;
}
export interface AuditLine {
  readonly at: Date;
  readonly json: string;
}
