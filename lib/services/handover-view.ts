import type { Connection } from '../domain/entities.ts';
import { type BundleSide, type Handover, MOST_ATTEMPTS } from '../domain/handover.ts';

/** A hand-over link as operators see it: without the hashes by which it is recognised. */
export interface HandoverView {
  readonly id: string;
  readonly side: BundleSide;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly expiresAt: Date;
  readonly state: 'open' | 'ended' | 'withdrawn';
  /** Null: the link shows public things only. */
  readonly file: {
    readonly name: string;
    /** SHA-256 hex, to be compared by telephone. */
    readonly sha256: string;
    /** `locked`: the first group of the passphrase was wrong too often. */
    readonly state: 'waiting' | 'collected' | 'locked' | 'gone';
    readonly collectedAt: Date | null;
    readonly attemptsLeft: number;
  } | null;
  /** The party has another certificate by now: the file to collect is that of before. */
  readonly outdated: boolean;
}

export function handoverView(
  handover: Handover,
  connection: Pick<Connection, 'serverCertificateId' | 'clientCertificateId'>,
  now: Date,
): HandoverView {
  const { id, side, createdAt, createdBy, expiresAt, file } = handover;
  const state = stateOf(handover, now);
  const present = side === 'server' ? connection.serverCertificateId : connection.clientCertificateId;
  return {
    id,
    side,
    createdAt,
    createdBy,
    expiresAt,
    state,
    file: file && {
      name: file.name,
      sha256: file.sha256,
      state:
        file.collectedAt !== null
          ? 'collected'
          : file.attempts >= MOST_ATTEMPTS
            ? 'locked'
            : state === 'open'
              ? 'waiting'
              : 'gone',
      collectedAt: file.collectedAt,
      attemptsLeft: Math.max(0, MOST_ATTEMPTS - file.attempts),
    },
    outdated: handover.certificateId !== present,
  };
}

function stateOf({ revokedAt, expiresAt }: Handover, now: Date): HandoverView['state'] {
  if (revokedAt !== null) return 'withdrawn';
  return expiresAt <= now ? 'ended' : 'open';
}
