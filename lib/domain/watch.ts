/** The nouns of looking at one's own publications with a stranger's eyes. */

/** One published address of an authority as it was seen last. */
export interface WatchedAddress {
  readonly authorityId: string;
  readonly url: string;
  readonly label: string;
  readonly verdict: 'ok' | 'warning' | 'error';
  /** What was found, and what to do when it is not right. */
  readonly words: string;
  /** Since when the verdict is this one. */
  readonly since: Date;
  readonly seenAt: Date;
}

export type SeenStatus = 'good' | 'revoked' | 'unknown';

/** What one address said about one certificate. Times are ISO 8601. */
export interface ProofSource {
  readonly kind: 'crl' | 'delta' | 'ocsp-get' | 'ocsp-post';
  readonly url: string;
  /** `failed`: nothing usable came. */
  readonly status: SeenStatus | 'failed';
  /** What was seen, or why nothing was. */
  readonly words: string;
  readonly milliseconds: number;
  /** Since when this status can be seen there; null: it is not seen there. */
  readonly visibleSince: string | null;
  /** Until when a client that fetched just before that may go by what it has. */
  readonly hiddenUntil: string | null;
  readonly thisUpdate: string | null;
  readonly nextUpdate: string | null;
  /** How long caches may give out what they have, by HTTP; null: nothing is said. */
  readonly maxAgeSeconds: number | null;
  readonly crlNumber: string | null;
  readonly reason: string | null;
  readonly revokedAt: string | null;
}

/** Plain JSON, kept as the last proof of its certificate. */
export interface StatusProofJson {
  readonly serialNumber: string;
  readonly name: string;
  readonly issuerName: string;
  /** As the inventory says. */
  readonly expected: 'good' | 'revoked';
  readonly revokedAt: string | null;
  readonly reason: string | null;
  /** Whether every source says what the inventory says. */
  readonly agrees: boolean;
  readonly verdict: string;
  readonly sources: readonly ProofSource[];
  /** When the first list or answer with this status was published; null: none was seen. */
  readonly visibleSince: string | null;
  /** When the last client must have let go of what it fetched before; null: unknown. */
  readonly hiddenUntil: string | null;
  /** The handshake of the lab with lists in hand; null with the reason why there was none. */
  readonly handshake: { readonly runId: string; readonly refused: boolean; readonly words: string } | null;
  readonly noHandshake: string;
}

export interface StatusProof {
  readonly certificateId: string;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly record: StatusProofJson;
}
