import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { KeyAlgorithm } from '../pki/types.ts';

const generate = promisify(generateKeyPair) as unknown as (
  type: string,
  options: object,
) => Promise<{ publicKey: KeyObject; privateKey: KeyObject }>;

/** A fresh key pair from the system's CSPRNG, off the event loop; PKCS#8 and SubjectPublicKeyInfo DER. The caller overwrites the private octets. */
export async function generatePrivateKey(algorithm: KeyAlgorithm): Promise<{ spkiDer: Uint8Array; pkcs8Der: Buffer }> {
  const [type, options] = PARAMETERS[algorithm];
  const { publicKey, privateKey } = await generate(type, options);
  return {
    spkiDer: publicKey.export({ format: 'der', type: 'spki' }),
    pkcs8Der: privateKey.export({ format: 'der', type: 'pkcs8' }),
  };
}

const PARAMETERS = {
  'RSA-2048': ['rsa', { modulusLength: 2048, publicExponent: 65_537 }],
  'RSA-3072': ['rsa', { modulusLength: 3072, publicExponent: 65_537 }],
  'RSA-4096': ['rsa', { modulusLength: 4096, publicExponent: 65_537 }],
  'P-256': ['ec', { namedCurve: 'P-256' }],
  'P-384': ['ec', { namedCurve: 'P-384' }],
  'P-521': ['ec', { namedCurve: 'P-521' }],
  Ed25519: ['ed25519', {}],
  'ML-DSA-44': ['ml-dsa-44', {}],
  'ML-DSA-65': ['ml-dsa-65', {}],
  'ML-DSA-87': ['ml-dsa-87', {}],
} as const satisfies Record<KeyAlgorithm, readonly [string, object]>;
