import type { RevocationReason } from '../pki/types.ts';
import type { AuthorityKeyState, CertificateState } from './entities.ts';

/** What one moment said about certificates of an authority, and about who answers for them. */
export interface StatusFacts {
  readonly authority: {
    readonly certificateId: string | null;
    readonly keyState: AuthorityKeyState;
    readonly responderCertificateId: string | null;
  };
  /** The delegated OCSP responder in force; null: none was issued. */
  readonly responder: {
    readonly state: CertificateState;
    /** Its key is here, wrapped. */
    readonly hasKey: boolean;
  } | null;
  /** In the order of the serials; null: this issuer has never used the serial. */
  readonly statuses: readonly (StatusRecord | null)[];
}

export interface StatusRecord {
  /** `revoked` also for a line of the ledger of revocations whose certificate is not here, `issued` for a serial that an imported authority has used. */
  readonly state: CertificateState;
  readonly createdAt: Date;
  /** Null when only the line of the ledger of revocations is here. */
  readonly notAfter: Date | null;
  readonly revokedAt: Date | null;
  readonly reason: RevocationReason | null;
}

/**
 * How answers about status read: past the object mapper, on connections that no writer holds up. Everything here is what
 * was committed when the call was made, or later; nothing is remembered between calls.
 */
export interface StatusReads {
  /**
   * Another text after every committed change of the store, whichever process made it: what was read at a mark is true
   * while the mark is the same.
   */
  changeMark(): Promise<string>;
  /** About one serial or more. Null: there is no such authority. */
  statusFacts(authorityId: string, serialNumbers: readonly string[]): Promise<StatusFacts | null>;
}
