/** Private keys as files carry them, brought to one form: PKCS#8 version 1 and the public key that really belongs to it. RFC 5958, RFC 5915, RFC 8017 */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import {
  contentOf,
  type DerElement,
  encodingOf,
  FieldReader,
  integerValue,
  readBitStringOctets,
  readDer,
  readOctetString,
  readOid,
  readSmallInteger,
  unexpected,
  unwrapExplicit,
} from '../der-reader.ts';
import { bitString, explicit, integer, nullValue, octetString, oid, sequence, TAG } from '../der-writer.ts';
import { OID, oidLabel } from '../oids.ts';
import { identifyKeyAlgorithm } from '../public-key.ts';
import { type KeyAlgorithm, PkiError, type SubjectPublicKeyInfoDer } from '../types.ts';
import { readPasswordScheme } from './password-decryption.ts';
import { WorkBudget } from './work-budget.ts';

export interface ImportedPrivateKey {
  /** PrivateKeyInfo, version 1, without attributes. The caller overwrites it when done. */
  readonly pkcs8Der: Uint8Array;
  /** Derived from the private key, never copied from the file. */
  readonly spkiDer: SubjectPublicKeyInfoDer;
  /** Null when this program does not issue with such keys. */
  readonly keyAlgorithm: KeyAlgorithm | null;
  /** For people: `P-256`, `RSA 2048`, `ML-DSA-65`. */
  readonly label: string;
}

/**
 * Reads a PrivateKeyInfo, version 1 or 2. Throws `malformed` when it is none, when its numbers contradict each other or its public key is another
 * key's; `unsupported` for DSA, Diffie-Hellman, curves given by numbers and what Node cannot read; `too-large` over 16 KiB.
 *
 * ```
 * OneAsymmetricKey ::= SEQUENCE { version INTEGER { v1(0), v2(1) }, privateKeyAlgorithm AlgorithmIdentifier, privateKey OCTET STRING,
 *   attributes [0] IMPLICIT SET OF Attribute OPTIONAL, publicKey [1] IMPLICIT BIT STRING OPTIONAL }
 * ```
 * RFC 5958 §2
 */
export function readPkcs8(der: Uint8Array): ImportedPrivateKey {
  const fields = new FieldReader(readKeyDer(der), 'PrivateKeyInfo');
  readSmallInteger(fields.takeAny('version'), 'PrivateKeyInfo.version', 1);
  const algorithm = fields.take(TAG.sequence, 'privateKeyAlgorithm');
  const privateKey = readOctetString(fields.takeAny('privateKey'), 'PrivateKeyInfo.privateKey');
  fields.optional(0xa0);
  const publicKey = fields.optional(0x81) ?? fields.optional(0xa1);
  fields.finish();
  const stated = publicKey === null ? null : publicKeyField(publicKey);
  const identifier = new FieldReader(algorithm, 'privateKeyAlgorithm');
  const dotted = readOid(identifier.takeAny('algorithm'), 'privateKeyAlgorithm.algorithm');
  const parameters = identifier.done ? null : identifier.takeAny('parameters');
  identifier.finish();
  if (dotted === OID.ecPublicKey) return readEc(privateKey, namedCurve(parameters), stated);
  if (dotted === OID.rsaEncryption || dotted === OID.rsassaPss) {
    checkRsaNumbers(privateKey);
    return importKey(sequence(integer(0), encodingOf(algorithm), octetString(privateKey)), stated);
  }
  if (REFUSED.has(dotted)) throw refusedAlgorithm(oidLabel(dotted));
  return importKey(sequence(integer(0), encodingOf(algorithm), octetString(privateKey)), stated);
}

/**
 * Reads an ECPrivateKey; `curve` (dotted) is used when the file has no parameters itself, as when they stand in a PEM block before it.
 * Throws as `readPkcs8`.
 *
 * ```
 * ECPrivateKey ::= SEQUENCE { version INTEGER (1), privateKey OCTET STRING, parameters [0] EXPLICIT NamedCurve OPTIONAL, publicKey [1] EXPLICIT BIT STRING OPTIONAL }
 * ```
 * RFC 5915 §3
 */
export function readSec1(der: Uint8Array, curve: string | null = null): ImportedPrivateKey {
  return readEc(der, curve, null);
}

/** Reads an RSAPrivateKey. Throws as `readPkcs8`. RFC 8017 appendix A.1.2 */
export function readPkcs1(der: Uint8Array): ImportedPrivateKey {
  checkRsaNumbers(der);
  return importKey(
    sequence(integer(0), sequence(oid(OID.rsaEncryption), nullValue()), octetString(encodingOf(readKeyDer(der)))),
    null,
  );
}

/** The curve of an `EC PARAMETERS` block. Throws `unsupported` when it is given by numbers, `malformed`. RFC 5480 §2.1.1 */
export function readEcParameters(der: Uint8Array): string {
  return namedCurve(readKeyDer(der));
}

export interface EncryptedPrivateKey {
  /** How it is encrypted, in words. */
  readonly text: string;
  readonly legacy: boolean;
  /** PrivateKeyInfo under the first password that opens it. Throws `bad-password`, and `too-large` when tries cost too much. */
  readonly open: (passwords: readonly string[]) => Uint8Array;
}

/**
 * Reads an EncryptedPrivateKeyInfo without deriving anything. Throws `malformed`, `unsupported`, and `too-large` for counts and memory beyond
 * the budget.
 *
 * ```
 * EncryptedPrivateKeyInfo ::= SEQUENCE { encryptionAlgorithm AlgorithmIdentifier, encryptedData OCTET STRING }
 * ```
 * RFC 5958 §3
 */
export function readEncryptedPkcs8(der: Uint8Array, budget: WorkBudget = new WorkBudget()): EncryptedPrivateKey {
  const fields = new FieldReader(readKeyDer(der), 'EncryptedPrivateKeyInfo');
  const scheme = readPasswordScheme(fields.take(TAG.sequence, 'encryptionAlgorithm'));
  const data = readOctetString(fields.takeAny('encryptedData'), 'EncryptedPrivateKeyInfo.encryptedData');
  fields.finish();
  budget.plan(scheme.iterations);
  return {
    text: scheme.text,
    legacy: scheme.legacy,
    open: (passwords) => {
      for (const password of passwords) {
        budget.spend(scheme.rounds);
        const plain = scheme.decrypt(data, password);
        if (plain !== null && isPrivateKeyInfo(plain)) return plain;
      }
      throw wrongPassword('key', passwords.length);
    },
  };
}

/** The error for content that none of `tried` passwords opens. */
export function wrongPassword(noun: string, tried: number): PkiError {
  return new PkiError(
    'bad-password',
    tried === 0
      ? `The ${noun} is encrypted. Enter its password.`
      : `No given password opens the ${noun}. Check capital letters, spaces and the keyboard's language.`,
  );
}

/** One wrong password in 256 leaves right padding; what is inside tells. RFC 5958 §2 */
export function isPrivateKeyInfo(der: Uint8Array): boolean {
  try {
    const fields = new FieldReader(readKeyDer(der), 'PrivateKeyInfo');
    readSmallInteger(fields.takeAny('version'), 'PrivateKeyInfo.version', 1);
    fields.take(TAG.sequence, 'privateKeyAlgorithm');
    fields.take(TAG.octetString, 'privateKey');
    return true;
  } catch {
    return false;
  }
}

function readEc(der: Uint8Array, outerCurve: string | null, stated: Uint8Array | null): ImportedPrivateKey {
  const fields = new FieldReader(readKeyDer(der), 'ECPrivateKey');
  readSmallInteger(fields.takeAny('version'), 'ECPrivateKey.version', 1);
  const secret = readOctetString(fields.takeAny('privateKey'), 'ECPrivateKey.privateKey');
  const parameters = fields.optional(0xa0);
  const publicKey = fields.optional(0xa1);
  fields.finish();
  const innerCurve = parameters === null ? null : namedCurve(unwrapExplicit(parameters, 'ECPrivateKey.parameters'));
  if (innerCurve !== null && outerCurve !== null && innerCurve !== outerCurve)
    throw contradiction('it names two different curves');
  const curve = innerCurve ?? outerCurve;
  if (curve === null)
    throw new PkiError(
      'unsupported',
      'The key does not say its curve. Put its `EC PARAMETERS` block before it, or convert it with `openssl pkcs8 -topk8`.',
    );
  const inner =
    publicKey === null
      ? null
      : readBitStringOctets(unwrapExplicit(publicKey, 'ECPrivateKey.publicKey'), 'ECPrivateKey.publicKey');
  const sized = octetString(sizedSecret(secret, curve));
  const wrapped = (...fields: readonly Uint8Array[]) =>
    sequence(
      integer(0),
      sequence(oid(OID.ecPublicKey), oid(curve)),
      octetString(sequence(integer(1), sized, ...fields)),
    );
  // Without the public key OpenSSL derives it, in place of believing the file.
  const imported = importKey(wrapped(), inner ?? stated);
  if (inner !== null && stated !== null) comparePublicKey(imported.spkiDer, stated);
  // Old readers want it to be there.
  return { ...imported, pkcs8Der: wrapped(explicit(1, bitString(publicKeyOctets(imported.spkiDer)))) };
}

function publicKeyOctets(spkiDer: Uint8Array): Uint8Array {
  const spki = new FieldReader(readKeyDer(spkiDer), 'SubjectPublicKeyInfo');
  spki.takeAny('algorithm');
  return readBitStringOctets(spki.takeAny('subjectPublicKey'), 'subjectPublicKey');
}

/** Old programs dropped leading zeros or added a sign octet. RFC 5915 §3 wants the size of the curve's order. */
function sizedSecret(secret: Uint8Array, curve: string): Uint8Array {
  const octets = CURVE_OCTETS.get(curve);
  if (octets === undefined) return secret;
  let start = 0;
  while (start < secret.length - octets && secret[start] === 0) start += 1;
  const digits = secret.subarray(start);
  if (digits.length > octets) throw contradiction('its secret is longer than its curve allows');
  const sized = new Uint8Array(octets);
  sized.set(digits, octets - digits.length);
  return sized;
}

function importKey(pkcs8: Uint8Array, stated: Uint8Array | null): ImportedPrivateKey {
  let key: KeyObject;
  let spkiDer: SubjectPublicKeyInfoDer;
  let pkcs8Der: Uint8Array;
  try {
    key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
    // OpenSSL takes some keys on strange curves that it cannot write.
    pkcs8Der = new Uint8Array(key.export({ format: 'der', type: 'pkcs8' }));
    spkiDer = new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' })) as SubjectPublicKeyInfoDer;
  } catch (cause) {
    throw new PkiError('malformed', 'The private key is damaged, or of a type that cannot be read here.', { cause });
  }
  if (stated !== null) comparePublicKey(spkiDer, stated);
  return {
    pkcs8Der,
    spkiDer,
    keyAlgorithm: identifyKeyAlgorithm(spkiDer),
    label: keyLabel(key),
  };
}

/** Points may be written compressed or not; the key object decides, so both forms of the right point are right. */
function comparePublicKey(spkiDer: Uint8Array, stated: Uint8Array): void {
  const derived = publicKeyOctets(spkiDer);
  const isCompressed = stated[0] === 0x02 || stated[0] === 0x03;
  const expected =
    isCompressed && derived[0] === 0x04
      ? Uint8Array.from([0x02 | ((derived.at(-1) as number) & 1), ...derived.subarray(1, 1 + (derived.length - 1) / 2)])
      : derived;
  if (Buffer.compare(expected, stated) !== 0) throw contradiction('the public key beside it belongs to another key');
}

/**
 * ```
 * RSAPrivateKey ::= SEQUENCE { version INTEGER (0), modulus, publicExponent, privateExponent, prime1, prime2, exponent1, exponent2, coefficient INTEGER }
 * ```
 * A key whose numbers contradict each other makes signatures that give its primes away. RFC 8017 appendix A.1.2, §3.2
 */
function checkRsaNumbers(der: Uint8Array): void {
  const fields = new FieldReader(readKeyDer(der), 'RSAPrivateKey');
  const version = readSmallInteger(fields.takeAny('version'), 'RSAPrivateKey.version', 1);
  if (version !== 0) throw new PkiError('unsupported', 'The RSA key has more than two primes, which cannot be used.');
  const number = (field: string): bigint => {
    const value = integerValue(contentOf(fields.take(TAG.integer, field)));
    if (value <= 0n) throw contradiction('one of its numbers is zero or negative');
    return value;
  };
  const [n, e, d, p, q] = ['modulus', 'publicExponent', 'privateExponent', 'prime1', 'prime2'].map(number) as [
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  const [dp, dq, qInverse] = ['exponent1', 'exponent2', 'coefficient'].map(number) as [bigint, bigint, bigint];
  fields.finish();
  if (p === 1n || q === 1n || p * q !== n) throw contradiction('its primes do not give its modulus');
  if ((e * d) % (p - 1n) !== 1n || (e * d) % (q - 1n) !== 1n)
    throw contradiction('its private exponent is not the inverse of its public one');
  if (dp !== d % (p - 1n) || dq !== d % (q - 1n) || (q * qInverse) % p !== 1n)
    throw contradiction('its shortcut numbers do not belong to its primes');
}

function namedCurve(parameters: DerElement | null): string {
  if (parameters?.tag === TAG.sequence)
    throw new PkiError(
      'unsupported',
      'The curve of the key is given by its numbers. Convert it with `openssl ec -param_enc named_curve`.',
    );
  if (parameters === null) throw unexpected('ECParameters');
  return readOid(parameters, 'ECParameters');
}

/** Some programs, ring among them, wrote the field with an explicit tag. */
function publicKeyField(field: DerElement): Uint8Array {
  if (field.tag === 0xa1)
    return readBitStringOctets(unwrapExplicit(field, 'OneAsymmetricKey.publicKey'), 'OneAsymmetricKey.publicKey');
  const content = contentOf(field);
  if (content.length === 0 || content[0] !== 0) throw unexpected('OneAsymmetricKey.publicKey');
  return content.subarray(1);
}

function readKeyDer(der: Uint8Array): DerElement {
  return readDer(der, { maxBytes: MAX_KEY_BYTES, maxNodes: 200, noun: 'private key' });
}

function keyLabel(key: KeyObject): string {
  const details = key.asymmetricKeyDetails;
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return `RSA ${details?.modulusLength}`;
    case 'rsa-pss':
      return `RSA-PSS ${details?.modulusLength}`;
    case 'ec':
      return CURVE_LABELS.get(details?.namedCurve ?? '') ?? `curve ${details?.namedCurve}`;
    default:
      return TYPE_LABELS.get(key.asymmetricKeyType ?? '') ?? (key.asymmetricKeyType ?? 'unknown').toUpperCase();
  }
}

function refusedAlgorithm(label: string): PkiError {
  return new PkiError('unsupported', `The key is for ${label}, which certificates no longer use. Create a new key.`);
}

function contradiction(what: string): PkiError {
  return new PkiError('malformed', `The private key contradicts itself: ${what}. Use another copy of the file.`);
}

/** RSA of 16,384 bits takes 9.3 KiB, ML-DSA-87 with seed 4.9 KiB. */
const MAX_KEY_BYTES = 16_384;
const REFUSED: ReadonlySet<string> = new Set([OID.dsa, '1.2.840.113549.1.3.1', '1.2.840.10046.2.1']);
const CURVE_OCTETS: ReadonlyMap<string, number> = new Map([
  [OID.prime256v1, 32],
  [OID.secp384r1, 48],
  [OID.secp521r1, 66],
]);
const CURVE_LABELS: ReadonlyMap<string, string> = new Map([
  ['prime256v1', 'P-256'],
  ['secp384r1', 'P-384'],
  ['secp521r1', 'P-521'],
]);
const TYPE_LABELS: ReadonlyMap<string, string> = new Map([
  ['ed25519', 'Ed25519'],
  ['ed448', 'Ed448'],
  ['x25519', 'X25519'],
  ['x448', 'X448'],
]);
