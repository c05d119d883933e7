/** Encryption under a password, for keys and PKCS#12 files: PBES2, and the old scheme for old destinations. RFC 8018, RFC 7292 appendix C */
import { createCipheriv, pbkdf2Sync } from 'node:crypto';
import { integer, nullValue, octetString, oid, sequence } from './der-writer.ts';
import { OID } from './oids.ts';
import { derivePkcs12Key, pkcs12Password } from './pkcs12-key-derivation.ts';
import { PkiError } from './types.ts';

export type Entropy = (octets: number) => Uint8Array;

export interface PasswordEncrypted {
  /** AlgorithmIdentifier of the encryption. */
  readonly algorithm: Uint8Array;
  readonly encrypted: Uint8Array;
}

/** OWASP's figure for PBKDF2-HMAC-SHA-256. */
export const PBKDF2_ITERATIONS = 600_000;

/**
 * ```
 * AlgorithmIdentifier { pbes2, SEQUENCE { keyDerivationFunc { pbkdf2, SEQUENCE { salt OCTET STRING, iterationCount INTEGER, keyLength INTEGER, prf } },
 *   encryptionScheme { aes256-CBC, iv OCTET STRING } } }
 * ```
 * The password is UTF-8 here, unlike in the old scheme. Throws `malformed` when `entropy` gives another count. RFC 8018 appendix A.2, A.4
 */
export function encryptPbes2(
  data: Uint8Array,
  password: string,
  iterations: number,
  entropy: Entropy,
): PasswordEncrypted {
  const salt = takeEntropy(entropy, 16);
  const iv = takeEntropy(entropy, 16);
  const key = pbkdf2Sync(Buffer.from(password, 'utf8'), salt, iterations, 32, 'sha256');
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  const encrypted = Buffer.concat([cipher.update(data), cipher.final()]);
  key.fill(0);
  const algorithm = sequence(
    oid(OID.pbes2),
    sequence(pbkdf2Identifier(salt, iterations, 32), sequence(oid(OID.aes256Cbc), octetString(iv))),
  );
  return { algorithm, encrypted };
}

/**
 * ```
 * AlgorithmIdentifier { pbkdf2, SEQUENCE { salt OCTET STRING, iterationCount INTEGER, keyLength INTEGER, prf { hmacWithSHA256, NULL } } }
 * ```
 * RFC 8018 appendix A.2
 */
export function pbkdf2Identifier(salt: Uint8Array, iterations: number, keyOctets: number): Uint8Array {
  return sequence(
    oid(OID.pbkdf2),
    sequence(
      octetString(salt),
      integer(iterations),
      integer(keyOctets),
      sequence(oid(OID.hmacWithSha256), nullValue()),
    ),
  );
}

/**
 * ```
 * AlgorithmIdentifier { pbeWithSHAAnd3-KeyTripleDES-CBC, SEQUENCE { salt OCTET STRING, iterations INTEGER } }
 * ```
 * Weak: for destinations that read nothing else. RFC 7292 appendix C
 */
export function encryptTripleDes(
  data: Uint8Array,
  password: string,
  iterations: number,
  entropy: Entropy,
): PasswordEncrypted {
  const salt = takeEntropy(entropy, 8);
  const shared = { digest: 'sha1', password: pkcs12Password(password), salt, iterations } as const;
  const key = derivePkcs12Key({ ...shared, purpose: 1, octets: 24 });
  const iv = derivePkcs12Key({ ...shared, purpose: 2, octets: 8 });
  const cipher = createCipheriv('des-ede3-cbc', key, iv);
  const encrypted = Buffer.concat([cipher.update(data), cipher.final()]);
  key.fill(0);
  return {
    algorithm: sequence(oid(OID.pbeWithSHAAnd3KeyTripleDesCbc), sequence(octetString(salt), integer(iterations))),
    encrypted,
  };
}

/** Exactly `octets` octets of the given source. Throws `malformed` when it gives another count. */
export function takeEntropy(entropy: Entropy, octets: number): Uint8Array {
  const taken = entropy(octets);
  if (taken.length !== octets)
    throw new PkiError('malformed', `The source of randomness gave ${taken.length} octets in place of ${octets}.`);
  return taken;
}
