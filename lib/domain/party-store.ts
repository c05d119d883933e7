import type { CertificationRequest, CertificationRequestState } from './certification-request.ts';
import type { Connection, ConnectionTest } from './entities.ts';
import type { Handover } from './handover.ts';

/** The part of the store that deals with other parties: connections, what is handed over, what they ask for. */

export interface ConnectionQuery {
  readonly limit: number;
  /** Opaque, from an earlier page. */
  readonly before: string | null;
  /** Part of its name, or of what searches for its certificates find; lower case. */
  readonly text?: string | undefined;
  /**
   * By its certificates at `now`. `broken`: one of them is revoked, held or has ended. `expiring`: none is, and one ends
   * within `expiringDays`. `valid`: neither.
   */
  readonly state?: { readonly is: ConnectionState; readonly now: Date; readonly expiringDays: number } | undefined;
}
export type ConnectionState = 'valid' | 'expiring' | 'broken';

export interface ConnectionPage {
  /** Newest first. */
  readonly items: readonly Connection[];
  /** Towards older ones; null at the end. */
  readonly next: string | null;
  /** Towards newer ones; null at the start. */
  readonly previous: string | null;
}

export interface PartyReads {
  connection(id: string): Promise<Connection | null>;
  /** Throws `validation-failed` for a cursor that is not of this list. */
  connections(query: ConnectionQuery): Promise<ConnectionPage>;
  connectionCount(): Promise<number>;
  connectionsOfCertificate(certificateId: string): Promise<readonly Connection[]>;
  /** Those with a certificate of one of these issuers, newest first; at most `limit`. */
  connectionsUnder(issuerIds: readonly string[], limit: number): Promise<readonly Connection[]>;

  handover(id: string): Promise<Handover | null>;
  handoverByToken(tokenSha256: string): Promise<Handover | null>;
  /** Newest first. */
  handoversOf(connectionId: string): Promise<readonly Handover[]>;

  certificationRequest(id: string): Promise<CertificationRequest | null>;
  /** Waiting ones oldest first, as they are to be decided; all others newest first. */
  certificationRequests(args: {
    state: CertificationRequestState | null;
    limit: number;
    after: string | null;
  }): Promise<{ items: readonly CertificationRequest[]; next: string | null }>;
  /** Exact up to COUNT_LIMIT. */
  waitingRequestCount(): Promise<number>;
}

export interface PartyWrites {
  insertConnection(connection: Connection): Promise<void>;
  /** A renewed certificate takes the place of the old one; what was tested is forgotten. Throws `not-found`. */
  updateConnection(
    id: string,
    change: Partial<Pick<Connection, 'serverCertificateId' | 'clientCertificateId'>>,
  ): Promise<void>;
  /** Throws `not-found`. */
  renameConnection(id: string, name: string): Promise<void>;
  recordConnectionTest(id: string, test: ConnectionTest): Promise<void>;
  /** With what was to be handed over; its certificates stay. False when there is none. */
  deleteConnection(id: string): Promise<boolean>;

  insertHandover(handover: Handover, content: Uint8Array | null): Promise<void>;
  /** Its file goes, too. False when it was withdrawn before. */
  recordHandoverRevoked(id: string, at: Date): Promise<boolean>;
  /** One more wrong first group; returns how many there were. The file goes with the last that is allowed. */
  countHandoverAttempt(id: string): Promise<number>;
  /** The file, to one only: who comes second, too late, or after it was withdrawn gets null. */
  collectHandover(id: string, at: Date): Promise<Uint8Array | null>;
  /** Empties the files of links that ended before; returns how many. */
  dropEndedHandoverFiles(before: Date): Promise<number>;

  insertCertificationRequest(request: CertificationRequest): Promise<void>;
  /** From `waiting` only; false when somebody decided before. */
  decideCertificationRequest(
    id: string,
    decision: Pick<CertificationRequest, 'reason' | 'certificateId'> & {
      readonly state: Exclude<CertificationRequestState, 'waiting'>;
      readonly decidedAt: Date;
      readonly decidedBy: string;
    },
  ): Promise<boolean>;
}
