import { z } from 'zod';
import { issueCertificateRequest, validityDays } from './requests.ts';

/** Bodies and queries about other parties: connections, what is handed over, what they ask for. */

const text = (max: number) => z.string().max(max);

export const connectionListQuery = z.strictObject({
  /** Part of its name or of a name in its certificates. */
  q: text(300).optional(),
  state: z.enum(['valid', 'expiring', 'broken']).optional(),
  cursor: text(2_000).optional(),
  limit: z.coerce.number().int().min(1).max(100).optional(),
});
/** `mutual` counts for certificates only: of a connection it is known. */
export const snippetsQuery = z.strictObject({
  revocation: z.enum(['true', 'false']).optional(),
  mutual: z.enum(['true', 'false']).optional(),
});
export const renameConnectionRequest = z.strictObject({ name: text(1_000) });
export const renewConnectionRequest = z.strictObject({
  /** For a side whose key is not held here: PEM of a PKCS#10 request with its new key. */
  serverCsr: text(200_000).optional(),
  clientCsr: text(200_000).optional(),
  /** Absent: each as long as the one before. */
  validityDays: validityDays.optional(),
});
export const createHandoverRequest = z.strictObject({
  side: z.enum(['server', 'client']),
  /** Also the whole bundle with its key, to be collected once. */
  withKey: z.boolean().optional(),
  /** Days until the link ends; absent: 7. */
  days: z.int().optional(),
});

export const requestListQuery = z.strictObject({
  state: z.enum(['waiting', 'approved', 'rejected', 'all']).optional(),
  cursor: text(2_000).optional(),
  limit: z.coerce.number().int().min(1).max(100).optional(),
});
const asked = {
  /** Absent: the built-in one that the request asks for. */
  profile: text(64).optional(),
  authorityId: text(64).optional(),
  names: issueCertificateRequest.shape.names,
  subject: issueCertificateRequest.shape.subject,
  validityDays: validityDays.optional(),
};
export const submitRequestRequest = z.strictObject({
  ...asked,
  csr: text(200_000),
  /** For whoever decides: who asks, and why. */
  note: text(10_000).optional(),
});
/** What is given takes the place of what was submitted. */
export const approveRequestRequest = z.strictObject(asked);
export const rejectRequestRequest = z.strictObject({ reason: text(10_000) });
export const rejectRequestsRequest = z.strictObject({ ids: z.array(text(64)).min(1).max(100), reason: text(10_000) });
