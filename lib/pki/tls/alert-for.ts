/** The alert that OpenSSL, and with it nginx, Apache and HAProxy, sends for a refusal; others send the same or `bad_certificate`. RFC 8446 §6.2 */
import type { PeerCode } from './peer-verdict.ts';
import { ALERTS } from './registry.ts';

export interface AlertName {
  readonly code: number;
  readonly name: string;
}

/** By what was found. OpenSSL 3.5, ssl/statem/statem_lib.c, `x509table`. */
export function alertFor(code: PeerCode, version: number | null): AlertName {
  if (code === 'no-certificate') return named(version === 0x0304 ? 116 : 40);
  return named(BY_CODE[code] ?? 46);
}

function named(code: number): AlertName {
  return { code, name: ALERTS[code] ?? String(code) };
}

const BY_CODE: Partial<Record<PeerCode, number>> = {
  expired: 45,
  'not-yet-valid': 42,
  revoked: 44,
  'revocation-unknown': 48,
  'bad-purpose': 43,
  'bad-key-usage': 43,
  'name-mismatch': 42,
  'missing-intermediate': 48,
  'untrusted-root': 48,
  'unknown-issuer': 48,
  'path-too-long': 48,
  'not-a-ca': 48,
  'bad-signature': 51,
  'no-proof': 51,
  'weak-key': 42,
  'weak-algorithm': 42,
};
