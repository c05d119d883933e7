/** Signature algorithms: which one an issuer's key signs with, and checking signatures. RFC 5280 §4.1.1.2, RFC 4055, RFC 5758, RFC 8410, RFC 9881 */
import { constants, createVerify, type KeyObject, type VerifyKeyObjectInput, verify } from 'node:crypto';
import {
  type DerElement,
  encodingOf,
  FieldReader,
  readDer,
  readOid,
  readSmallInteger,
  unwrapExplicit,
} from './der-reader.ts';
import { explicit, integer, nullValue, oid, sequence, TAG } from './der-writer.ts';
import { OID, oidLabel } from './oids.ts';
import { publicKeyObject } from './public-key-object.ts';
import { type KeyAlgorithm, PkiError, type SignatureScheme } from './types.ts';

export interface SignatureAlgorithm {
  readonly name:
    | 'ecdsa-with-SHA256'
    | 'ecdsa-with-SHA384'
    | 'ecdsa-with-SHA512'
    | 'sha256WithRSAEncryption'
    | 'RSASSA-PSS'
    | 'Ed25519'
    | 'ML-DSA-44'
    | 'ML-DSA-65'
    | 'ML-DSA-87';
  readonly algorithmIdentifierDer: Uint8Array;
  /** Null for Ed25519 and ML-DSA, which sign the data itself. */
  readonly digest: Digest | null;
  /** PSS with a salt as long as the digest; null for everything else. */
  readonly padding: 'pss' | null;
}

/** The algorithm that goes with the issuer's key: the digest is as strong as the curve. Throws `unsupported` for PSS with a key that is not RSA. */
export function signatureAlgorithmFor(issuerKey: KeyAlgorithm, scheme: SignatureScheme = 'pkcs1'): SignatureAlgorithm {
  if (scheme === 'pkcs1') return ALGORITHM_FOR_KEY[issuerKey];
  if (!issuerKey.startsWith('RSA-'))
    throw new PkiError('unsupported', `PSS is a way to sign with RSA keys; this key is ${issuerKey}. Use its own way.`);
  return RSA_PSS_SHA256;
}

/**
 * ```
 * AlgorithmIdentifier { id-RSASSA-PSS, SEQUENCE {
 *   hashAlgorithm [0] { id-sha…, NULL }, maskGenAlgorithm [1] { id-mgf1, { id-sha…, NULL } }, saltLength [2] INTEGER } }
 * ```
 * One digest for both, the salt as long as it, the trailer left at its default: the only octets that browsers accept. RFC 4055 §3.1, RFC 8017 §9.1
 */
export function rsassaPssIdentifier(digest: Digest): Uint8Array {
  const hash = sequence(oid(OID[digest]), nullValue());
  return sequence(
    oid(OID.rsassaPss),
    sequence(
      explicit(0, hash),
      explicit(1, sequence(oid(OID.mgf1), hash)),
      explicit(2, integer(DIGEST_OCTETS[digest])),
    ),
  );
}

/**
 * Whether `signature` over `data` is good. False for everything else: bad data, MD5 and SHA-1, an algorithm that is not the key's, parameters
 * in another form than the standard's, a PSS key whose own parameters ask for another digest. Never throws. RSA (PKCS#1 v1.5 and PSS),
 * ECDSA, Ed25519 and ML-DSA.
 */
export function verifySignature(args: {
  readonly spkiDer: Uint8Array;
  readonly algorithmIdentifierDer: Uint8Array;
  readonly data: Uint8Array;
  readonly signature: Uint8Array;
}): boolean {
  try {
    const scheme = readScheme(args.algorithmIdentifierDer);
    if (scheme === null) return false;
    const key = publicKeyObject(args.spkiDer);
    return fitsKey(scheme, key) && verifyWith(scheme, key, args.data, args.signature);
  } catch {
    return false;
  }
}

/** The same answer from another thread, for many in a row. */
export async function verifySignatureAsync(args: Parameters<typeof verifySignature>[0]): Promise<boolean> {
  try {
    const scheme = readScheme(args.algorithmIdentifierDer);
    if (scheme === null) return false;
    const key = publicKeyObject(args.spkiDer);
    if (!fitsKey(scheme, key)) return false;
    return await new Promise<boolean>((resolve) =>
      verify(scheme.digest, args.data, withPadding(scheme, key), args.signature, (error, good) =>
        resolve(error === null && good),
      ),
    );
  } catch {
    return false;
  }
}

/**
 * The same answer for data that comes in parts: each is given to `add`, in order, then the signature to `isGood`, once. Parts must not be
 * changed until then: where the algorithm signs the data itself, all are kept.
 */
export function verifyInParts(of: { readonly spkiDer: Uint8Array; readonly algorithmIdentifierDer: Uint8Array }): {
  add(part: Uint8Array): void;
  isGood(signature: Uint8Array): boolean;
} {
  const digest = digestOf(of.algorithmIdentifierDer);
  if (digest === null) {
    const parts: Uint8Array[] = [];
    return {
      add: (part) => parts.push(part),
      isGood: (signature) => verifySignature({ ...of, data: Buffer.concat(parts), signature }),
    };
  }
  const verification = createVerify(digest);
  return {
    add: (part) => verification.update(part),
    isGood(signature) {
      try {
        const scheme = readScheme(of.algorithmIdentifierDer);
        const key = publicKeyObject(of.spkiDer);
        return scheme !== null && fitsKey(scheme, key) && verification.verify(withPadding(scheme, key), signature);
      } catch {
        return false;
      }
    },
  };
}

function digestOf(algorithmIdentifierDer: Uint8Array): Digest | null {
  try {
    return readScheme(algorithmIdentifierDer)?.digest ?? null;
  } catch {
    return null;
  }
}

/** What an AlgorithmIdentifier of a signature is, for messages and lints. Throws `malformed` when it is no AlgorithmIdentifier. */
export function describeSignatureAlgorithm(algorithmIdentifierDer: Uint8Array): {
  oid: string;
  label: string;
  broken: boolean;
} {
  const { dotted } = readIdentifier(algorithmIdentifierDer);
  return { oid: dotted, label: oidLabel(dotted), broken: BROKEN.has(dotted) };
}

export type Digest = 'sha256' | 'sha384' | 'sha512';

interface Scheme {
  readonly keyType: 'rsa' | 'ec' | 'ed25519' | 'ml-dsa-44' | 'ml-dsa-65' | 'ml-dsa-87';
  readonly digest: Digest | null;
  readonly pss: boolean;
}

/** A key under id-RSASSA-PSS only makes PSS signatures, and when it names a digest only those with it. RFC 4055 §1.2, §3.3 */
function fitsKey(scheme: Scheme, key: KeyObject): boolean {
  const type: string | undefined = key.asymmetricKeyType;
  if (type !== 'rsa-pss') return type === scheme.keyType;
  if (!scheme.pss || scheme.digest === null) return false;
  const { hashAlgorithm, mgf1HashAlgorithm, saltLength } = key.asymmetricKeyDetails ?? {};
  if (hashAlgorithm === undefined) return true;
  return (
    hashAlgorithm === scheme.digest &&
    mgf1HashAlgorithm === scheme.digest &&
    (saltLength ?? 0) <= DIGEST_OCTETS[scheme.digest]
  );
}

function verifyWith(scheme: Scheme, key: KeyObject, data: Uint8Array, signature: Uint8Array): boolean {
  return verify(scheme.digest, data, withPadding(scheme, key), signature);
}

/** Salt as long as the digest, the only length this room accepts in the parameters. */
function withPadding(scheme: Scheme, key: KeyObject): KeyObject | VerifyKeyObjectInput {
  if (!scheme.pss) return key;
  return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
}

function readIdentifier(der: Uint8Array): { dotted: string; parameters: DerElement | null } {
  const fields = new FieldReader(
    readDer(der, { maxBytes: 512, maxNodes: 32, noun: 'algorithm identifier' }),
    'AlgorithmIdentifier',
  );
  const dotted = readOid(fields.takeAny('algorithm'), 'AlgorithmIdentifier.algorithm');
  const parameters = fields.done ? null : fields.takeAny('parameters');
  fields.finish();
  return { dotted, parameters };
}

function readScheme(der: Uint8Array): Scheme | null {
  const { dotted, parameters } = readIdentifier(der);
  if (dotted === OID.rsassaPss) return parameters === null ? null : readPssScheme(parameters);
  const scheme = SCHEMES.get(dotted);
  if (scheme === undefined) return null;
  // RFC 4055 §5: NULL for RSA. RFC 5758 §3.2, RFC 8410 §3, RFC 9881 §2: absent for ECDSA, Ed25519 and ML-DSA.
  const inForm = scheme.keyType === 'rsa' ? isNull(parameters) : parameters === null;
  return inForm ? scheme : null;
}

/**
 * ```
 * RSASSA-PSS-params ::= SEQUENCE {
 *   hashAlgorithm [0] HashAlgorithm DEFAULT sha1, maskGenAlgorithm [1] MaskGenAlgorithm DEFAULT mgf1SHA1,
 *   saltLength [2] INTEGER DEFAULT 20, trailerField [3] INTEGER DEFAULT 1 }
 * ```
 * Defaults are SHA-1, so all of the first three must be there and agree. RFC 4055 §3.1
 */
function readPssScheme(parameters: DerElement): Scheme | null {
  const fields = new FieldReader(parameters, 'RSASSA-PSS-params');
  const hash = fields.optional(0xa0);
  const mask = fields.optional(0xa1);
  const salt = fields.optional(0xa2);
  fields.finish();
  if (hash === null || mask === null || salt === null) return null;
  const digest = readDigest(unwrapExplicit(hash, 'hashAlgorithm'));
  const maskFields = new FieldReader(unwrapExplicit(mask, 'maskGenAlgorithm'), 'maskGenAlgorithm');
  if (readOid(maskFields.takeAny('algorithm'), 'maskGenAlgorithm') !== OID.mgf1) return null;
  const maskDigest = readDigest(maskFields.takeAny('hash'));
  maskFields.finish();
  const saltLength = readSmallInteger(unwrapExplicit(salt, 'saltLength'), 'saltLength', 64);
  if (digest === null || digest !== maskDigest || saltLength !== DIGEST_OCTETS[digest]) return null;
  return { keyType: 'rsa', digest, pss: true };
}

function readDigest(element: DerElement): Digest | null {
  const { dotted, parameters } = readIdentifier(encodingOf(element));
  if (parameters !== null && !isNull(parameters)) return null;
  return dotted === OID.sha256 ? 'sha256' : dotted === OID.sha384 ? 'sha384' : dotted === OID.sha512 ? 'sha512' : null;
}

function isNull(parameters: DerElement | null): boolean {
  return parameters?.tag === TAG.null;
}

const ecdsa = (
  name: 'ecdsa-with-SHA256' | 'ecdsa-with-SHA384' | 'ecdsa-with-SHA512',
  dotted: string,
  digest: Digest,
): SignatureAlgorithm => ({
  name,
  algorithmIdentifierDer: sequence(oid(dotted)),
  digest,
  padding: null,
});
const pure = (name: 'Ed25519' | 'ML-DSA-44' | 'ML-DSA-65' | 'ML-DSA-87', dotted: string): SignatureAlgorithm => ({
  name,
  algorithmIdentifierDer: sequence(oid(dotted)),
  digest: null,
  padding: null,
});
const DIGEST_OCTETS = { sha256: 32, sha384: 48, sha512: 64 } as const;
const RSA_SHA256: SignatureAlgorithm = {
  name: 'sha256WithRSAEncryption',
  algorithmIdentifierDer: sequence(oid(OID.sha256WithRSAEncryption), nullValue()),
  digest: 'sha256',
  padding: null,
};
const RSA_PSS_SHA256: SignatureAlgorithm = {
  name: 'RSASSA-PSS',
  algorithmIdentifierDer: rsassaPssIdentifier('sha256'),
  digest: 'sha256',
  padding: 'pss',
};

const ALGORITHM_FOR_KEY: Readonly<Record<KeyAlgorithm, SignatureAlgorithm>> = {
  'RSA-2048': RSA_SHA256,
  'RSA-3072': RSA_SHA256,
  'RSA-4096': RSA_SHA256,
  'P-256': ecdsa('ecdsa-with-SHA256', OID.ecdsaWithSha256, 'sha256'),
  'P-384': ecdsa('ecdsa-with-SHA384', OID.ecdsaWithSha384, 'sha384'),
  'P-521': ecdsa('ecdsa-with-SHA512', OID.ecdsaWithSha512, 'sha512'),
  Ed25519: pure('Ed25519', OID.ed25519),
  'ML-DSA-44': pure('ML-DSA-44', OID.mlDsa44),
  'ML-DSA-65': pure('ML-DSA-65', OID.mlDsa65),
  'ML-DSA-87': pure('ML-DSA-87', OID.mlDsa87),
};

const SCHEMES: ReadonlyMap<string, Scheme> = new Map<string, Scheme>([
  [OID.sha256WithRSAEncryption, { keyType: 'rsa', digest: 'sha256', pss: false }],
  [OID.sha384WithRSAEncryption, { keyType: 'rsa', digest: 'sha384', pss: false }],
  [OID.sha512WithRSAEncryption, { keyType: 'rsa', digest: 'sha512', pss: false }],
  [OID.ecdsaWithSha256, { keyType: 'ec', digest: 'sha256', pss: false }],
  [OID.ecdsaWithSha384, { keyType: 'ec', digest: 'sha384', pss: false }],
  [OID.ecdsaWithSha512, { keyType: 'ec', digest: 'sha512', pss: false }],
  [OID.ed25519, { keyType: 'ed25519', digest: null, pss: false }],
  [OID.mlDsa44, { keyType: 'ml-dsa-44', digest: null, pss: false }],
  [OID.mlDsa65, { keyType: 'ml-dsa-65', digest: null, pss: false }],
  [OID.mlDsa87, { keyType: 'ml-dsa-87', digest: null, pss: false }],
]);
/** Collisions can be made for these digests. RFC 6194, RFC 6151 */
const BROKEN: ReadonlySet<string> = new Set([
  OID.md5WithRSAEncryption,
  OID.sha1WithRSAEncryption,
  OID.ecdsaWithSha1,
  '1.2.840.113549.1.1.2',
  '1.2.840.10040.4.3',
  '1.3.14.3.2.29',
]);
