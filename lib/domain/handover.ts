/** A link through which one party of a connection gets what is its own, and perhaps collects one file, once. */
export type BundleSide = 'server' | 'client';

export interface Handover {
  readonly id: string;
  readonly connectionId: string;
  readonly side: BundleSide;
  /** SHA-256 hex of the token in the link; the token itself is nowhere. */
  readonly tokenSha256: string;
  /** The party's certificate when the link was made; null for the clients of a one-way connection. */
  readonly certificateId: string | null;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  /** The file that can be collected once; null: the link shows public things only. */
  readonly file: HandoverFile | null;
}

export interface HandoverFile {
  readonly name: string;
  /** SHA-256 hex of its octets, to be compared by telephone. */
  readonly sha256: string;
  /** SHA-256 hex of the handover's id, a colon and the first group of the passphrase. */
  readonly codeSha256: string;
  /** First groups that were wrong. */
  readonly attempts: number;
  readonly collectedAt: Date | null;
}

/** So many wrong first groups, and nobody collects the file any more. */
export const MOST_ATTEMPTS = 5;
