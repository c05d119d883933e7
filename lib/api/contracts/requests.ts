import { z } from 'zod';
import { KEY_ALGORITHMS } from '../../pki/types.ts';
import { BULK_FIELDS } from '../../services/bulk-table.ts';
import type { CertificateListRequest } from '../../services/list-certificates.ts';
import { profileDefinition } from '../../services/profile-definition.ts';

/**
 * The request bodies of `/api/v1`: strict objects, so an unknown field is an error and not silence. Names, serials and
 * CSRs stay text here; `pki` parses them, with its own words, when the service runs.
 */

const text = (max: number) => z.string().max(max);
const keyAlgorithm = z.enum(KEY_ALGORITHMS);
export const validityDays = z.int().min(1).max(36_525);

export const rootFields = z.strictObject({
  name: text(64).optional(),
  keyAlgorithm: keyAlgorithm.optional(),
  validityDays: validityDays.optional(),
});

export const setupRequest = z.strictObject({
  setupToken: text(200),
  operator: z.strictObject({ email: text(254), name: text(100).optional(), password: text(1_000) }),
  keyProtection: z
    .strictObject({ mode: z.enum(['key-file', 'passphrase']), passphrase: text(1_000).optional() })
    .optional(),
  organisation: text(200),
  /** Absent: authorities are created later. Present: created in this call, for unattended set-up. */
  root: rootFields.optional(),
  issuing: rootFields.optional(),
});
export const setupTokenRequest = z.strictObject({ setupToken: text(200) });
export const unsealRequest = z.strictObject({ passphrase: text(1_000) });

export const signInRequest = z.strictObject({ email: text(254), password: text(1_000) });
/** As the form of the page sends it without script; `next` is the path to go on to. */
export const signInForm = z.strictObject({
  email: z.string().max(254),
  password: z.string().max(1_000),
  next: z.string().max(2_000).default('/'),
});

const subject = z.strictObject({
  commonName: text(200).optional(),
  organisation: text(200).optional(),
  organisationalUnit: text(200).optional(),
  country: text(10).optional(),
  state: text(200).optional(),
  locality: text(200).optional(),
  serialNumber: text(200).optional(),
  emailAddress: text(300).optional(),
});
/** tlsServer, tlsClient, tlsPeer, smime, codeSigning, or the id of a profile of your own. */
const profile = text(64);
export const issueCertificateRequest = z.strictObject({
  profile,
  /** Absent: the newest usable issuing authority. */
  authorityId: text(64).optional(),
  /** Server and peer: host names and addresses. Client: also e-mail addresses, URIs, `upn:` names. S/MIME: e-mail addresses. Code signing: none. */
  names: z.array(text(2_000)).max(5_000).optional(),
  subject: subject.optional(),
  validityDays: validityDays.optional(),
  /** RFC 3339; instead of `validityDays`. */
  notAfter: z.iso.datetime().optional(),
  keyAlgorithm: keyAlgorithm.optional(),
  /** PEM of a PKCS#10 request: the key stays with the applicant. Without it the key is made here. */
  csr: text(200_000).optional(),
  owner: text(1_000).optional(),
  notes: text(10_000).optional(),
  tags: z.array(text(200)).max(100).optional(),
});
export const previewCertificateRequest = issueCertificateRequest.extend({
  /** The key will be made by its owner and come with a CSR. */
  csrFollows: z.boolean().optional(),
});
export const inspectCsrRequest = z.strictObject({
  csr: text(200_000),
  /** What it would be signed under; absent: the built-in profile that it asks for. */
  profile: profile.optional(),
  authorityId: text(64).optional(),
  /** As at signing: names given here are certified instead of those in the request. */
  names: z.array(text(2_000)).max(5_000).optional(),
  subject: subject.optional(),
  validityDays: validityDays.optional(),
});

export const revocationReason = z.enum([
  'unspecified',
  'keyCompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'privilegeWithdrawn',
]);
export const revokeRequest = z.strictObject({
  reason: revocationReason,
  invalidityDate: z.iso.datetime().optional(),
  /** Also every other certificate with the same key. */
  everyWithThisKey: z.boolean().optional(),
});
export const renewRequest = z.strictObject({
  /** Absent: a new one when the key is held here, else the same. */
  key: z.enum(['new', 'same', 'csr']).optional(),
  csr: text(200_000).optional(),
  keyAlgorithm: keyAlgorithm.optional(),
  /** Absent: as long as before. */
  validityDays: validityDays.optional(),
  authorityId: text(64).optional(),
  /** Revoke the one before, as superseded, so many days later; absent: it stays good until it ends. */
  revokeReplacedAfterDays: z.int().min(1).max(365).optional(),
});
/** What is left out stays. */
export const describeRequest = z.strictObject({
  owner: text(1_000).optional(),
  notes: text(10_000).optional(),
  tags: z.array(text(200)).max(100).optional(),
});
export const revokeBySerialRequest = z.strictObject({
  serialNumber: text(200),
  authorityId: text(64).optional(),
  reason: revocationReason,
  invalidityDate: z.iso.datetime().optional(),
});

/** Files that hold a private key; audited. */
export const exportRequest = z.strictObject({
  format: z.enum(['key', 'pkcs12']),
  /** For `pkcs12`, 8 to 128 characters; absent: one is made and returned in the header `Countersign-Password`. */
  password: text(1_000).optional(),
});

export const createConnectionRequest = z.strictObject({
  kind: z.enum(['one-way', 'mutual']),
  /** Absent: made from the first server name and the client's. */
  name: text(200).optional(),
  authorityId: text(64).optional(),
  serverNames: z.array(text(2_000)).max(5_000),
  /** Needed for `mutual`. */
  clientName: text(2_000).optional(),
  /** Profiles of your own by their ids; absent: tlsServer and tlsClient. */
  serverProfile: profile.optional(),
  clientProfile: profile.optional(),
  validityDays: validityDays.optional(),
  keyAlgorithm: keyAlgorithm.optional(),
});

const bulkField = z.enum(BULK_FIELDS);
const bulkTable = {
  format: z.enum(['csv', 'json']),
  /** The whole file: CSV with a header, or a JSON array of objects; at most 10,000 rows. */
  content: text(15_000_000),
};
export const bulkColumnsRequest = z.strictObject(bulkTable);
export const bulkPlanRequest = z.strictObject({
  ...bulkTable,
  /** Column name to field; the other columns are ignored. */
  mapping: z.record(text(200), bulkField),
  defaults: z
    .strictObject({
      profile: profile.optional(),
      authorityId: text(64).optional(),
      validityDays: validityDays.optional(),
      keyAlgorithm: keyAlgorithm.optional(),
    })
    .optional(),
});
export const bulkStartRequest = bulkPlanRequest.extend({
  label: text(200).optional(),
  /** Issue the rows that pass and report the others; otherwise one refused row refuses all. */
  skipRefused: z.boolean().optional(),
});

export const createProfileRequest = z.strictObject({
  /** What it begins as: a built-in profile by name, or an own one by id. */
  base: profile,
  name: text(200),
  /** What differs; each member replaces that of the base. */
  definition: profileDefinition.partial().optional(),
});
export const changeProfileRequest = z.strictObject({
  /** The revision that was looked at; another one is a conflict. */
  revision: z.int().min(1),
  name: text(200).optional(),
  definition: profileDefinition.partial().optional(),
});

const days = z.string().regex(/^\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d$/, 'Give two days, as in 2026-12-01..2026-12-07.');
export const certificateFilterFields = {
  q: text(300).optional(),
  status: z.enum(['valid', 'expiring', 'expired', 'held', 'revoked']).optional(),
  use: z.enum(['server', 'client', 'mail', 'code', 'authority', 'responder']).optional(),
  issuer: text(64).optional(),
  tag: text(100).optional(),
  /** Two days, UTC, both included: `2026-12-01..2026-12-07`. */
  ends: days.optional(),
  /** `no`: only those that no certificate in force has replaced. */
  replaced: z.literal('no').optional(),
  /** `hide`: without those that ended more than 30 days ago. */
  old: z.literal('hide').optional(),
  /** Days on which they were revoked, as in `ends`. */
  revoked: days.optional(),
};
export const certificateListQuery = z.strictObject({
  ...certificateFilterFields,
  sort: z.enum(['newest', 'expiry']).optional(),
  limit: z.coerce.number().int().min(1).max(100).optional(),
  cursor: text(2_000).optional(),
});
/** The short names of addresses as those of the service. */
export function listRequest({
  q,
  issuer,
  ends,
  revoked,
  ...rest
}: z.infer<typeof certificateListQuery>): CertificateListRequest {
  return {
    text: q,
    issuerId: issuer,
    ...rest,
    ...(ends ? { ends: twoDays(ends) } : {}),
    ...(revoked ? { revoked: twoDays(revoked) } : {}),
  };
}

function twoDays(text: string): { firstDay: string; lastDay: string } {
  const [firstDay = '', lastDay = ''] = text.split('..');
  return { firstDay, lastDay };
}

export const certificateExportQuery = certificateListQuery.omit({ limit: true, cursor: true });
export const auditListQuery = z.strictObject({
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(100).optional(),
  action: text(100).optional(),
  actor: text(300).optional(),
  object: text(100).optional(),
  /** `whole`: recompute the chain from the first entry on, also what was recomputed within the last day. */
  check: z.enum(['whole']).optional(),
});
export const downloadQuery = z.strictObject({
  format: z.enum(['pem', 'chain', 'fullchain', 'der', 'root']),
  /** Another certificate of an authority above, such as a cross-certificate: the chain goes that way. */
  via: text(64).optional(),
});
