/** Public keys: which are accepted, what they are called, and their identifiers. RFC 5280 §4.1.2.7, RFC 3279, RFC 5480, RFC 8410, RFC 9881 */
import { createHash, ECDH } from 'node:crypto';
import {
  contentOf,
  type DerElement,
  encodingOf,
  FieldReader,
  integerValue,
  readBitStringOctets,
  readDer,
  readInteger,
  readOid,
} from './der-reader.ts';
import { nullValue, TAG } from './der-writer.ts';
import { OID, oidLabel } from './oids.ts';
import { publicKeyObject } from './public-key-object.ts';
import { publishedKeySource } from './published-keys.ts';
import { RecentlyUsed } from './recently-used.ts';
import { checkRsaModulus } from './rsa-modulus.ts';
import { isUsableRestriction, readPssParameters } from './rsassa-pss.ts';
import { type KeyAlgorithm, PkiError, type SubjectPublicKeyInfoDer } from './types.ts';

export interface SubjectPublicKey {
  readonly spkiDer: SubjectPublicKeyInfoDer;
  readonly keyAlgorithm: KeyAlgorithm;
  /** SHA-1 of the BIT STRING's octets. RFC 5280 §4.2.1.2 (1) */
  readonly keyId: Uint8Array;
  /** Hex. */
  readonly spkiSha256: string;
}

/**
 * Reads a key that may be certified. Throws `weak-key` for RSA that is too small, has a bad exponent or is built from guessable primes, and for keys whose private half is published,
 * `unsupported` for other algorithms, curves and forms, `malformed` for bytes that are no key and points that are not on their curve.
 */
export function readSubjectPublicKeyInfo(der: Uint8Array): SubjectPublicKey {
  // An issuance asks about its key several times: when it is made or requested, for the structure and for the lints.
  const name = Buffer.from(der.buffer, der.byteOffset, der.byteLength).toString('latin1');
  const present = accepted.get(name);
  if (present) return present;
  const key = readAcceptable(new Uint8Array(der));
  accepted.set(name, key);
  return key;
}

function readAcceptable(der: Uint8Array): SubjectPublicKey {
  const info = readKeyFields(der);
  const keyAlgorithm = acceptedAlgorithm(info);
  // OpenSSL checks what arithmetic is needed for: that the point is on the curve.
  try {
    const curve = NAMED_CURVES[keyAlgorithm];
    // Only the point is decoded, a third of the work of a whole key.
    if (curve) ECDH.convertKey(info.key, curve, undefined, undefined, 'uncompressed');
    else publicKeyObject(der);
  } catch (cause) {
    throw new PkiError('malformed', `The public key is not a valid ${keyAlgorithm} key. ${CREATE_NEW}`, { cause });
  }
  const spkiSha256 = createHash('sha256').update(der).digest('hex');
  const source = publishedKeySource(spkiSha256);
  if (source !== null) throw weak(`The private half of this key is published (${source}), so anyone can use it.`);
  return {
    spkiDer: der as SubjectPublicKeyInfoDer,
    keyAlgorithm,
    keyId: keyIdentifier(info.key),
    spkiSha256,
  };
}

/** The key's algorithm by its parameters alone, or null when it is not one that is supported. Throws `malformed` when it is no SubjectPublicKeyInfo. */
export function identifyKeyAlgorithm(der: Uint8Array): KeyAlgorithm | null {
  const { algorithm, parameters, key } = readKeyFields(der);
  if (algorithm === OID.ed25519) return parameters === null && key.length === 32 ? 'Ed25519' : null;
  const mlDsa = ML_DSA.get(algorithm);
  if (mlDsa !== undefined) return parameters === null && key.length === mlDsa.octets ? mlDsa.keyAlgorithm : null;
  if (algorithm === OID.ecPublicKey)
    return parameters?.tag === TAG.oid ? (CURVES.get(readOid(parameters, 'curve'))?.keyAlgorithm ?? null) : null;
  if (algorithm === OID.rsassaPss) {
    if (parameters !== null && !isUsableParameters(parameters)) return null;
  } else if (algorithm !== OID.rsaEncryption) return null;
  return RSA_ALGORITHMS.get(bitLength(readRsaKey(key).modulus)) ?? null;
}

/** SHA-1 of the BIT STRING's octets of a SubjectPublicKeyInfo, 20 octets. RFC 5280 §4.2.1.2 (1) */
export function keyIdentifierOf(spkiDer: Uint8Array): Uint8Array {
  return keyIdentifier(readKeyFields(spkiDer).key);
}

interface KeyFields {
  readonly algorithm: string;
  readonly parameters: DerElement | null;
  readonly key: Uint8Array;
}

function keyIdentifier(key: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha1').update(key).digest());
}

function readKeyFields(der: Uint8Array): KeyFields {
  // 2,048 octets hold RSA of 8,192 bits with room; 16,384-bit keys only cost time.
  const info = new FieldReader(
    readDer(der, { maxBytes: 4096, maxNodes: 32, noun: 'public key' }),
    'SubjectPublicKeyInfo',
  );
  const identifier = new FieldReader(info.take(TAG.sequence, 'algorithm'), 'AlgorithmIdentifier');
  const algorithm = readOid(identifier.takeAny('algorithm'), 'AlgorithmIdentifier.algorithm');
  const parameters = identifier.done ? null : identifier.takeAny('parameters');
  identifier.finish();
  const key = readBitStringOctets(info.takeAny('subjectPublicKey'), 'SubjectPublicKeyInfo.subjectPublicKey');
  info.finish();
  return { algorithm, parameters, key };
}

function acceptedAlgorithm({ algorithm, parameters, key }: KeyFields): KeyAlgorithm {
  const mlDsa = ML_DSA.get(algorithm);
  if (mlDsa !== undefined) return acceptedMlDsa(mlDsa, parameters, key);
  switch (algorithm) {
    case OID.rsaEncryption:
      // RFC 3279 §2.3.1: the parameters are NULL.
      if (parameters === null || !Buffer.from(encodingOf(parameters)).equals(nullValue()))
        throw unsupported('The RSA key has parameters of a wrong form.');
      return acceptedRsa(key);
    case OID.ecPublicKey:
      return acceptedCurve(parameters, key);
    case OID.ed25519:
      // RFC 8410 §3: the parameters are absent.
      if (parameters !== null) throw unsupported('The Ed25519 key has parameters, which it may not have.');
      if (key.length !== 32)
        throw new PkiError('malformed', `The public key is not a valid Ed25519 key. ${CREATE_NEW}`);
      return 'Ed25519';
    case OID.rsassaPss:
      if (parameters !== null && !isUsableParameters(parameters))
        throw unsupported(
          'The RSA key is bound to RSA-PSS parameters that are not used here. SHA-256, SHA-384 or SHA-512 for both digests and at most as many octets of salt are needed.',
        );
      return acceptedRsa(key);
    default:
      throw unsupported(`Key is ${oidLabel(algorithm)}. RSA 2048, P-256, Ed25519 or ML-DSA is needed.`);
  }
}

/** RFC 9881 §4: no parameters, and the raw key of FIPS 204 with its one length. */
function acceptedMlDsa(
  { keyAlgorithm, octets }: { keyAlgorithm: KeyAlgorithm; octets: number },
  parameters: DerElement | null,
  key: Uint8Array,
): KeyAlgorithm {
  if (parameters !== null) throw unsupported(`The ${keyAlgorithm} key has parameters, which it may not have.`);
  if (key.length !== octets)
    throw new PkiError('malformed', `The public key is not a valid ${keyAlgorithm} key. ${CREATE_NEW}`);
  return keyAlgorithm;
}

function acceptedCurve(parameters: DerElement | null, key: Uint8Array): KeyAlgorithm {
  // RFC 5480 §2.1.1: named curves only; explicit parameters allow a forged generator.
  if (parameters?.tag !== TAG.oid) throw unsupported('The elliptic curve of the key is not given by its name.');
  const dotted = readOid(parameters, 'curve');
  const curve = CURVES.get(dotted);
  if (curve === undefined)
    throw unsupported(`Key is on the curve ${oidLabel(dotted)}. P-256, P-384 or P-521 is needed.`);
  if (key[0] === 0x02 || key[0] === 0x03)
    throw unsupported('The point of the key is compressed, which few programs read. An uncompressed one is needed.');
  if (key[0] !== 0x04 || key.length !== 1 + 2 * curve.coordinateOctets) {
    throw new PkiError('malformed', `The public key is not a valid ${curve.keyAlgorithm} key. ${CREATE_NEW}`);
  }
  return curve.keyAlgorithm;
}

function isUsableParameters(parameters: DerElement): boolean {
  return parameters.tag === TAG.sequence && isUsableRestriction(readPssParameters(parameters));
}

function acceptedRsa(key: Uint8Array): KeyAlgorithm {
  const { modulus, exponent } = readRsaKey(key);
  const bits = bitLength(modulus);
  const keyAlgorithm = RSA_ALGORITHMS.get(bits);
  if (bits < 2048) throw weak(`Key is RSA ${bits}. RSA 2048 or P-256 is needed.`);
  if (keyAlgorithm === undefined) throw weak(`Key is RSA ${bits}. RSA 2048, 3072 or 4096, or P-256 is needed.`);
  // SP 800-56B §6.2: odd, above 2^16, below 2^256.
  if (exponent < 65_537n || exponent % 2n === 0n || exponent >= 1n << 256n)
    throw weak('The public exponent of the RSA key is not safe. 65537 is needed.');
  const weakness = checkRsaModulus(modulus);
  if (weakness !== null) throw weak(`${weakness} RSA 2048 or P-256 from a sound generator is needed.`);
  return keyAlgorithm;
}

/**
 * ```
 * RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }
 * ```
 * RFC 8017 appendix A.1.1
 */
function readRsaKey(key: Uint8Array): { modulus: bigint; exponent: bigint } {
  const fields = new FieldReader(readDer(key, { maxBytes: 4096, maxNodes: 8, noun: 'RSA key' }), 'RSAPublicKey');
  const modulus = integerValue(contentOf(fields.take(TAG.integer, 'modulus')));
  const exponent = readInteger(fields.takeAny('publicExponent'), 'RSAPublicKey.publicExponent');
  fields.finish();
  if (modulus <= 0n || exponent <= 0n) throw weak('The RSA key holds a number that is zero or negative.');
  return { modulus, exponent };
}

function bitLength(value: bigint): number {
  return value.toString(2).length;
}

function weak(sentence: string): PkiError {
  return new PkiError('weak-key', `${sentence} ${CREATE_NEW}`);
}

function unsupported(sentence: string): PkiError {
  return new PkiError('unsupported', `${sentence} ${CREATE_NEW}`);
}

/** Below 1 kB each, with RSA 4096 about 2 kB. */
const accepted = new RecentlyUsed<SubjectPublicKey>(2_000);
const CREATE_NEW = 'Create a new key and CSR.';
/** FIPS 204 table 2 */
const ML_DSA: ReadonlyMap<string, { keyAlgorithm: KeyAlgorithm; octets: number }> = new Map([
  [OID.mlDsa44, { keyAlgorithm: 'ML-DSA-44', octets: 1312 }],
  [OID.mlDsa65, { keyAlgorithm: 'ML-DSA-65', octets: 1952 }],
  [OID.mlDsa87, { keyAlgorithm: 'ML-DSA-87', octets: 2592 }],
] as const);
const RSA_ALGORITHMS: ReadonlyMap<number, KeyAlgorithm> = new Map([
  [2048, 'RSA-2048'],
  [3072, 'RSA-3072'],
  [4096, 'RSA-4096'],
]);
/** OpenSSL's names. */
const NAMED_CURVES: Partial<Record<KeyAlgorithm, string>> = {
  'P-256': 'prime256v1',
  'P-384': 'secp384r1',
  'P-521': 'secp521r1',
};
const CURVES: ReadonlyMap<string, { keyAlgorithm: KeyAlgorithm; coordinateOctets: number }> = new Map([
  [OID.prime256v1, { keyAlgorithm: 'P-256', coordinateOctets: 32 }],
  [OID.secp384r1, { keyAlgorithm: 'P-384', coordinateOctets: 48 }],
  [OID.secp521r1, { keyAlgorithm: 'P-521', coordinateOctets: 66 }],
] as const);
