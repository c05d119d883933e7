import type { KeyAlgorithm } from '../pki/types.ts';

export type CertificationRequestState = 'waiting' | 'approved' | 'rejected';

/** An outside party's certification request (RFC 2986) that somebody decides later. */
export interface CertificationRequest {
  readonly id: string;
  readonly state: CertificationRequestState;
  /** PEM as it was submitted. */
  readonly csr: string;
  /** JSON of what goes with it: profile, authority, names, subject, life. Read by the service that approves. */
  readonly asked: string;
  readonly displayName: string;
  /** Of the request, RFC 4514. */
  readonly subjectText: string;
  readonly keyAlgorithm: KeyAlgorithm;
  readonly spkiSha256: string;
  /** For whoever decides: who asks, and why. May be empty. */
  readonly note: string;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
  /** Why it was rejected; empty otherwise. */
  readonly reason: string;
  /** What became of it when it was approved. */
  readonly certificateId: string | null;
}
