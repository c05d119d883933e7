import { createECDH, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { bitString, explicit, integer, octetString, oid, sequence } from '../pki/der-writer.ts';
import { OID } from '../pki/oids.ts';
import type { KeyAlgorithm } from '../pki/types.ts';

const generate = promisify(generateKeyPair) as unknown as (
  type: string,
  options: object,
) => Promise<{ publicKey: KeyObject; privateKey: KeyObject }>;

/** A fresh key pair from the system's CSPRNG, off the event loop where it takes long; PKCS#8 and SubjectPublicKeyInfo DER. The caller overwrites the private octets. */
export async function generatePrivateKey(algorithm: KeyAlgorithm): Promise<{ spkiDer: Uint8Array; pkcs8Der: Buffer }> {
  const curve = CURVES[algorithm];
  if (curve) return generateOnCurve(curve);
  const [type, options] = PARAMETERS[algorithm];
  const { publicKey, privateKey } = await generate(type, options);
  return {
    spkiDer: publicKey.export({ format: 'der', type: 'spki' }),
    pkcs8Der: privateKey.export({ format: 'der', type: 'pkcs8' }),
  };
}

interface Curve {
  readonly name: string;
  readonly dotted: string;
  readonly octets: number;
}

/**
 * The same octets that `generateKeyPair` exports, at a third of the cost: its thread and its two encoders take longer
 * than the curve does. RFC 5958 §2, RFC 5915 §3, RFC 5480 §2
 */
function generateOnCurve({ name, dotted, octets }: Curve): { spkiDer: Uint8Array; pkcs8Der: Buffer } {
  const pair = createECDH(name);
  const point = pair.generateKeys();
  const number = pair.getPrivateKey();
  const scalar = new Uint8Array(octets);
  scalar.set(number, octets - number.length);
  const publicKey = bitString(point);
  const algorithm = sequence(oid(OID.ecPublicKey), oid(dotted));
  const ecPrivateKey = sequence(integer(1), octetString(scalar), explicit(1, publicKey));
  const wrapped = octetString(ecPrivateKey);
  const pkcs8Der = sequence(integer(0), algorithm, wrapped);
  for (const secret of [number, scalar, ecPrivateKey, wrapped]) secret.fill(0);
  return {
    spkiDer: sequence(algorithm, publicKey),
    pkcs8Der: Buffer.from(pkcs8Der.buffer, pkcs8Der.byteOffset, pkcs8Der.byteLength),
  };
}

const CURVES: Partial<Record<KeyAlgorithm, Curve>> = {
  'P-256': { name: 'prime256v1', dotted: OID.prime256v1, octets: 32 },
  'P-384': { name: 'secp384r1', dotted: OID.secp384r1, octets: 48 },
  'P-521': { name: 'secp521r1', dotted: OID.secp521r1, octets: 66 },
};

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
