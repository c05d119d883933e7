/** Opening what was encrypted under a password: PBES2, PBES1 and the PKCS#12 schemes. RFC 8018, RFC 7914, RFC 7292 appendix C */
import { createDecipheriv, pbkdf2Sync, scryptSync } from 'node:crypto';
import {
  contentOf,
  type DerElement,
  FieldReader,
  readInteger,
  readOctetString,
  readOid,
  readSmallInteger,
  unexpected,
} from '../der-reader.ts';
import { TAG } from '../der-writer.ts';
import { OID, oidLabel } from '../oids.ts';
import { derivePkcs12Key, type Pkcs12Digest, pkcs12Password } from '../pkcs12-key-derivation.ts';
import { PkiError } from '../types.ts';
import { decryptRc2Cbc } from './rc2.ts';

/** What a structure says about its encryption; nothing has been derived yet. */
export interface PasswordScheme {
  /** In words: `AES-256-CBC, PBKDF2 with SHA-256, 600,000 rounds`. */
  readonly text: string;
  /** The stated count, for `WorkBudget.plan`. */
  readonly iterations: number;
  /** Rounds that one try takes, all output blocks included, for `WorkBudget.spend`. */
  readonly rounds: number;
  /** Whether it is no longer safe for new files. */
  readonly legacy: boolean;
  /** Plaintext, or null when the password is wrong (or the content damaged, which cannot be told apart). */
  readonly decrypt: (data: Uint8Array, password: string) => Uint8Array | null;
}

/**
 * Reads an AlgorithmIdentifier of an encryption under a password. Throws `unsupported` for what cannot be read here (RC4, single DES, unknown
 * functions) and `too-large` for parameters beyond every real file; both before any derivation. RFC 8018 appendix A
 */
export function readPasswordScheme(algorithm: DerElement): PasswordScheme {
  const { dotted, parameters } = readIdentifier(algorithm, 'encryptionAlgorithm');
  if (dotted === OID.pbes2) return readPbes2(needed(parameters, 'PBES2-params'));
  const pkcs12 = PKCS12_SCHEMES.get(dotted);
  if (pkcs12 !== undefined) return readPkcs12Pbe(pkcs12, needed(parameters, 'pkcs-12PbeParams'));
  const name = UNREADABLE.get(dotted);
  throw new PkiError(
    'unsupported',
    name === undefined
      ? `The content is encrypted with ${oidLabel(dotted)}, which is not known here. Export it with AES-256.`
      : `The content is encrypted with ${name}, which cannot be read here because it protects nothing. Convert it with a program that still has it, for example \`openssl pkcs8 -topk8 -provider legacy -provider default\`.`,
  );
}

/** A pseudo-random function of PBKDF2 or an HMAC. RFC 8018 appendix B.1 */
export function readHmac(algorithm: DerElement): { digest: Pkcs12Digest; octets: number } {
  const { dotted, parameters } = readIdentifier(algorithm, 'prf');
  if (parameters !== null && parameters.tag !== TAG.null) throw unexpected('prf.parameters');
  const hmac = HMACS.get(dotted);
  if (hmac === undefined)
    throw new PkiError('unsupported', `The password is derived with ${oidLabel(dotted)}, which is not known here.`);
  return hmac;
}

/**
 * ```
 * PBKDF2-params ::= SEQUENCE { salt CHOICE { specified OCTET STRING, otherSource }, iterationCount INTEGER (1..MAX),
 *   keyLength INTEGER (1..MAX) OPTIONAL, prf AlgorithmIdentifier DEFAULT hmacWithSHA1 }
 * ```
 * RFC 8018 appendix A.2
 */
export function readPbkdf2(parameters: DerElement): {
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly keyLength: number | null;
  readonly hmac: { digest: Pkcs12Digest; octets: number };
} {
  const fields = new FieldReader(parameters, 'PBKDF2-params');
  const salt = readSalt(fields.takeAny('salt'), 'PBKDF2-params.salt');
  const iterations = readIterations(fields.takeAny('iterationCount'));
  const length = fields.optional(TAG.integer);
  // 64 octets is the longest key of any cipher or HMAC here; each output block repeats all rounds.
  const keyLength = length === null ? null : readSmallInteger(length, 'PBKDF2-params.keyLength', 64);
  const prf = fields.optional(TAG.sequence);
  fields.finish();
  return { salt, iterations, keyLength, hmac: prf === null ? { digest: 'sha1', octets: 20 } : readHmac(prf) };
}

/** A count of rounds, refused where it is beyond every budget, so that later sums stay exact. */
export function readIterations(element: DerElement): number {
  const iterations = readInteger(element, 'iterationCount');
  if (iterations < 1n) throw unexpected('iterationCount');
  if (iterations > MAX_ITERATIONS)
    throw new PkiError(
      'too-large',
      `The file asks for ${iterations < 10n ** 30n ? iterations.toLocaleString('en-US') : 'an absurd number of'} rounds of password derivation; at most ${MAX_ITERATIONS.toLocaleString('en-US')} are done. Export it again with fewer iterations.`,
    );
  return Number(iterations);
}

/** A salt of at most 1,024 octets; real ones have 8 to 64. */
export function readSalt(element: DerElement, structure: string): Uint8Array {
  const salt = readOctetString(element, structure);
  if (salt.length > MAX_SALT_OCTETS)
    throw new PkiError(
      'too-large',
      `The salt has ${salt.length} bytes; at most ${MAX_SALT_OCTETS} are allowed. The file is not a real one.`,
    );
  return salt;
}

export function readIdentifier(
  element: DerElement,
  structure: string,
): { dotted: string; parameters: DerElement | null } {
  const fields = new FieldReader(element, structure);
  const dotted = readOid(fields.takeAny('algorithm'), `${structure}.algorithm`);
  const parameters = fields.done ? null : fields.takeAny('parameters');
  fields.finish();
  return { dotted, parameters };
}

/**
 * ```
 * PBES2-params ::= SEQUENCE { keyDerivationFunc AlgorithmIdentifier, encryptionScheme AlgorithmIdentifier }
 * ```
 * RFC 8018 appendix A.4
 */
function readPbes2(parameters: DerElement): PasswordScheme {
  const fields = new FieldReader(parameters, 'PBES2-params');
  const derivation = readIdentifier(fields.takeAny('keyDerivationFunc'), 'keyDerivationFunc');
  const scheme = readIdentifier(fields.takeAny('encryptionScheme'), 'encryptionScheme');
  fields.finish();
  const cipher = CIPHERS.get(scheme.dotted);
  if (cipher === undefined)
    throw new PkiError(
      'unsupported',
      `The content is encrypted with ${oidLabel(scheme.dotted)}, which cannot be read here. Export it with AES-256-CBC.`,
    );
  const iv = readOctetString(needed(scheme.parameters, 'iv'), 'encryptionScheme.iv');
  if (iv.length !== cipher.ivOctets) throw unexpected('encryptionScheme.iv');
  const key = readDerivation(derivation.dotted, needed(derivation.parameters, 'keyDerivationFunc'), cipher.keyOctets);
  return {
    text: `${cipher.label}, ${key.text}`,
    iterations: key.iterations,
    rounds: key.rounds,
    legacy: cipher.legacy,
    decrypt: (data, password) => decipher(cipher.name, key.derive(Buffer.from(password, 'utf8')), iv, data),
  };
}

interface Derivation {
  readonly text: string;
  readonly iterations: number;
  readonly rounds: number;
  readonly derive: (password: Uint8Array) => Uint8Array;
}

function readDerivation(dotted: string, parameters: DerElement, keyOctets: number): Derivation {
  if (dotted === OID.scrypt) return readScrypt(parameters, keyOctets);
  if (dotted !== OID.pbkdf2)
    throw new PkiError('unsupported', `The password is derived with ${oidLabel(dotted)}, which is not known here.`);
  const { salt, iterations, keyLength, hmac } = readPbkdf2(parameters);
  if (keyLength !== null && keyLength !== keyOctets) throw unexpected('PBKDF2-params.keyLength');
  return {
    text: `PBKDF2 with ${DIGEST_LABELS[hmac.digest]}, ${iterations.toLocaleString('en-US')} rounds`,
    iterations,
    rounds: iterations * Math.ceil(keyOctets / hmac.octets),
    derive: (password) => pbkdf2Sync(password, salt, iterations, keyOctets, hmac.digest),
  };
}

/**
 * ```
 * scrypt-params ::= SEQUENCE { salt OCTET STRING, costParameter INTEGER, blockSize INTEGER, parallelizationParameter INTEGER, keyLength INTEGER OPTIONAL }
 * ```
 * RFC 7914 §7.1
 */
function readScrypt(parameters: DerElement, keyOctets: number): Derivation {
  const fields = new FieldReader(parameters, 'scrypt-params');
  const salt = readSalt(fields.takeAny('salt'), 'scrypt-params.salt');
  const [cost, block, parallel] = ['costParameter', 'blockSize', 'parallelizationParameter'].map((field) =>
    readInteger(fields.takeAny(field), `scrypt-params.${field}`),
  ) as [bigint, bigint, bigint];
  const length = fields.optional(TAG.integer);
  fields.finish();
  if (length !== null && readSmallInteger(length, 'scrypt-params.keyLength', 64) !== keyOctets)
    throw unexpected('scrypt-params.keyLength');
  // RFC 7914 §2: N is a power of two above 1.
  if (cost < 2n || (cost & (cost - 1n)) !== 0n || block < 1n || parallel < 1n) throw unexpected('scrypt-params');
  if (128n * cost * block * parallel > MAX_SCRYPT_BYTES)
    throw new PkiError(
      'too-large',
      'The file asks for more than 64 MiB of memory to derive its password (scrypt). Export it again with smaller parameters.',
    );
  const [N, r, p] = [Number(cost), Number(block), Number(parallel)];
  return {
    text: `scrypt with N=${N}, r=${r}, p=${p}`,
    // One block of scrypt's mixing takes about as long as one round of PBKDF2.
    iterations: N * r * p,
    rounds: N * r * p,
    derive: (password) => scryptSync(password, salt, keyOctets, { N, r, p, maxmem: Number(MAX_SCRYPT_BYTES) * 2 }),
  };
}

/**
 * ```
 * pkcs-12PbeParams ::= SEQUENCE { salt OCTET STRING, iterations INTEGER }
 * ```
 * RFC 7292 appendix C
 */
function readPkcs12Pbe(scheme: Pkcs12Scheme, parameters: DerElement): PasswordScheme {
  const fields = new FieldReader(parameters, 'pkcs-12PbeParams');
  const salt = readSalt(fields.takeAny('salt'), 'pkcs-12PbeParams.salt');
  const iterations = readIterations(fields.takeAny('iterations'));
  fields.finish();
  const derive = (password: Uint8Array, purpose: 1 | 2, octets: number) =>
    derivePkcs12Key({ digest: 'sha1', purpose, password, salt, iterations, octets });
  return {
    text: `${scheme.label}, ${iterations.toLocaleString('en-US')} rounds`,
    iterations,
    rounds: iterations * (Math.ceil(scheme.keyOctets / 20) + 1),
    legacy: true,
    decrypt: (data, password) => {
      for (const octets of passwordForms(password)) {
        const key = derive(octets, 1, scheme.keyOctets);
        const plain = scheme.open(key, derive(octets, 2, 8), data);
        key.fill(0);
        if (plain !== null) return plain;
      }
      return null;
    },
  };
}

/** An empty password is written as a lone NUL by some programs and as nothing by others. RFC 7292 appendix B.1 */
export function passwordForms(password: string): Uint8Array[] {
  return password === '' ? [pkcs12Password(''), new Uint8Array(0)] : [pkcs12Password(password)];
}

function decipher(name: string, key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array | null {
  try {
    const cipher = createDecipheriv(name, key, iv);
    return new Uint8Array(Buffer.concat([cipher.update(data), cipher.final()]));
  } catch {
    // Only the padding can be wrong here: sizes and names were checked.
    return null;
  } finally {
    key.fill(0);
  }
}

function openRc2(effectiveBits: number) {
  return (key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array | null => {
    try {
      return decryptRc2Cbc({ key, effectiveBits, iv, data });
    } catch {
      return null;
    }
  };
}

/** Two keys make three: K1, K2, K1. */
function openTwoKeyTripleDes(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array | null {
  return decipher('des-ede3-cbc', Buffer.concat([key, key.subarray(0, 8)]), iv, data);
}

function needed(parameters: DerElement | null, structure: string): DerElement {
  if (parameters === null || (parameters.tag !== TAG.sequence && contentOf(parameters).length === 0))
    throw unexpected(structure);
  return parameters;
}

interface Pkcs12Scheme {
  readonly label: string;
  readonly keyOctets: number;
  readonly open: (key: Uint8Array, iv: Uint8Array, data: Uint8Array) => Uint8Array | null;
}

/** D28, as one count; the sum is the budget's business. */
const MAX_ITERATIONS = 2_000_000n;
const MAX_SALT_OCTETS = 1024;
/** D28; OpenSSL's default takes 16 MiB. */
const MAX_SCRYPT_BYTES = 67_108_864n;

const DIGEST_LABELS: Readonly<Record<Pkcs12Digest, string>> = {
  sha1: 'SHA-1',
  sha224: 'SHA-224',
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
};
const HMACS: ReadonlyMap<string, { digest: Pkcs12Digest; octets: number }> = new Map([
  [OID.hmacWithSha1, { digest: 'sha1', octets: 20 }],
  [OID.hmacWithSha224, { digest: 'sha224', octets: 28 }],
  [OID.hmacWithSha256, { digest: 'sha256', octets: 32 }],
  [OID.hmacWithSha384, { digest: 'sha384', octets: 48 }],
  [OID.hmacWithSha512, { digest: 'sha512', octets: 64 }],
]);
const CIPHERS: ReadonlyMap<
  string,
  { name: string; label: string; keyOctets: number; ivOctets: number; legacy: boolean }
> = new Map([
  [OID.aes128Cbc, { name: 'aes-128-cbc', label: 'AES-128-CBC', keyOctets: 16, ivOctets: 16, legacy: false }],
  [OID.aes192Cbc, { name: 'aes-192-cbc', label: 'AES-192-CBC', keyOctets: 24, ivOctets: 16, legacy: false }],
  [OID.aes256Cbc, { name: 'aes-256-cbc', label: 'AES-256-CBC', keyOctets: 32, ivOctets: 16, legacy: false }],
  [OID.desEde3Cbc, { name: 'des-ede3-cbc', label: 'triple DES', keyOctets: 24, ivOctets: 8, legacy: true }],
]);
const PKCS12_SCHEMES: ReadonlyMap<string, Pkcs12Scheme> = new Map([
  [
    OID.pbeWithSHAAnd3KeyTripleDesCbc,
    {
      label: 'triple DES with SHA-1',
      keyOctets: 24,
      open: (key, iv, data) => decipher('des-ede3-cbc', Uint8Array.from(key), iv, data),
    },
  ],
  [
    OID.pbeWithSHAAnd2KeyTripleDesCbc,
    { label: 'two-key triple DES with SHA-1', keyOctets: 16, open: openTwoKeyTripleDes },
  ],
  [OID.pbeWithSHAAnd128BitRC2Cbc, { label: 'RC2 of 128 bits with SHA-1', keyOctets: 16, open: openRc2(128) }],
  [OID.pbeWithSHAAnd40BitRC2Cbc, { label: 'RC2 of 40 bits with SHA-1', keyOctets: 5, open: openRc2(40) }],
]);
const UNREADABLE: ReadonlyMap<string, string> = new Map([
  [OID.pbeWithSHAAnd128BitRC4, 'RC4 of 128 bits'],
  [OID.pbeWithSHAAnd40BitRC4, 'RC4 of 40 bits'],
  [OID.pbeWithMD5AndDesCbc, 'single DES and MD5'],
  [OID.pbeWithMD5AndRC2Cbc, 'RC2 and MD5'],
  [OID.pbeWithSHA1AndDesCbc, 'single DES and SHA-1'],
  [OID.pbeWithSHA1AndRC2Cbc, 'RC2 and SHA-1'],
]);
