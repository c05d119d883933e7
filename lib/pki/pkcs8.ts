/** Private keys as files. RFC 5958, RFC 7468 §10, §11 */
import { createPrivateKey } from 'node:crypto';
import { octetString, sequence } from './der-writer.ts';
import { type Entropy, encryptPbes2, PBKDF2_ITERATIONS } from './password-encryption.ts';
import { encodePem } from './pem.ts';
import { PkiError } from './types.ts';

/** PEM of an unencrypted PKCS#8 PrivateKeyInfo. */
export function privateKeyPem(pkcs8Der: Uint8Array): string {
  return encodePem('PRIVATE KEY', pkcs8Der);
}

/**
 * PEM of the key under a password: PBES2 with AES-256-CBC and PBKDF2-HMAC-SHA-256, 600,000 rounds unless given. Blocks for about half a second:
 * call it in a worker. RFC 5958 §3, RFC 8018 §6.2
 */
export function encryptedPrivateKeyPem(args: {
  readonly pkcs8Der: Uint8Array;
  readonly password: string;
  readonly entropy: Entropy;
  readonly iterations?: number;
}): string {
  const { algorithm, encrypted } = encryptPbes2(
    args.pkcs8Der,
    args.password,
    args.iterations ?? PBKDF2_ITERATIONS,
    args.entropy,
  );
  return encodePem('ENCRYPTED PRIVATE KEY', sequence(algorithm, octetString(encrypted)));
}

/**
 * PEM in the form from before PKCS#8, for software that reads nothing else: `RSA PRIVATE KEY` or `EC PRIVATE KEY`. Throws `unsupported` for
 * Ed25519, which has no such form, and `malformed`. RFC 8017 appendix A.1.2, RFC 5915
 */
export function traditionalPrivateKeyPem(pkcs8Der: Uint8Array): string {
  const key = openKey(pkcs8Der);
  if (key.asymmetricKeyType === 'rsa') return key.export({ type: 'pkcs1', format: 'pem' }).toString();
  if (key.asymmetricKeyType === 'ec') return key.export({ type: 'sec1', format: 'pem' }).toString();
  throw new PkiError('unsupported', 'Keys of this type have no form older than PKCS#8. Use the PKCS#8 file.');
}

function openKey(pkcs8Der: Uint8Array) {
  try {
    return createPrivateKey({ key: Buffer.from(pkcs8Der), format: 'der', type: 'pkcs8' });
  } catch (cause) {
    throw new PkiError('malformed', 'The private key is not valid PKCS#8.', { cause });
  }
}
