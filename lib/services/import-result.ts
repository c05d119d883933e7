import type { ItemOutcome } from './import-ledger.ts';

export interface AuthorityOutcome {
  readonly fingerprintSha256: string;
  readonly name: string;
  readonly outcome: 'imported' | 'already-here' | 'key-attached' | 'refused' | 'not-chosen';
  /** Why it was refused, or what else there is to know; empty otherwise. */
  readonly reason: string;
  readonly authorityId: string | null;
  readonly keyHeld: boolean;
  /** Certificates and revocations that are new here. */
  readonly certificates: number;
  readonly revocations: number;
}

export interface ImportResult {
  readonly authorities: readonly AuthorityOutcome[];
  /** One for each recognised item, in their order. */
  readonly items: readonly ItemOutcome[];
}
