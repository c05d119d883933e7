import { z } from 'zod';

/**
 * A question about one certificate path. The command reads one of these a line (at most 16 MiB), the REST API one a request (within its body limit);
 * what may be spent on an answer is bounded by the budgets of `lib/pki/path/path-result.ts`, whatever the question holds.
 */
const pem = z.string().max(16_777_216);
const oid = z.string().regex(/^[0-2](?:\.(?:0|[1-9]\d{0,38})){1,64}$/, 'Write object identifiers as 2.5.29.32.0');

export const verifyPathRequest = z.strictObject({
  /** PEM of the certificates that are believed; one that cannot be read is skipped. */
  trusted: z.array(pem).max(100_000),
  /** PEM of others that may be part of the path, in any order. */
  intermediates: z.array(pem).max(100_000).optional(),
  leaf: pem,
  /** PEM of revocation lists. With any list or response, each certificate below the trusted one must be covered. */
  crls: z.array(pem).max(10_000).optional(),
  /** Base64 of OCSP responses. */
  ocspResponses: z.array(pem).max(10_000).optional(),
  /** Null: no name is compared. */
  name: z
    .strictObject({ kind: z.enum(['DNS', 'IP', 'RFC822']), value: z.string().max(1_000) })
    .nullable()
    .optional(),
  /** RFC 3339; null: now. */
  time: z.string().max(64).nullable().optional(),
  /** Null: any use, by RFC 5280 alone. */
  purpose: z.enum(['server', 'client']).nullable().optional(),
  /** Dotted OIDs; absent: any policy. RFC 5280 §6.1.1 */
  userInitialPolicySet: z.array(oid).max(1_000).optional(),
  initialExplicitPolicy: z.boolean().optional(),
  initialPolicyMappingInhibit: z.boolean().optional(),
  initialAnyPolicyInhibit: z.boolean().optional(),
  /** MD5, SHA-1, DSA and RSA from 1024 bits count as well. */
  allowLegacyAlgorithms: z.boolean().optional(),
});
