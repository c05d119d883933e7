/** Private keys as files. RFC 5958, RFC 7468 §10 */
import { encodePem } from './pem.ts';

/** PEM of an unencrypted PKCS#8 PrivateKeyInfo. */
export function privateKeyPem(pkcs8Der: Uint8Array): string {
  return encodePem('PRIVATE KEY', pkcs8Der);
}
