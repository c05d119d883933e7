import type { Certificate, CertificateState, ProfileName } from './entities.ts';

/** How certificates are asked for in lists, and what lists and counts are. */

export interface CertificateQuery {
  readonly tag?: string;
  /** Part of any name, or a whole or partial serial or fingerprint (already lower-case, separators removed for hex). */
  readonly text?: string;
  /** As shown to people at `now`. */
  readonly status?: 'valid' | 'expiring' | 'expired' | 'held' | 'revoked';
  readonly states?: readonly CertificateState[];
  readonly profiles?: readonly ProfileName[];
  readonly issuerId?: string;
  /** Only those that no certificate in force has replaced. */
  readonly unreplaced?: boolean;
  /** Only those that were revoked (or put on hold) in this time, both ends included. */
  readonly revokedBetween?: { readonly from: Date; readonly to: Date };
  /** Only those that end after this. */
  readonly endsAfter?: Date;
  readonly now: Date;
  /** Days before the end that count as `expiring`. */
  readonly expiringDays: number;
  readonly sort: 'newest' | 'expiry';
  readonly limit: number;
  /** Opaque, from an earlier page. */
  readonly cursor: string | null;
}
export interface CertificatePage {
  readonly items: readonly Certificate[];
  /** Towards the end of the list; null at the end. */
  readonly next: string | null;
  /** Towards the start; null at the start. */
  readonly previous: string | null;
}
/** What acts on many certificates look at. */
export interface CertificateBrief
  extends Pick<Certificate, 'id' | 'issuerId' | 'serialNumber' | 'state' | 'profile' | 'displayName' | 'notAfter'> {
  readonly keyHeld: boolean;
}
export interface CertificateDay {
  /** 00:00 UTC. */
  readonly day: Date;
  readonly issued: number;
  readonly revoked: number;
}
/** Up to here lists are counted exactly. */
export const COUNT_LIMIT = 10_000;

/** Exact up to COUNT_LIMIT; a number above it means "more". `total` is exact at any size. */
export interface CertificateCounts {
  readonly total: number;
  readonly valid: number;
  readonly expiring: number;
  readonly expired: number;
  readonly held: number;
  readonly revoked: number;
  /** Ended more than 30 days ago, in whatever state. */
  readonly longEnded: number;
}
