/** Signature algorithms: which one an issuer's key signs with, and checking signatures. RFC 5280 §4.1.1.2, RFC 4055, RFC 5758, RFC 8410, RFC 9881 */
import { constants, createVerify, type KeyObject, type VerifyKeyObjectInput, verify } from 'node:crypto';
import { type DerElement, FieldReader, readDer, readOid } from './der-reader.ts';
import { nullValue, oid, sequence, TAG } from './der-writer.ts';
import { OID, oidLabel } from './oids.ts';
import { publicKeyObject } from './public-key-object.ts';
import {
  DIGEST_OCTETS,
  type Digest,
  fitsRestriction,
  type PssParameters,
  pssKeyOf,
  pssKeyText,
  pssText,
  readPssParameters,
  rsassaPssIdentifier,
} from './rsassa-pss.ts';
import { type KeyAlgorithm, PkiError, SIGNATURE_SCHEMES, type SignatureScheme } from './types.ts';

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
  return RSA_PSS[scheme];
}

/** The ways in which the key may sign, the customary one first: RSA keys have four, keys under id-RSASSA-PSS those that their parameters allow. RFC 4055 §1.2 */
export function schemesOfKey(keyAlgorithm: KeyAlgorithm, spkiDer: Uint8Array): readonly SignatureScheme[] {
  if (!keyAlgorithm.startsWith('RSA-')) return ['pkcs1'];
  const pss = pssKeyOf(spkiDer);
  if (pss === null) return SIGNATURE_SCHEMES;
  return PSS_SCHEMES.filter((scheme) => fitsRestriction(OWN_PARAMETERS[scheme], pss));
}

/**
 * How an authority from elsewhere goes on signing: as its own signature shows where it signs itself, else in the customary way of
 * its key. Throws `unsupported` for a key whose parameters allow no way that is used here.
 */
export function schemeOfAuthority(
  keyAlgorithm: KeyAlgorithm,
  spkiDer: Uint8Array,
  /** Of its certificate when it signs itself, else null. */
  ownAlgorithmIdentifierDer: Uint8Array | null,
): SignatureScheme {
  const allowed = schemesOfKey(keyAlgorithm, spkiDer);
  const shown =
    ownAlgorithmIdentifierDer &&
    allowed.find((scheme) =>
      Buffer.from(ownAlgorithmIdentifierDer).equals(signatureAlgorithmFor(keyAlgorithm, scheme).algorithmIdentifierDer),
    );
  const scheme = shown ?? allowed[0];
  if (scheme === undefined)
    throw new PkiError('unsupported', `The key is ${pssKeyText(spkiDer)}, which is not used for signing here.`);
  return scheme;
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
  const { dotted, parameters } = readIdentifier(algorithmIdentifierDer);
  if (dotted !== OID.rsassaPss || parameters?.tag !== TAG.sequence)
    return { oid: dotted, label: oidLabel(dotted), broken: BROKEN.has(dotted) };
  const pss = readPssParameters(parameters);
  return { oid: dotted, label: pssText(pss), broken: pss.digest === 'sha1' || pss.maskDigest === 'sha1' };
}

export type { Digest } from './rsassa-pss.ts';
export { rsassaPssIdentifier } from './rsassa-pss.ts';

interface Scheme {
  readonly keyType: 'rsa' | 'ec' | 'ed25519' | 'ml-dsa-44' | 'ml-dsa-65' | 'ml-dsa-87';
  readonly digest: Digest | null;
  /** Octets of salt; null for everything but PSS. */
  readonly pssSalt: number | null;
}

/** A key under id-RSASSA-PSS only makes PSS signatures, and when it names a digest only those with it. RFC 4055 §1.2, §3.3 */
function fitsKey(scheme: Scheme, key: KeyObject): boolean {
  const type: string | undefined = key.asymmetricKeyType;
  if (type !== 'rsa-pss') return type === scheme.keyType;
  if (scheme.pssSalt === null || scheme.digest === null) return false;
  const { hashAlgorithm, mgf1HashAlgorithm, saltLength } = key.asymmetricKeyDetails ?? {};
  if (hashAlgorithm === undefined) return true;
  return hashAlgorithm === scheme.digest && mgf1HashAlgorithm === scheme.digest && (saltLength ?? 0) <= scheme.pssSalt;
}

function verifyWith(scheme: Scheme, key: KeyObject, data: Uint8Array, signature: Uint8Array): boolean {
  return verify(scheme.digest, data, withPadding(scheme, key), signature);
}

/** The salt must have the length that the parameters say. RFC 8017 §9.1.2 */
function withPadding(scheme: Scheme, key: KeyObject): KeyObject | VerifyKeyObjectInput {
  if (scheme.pssSalt === null) return key;
  return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: scheme.pssSalt };
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

/** The parameters must be there: what they default to is SHA-1. The salt may have any length, as OpenSSL takes the longest that fits. RFC 4055 §3.1 */
function readPssScheme(parameters: DerElement): Scheme | null {
  const { digest, maskDigest, saltLength, trailerField } = readPssParameters(parameters);
  if (digest === null || digest === 'sha1' || digest !== maskDigest || trailerField !== 1) return null;
  return { keyType: 'rsa', digest, pssSalt: saltLength };
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
const RSA_SHA256: SignatureAlgorithm = {
  name: 'sha256WithRSAEncryption',
  algorithmIdentifierDer: sequence(oid(OID.sha256WithRSAEncryption), nullValue()),
  digest: 'sha256',
  padding: null,
};
const pss = (digest: Digest): SignatureAlgorithm => ({
  name: 'RSASSA-PSS',
  algorithmIdentifierDer: rsassaPssIdentifier(digest),
  digest,
  padding: 'pss',
});
type PssScheme = Exclude<SignatureScheme, 'pkcs1'>;
const PSS_DIGESTS: Readonly<Record<PssScheme, Digest>> = {
  pss: 'sha256',
  'pss-sha384': 'sha384',
  'pss-sha512': 'sha512',
};
const PSS_SCHEMES = SIGNATURE_SCHEMES.filter((scheme): scheme is PssScheme => scheme !== 'pkcs1');
const eachPss = <Value>(make: (digest: Digest) => Value) =>
  Object.fromEntries(PSS_SCHEMES.map((scheme) => [scheme, make(PSS_DIGESTS[scheme])])) as Record<PssScheme, Value>;
const RSA_PSS: Readonly<Record<PssScheme, SignatureAlgorithm>> = eachPss(pss);
const OWN_PARAMETERS: Readonly<Record<PssScheme, PssParameters>> = eachPss((digest) => ({
  digest,
  maskDigest: digest,
  saltLength: DIGEST_OCTETS[digest],
  trailerField: 1,
}));

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
  [OID.sha256WithRSAEncryption, { keyType: 'rsa', digest: 'sha256', pssSalt: null }],
  [OID.sha384WithRSAEncryption, { keyType: 'rsa', digest: 'sha384', pssSalt: null }],
  [OID.sha512WithRSAEncryption, { keyType: 'rsa', digest: 'sha512', pssSalt: null }],
  [OID.ecdsaWithSha256, { keyType: 'ec', digest: 'sha256', pssSalt: null }],
  [OID.ecdsaWithSha384, { keyType: 'ec', digest: 'sha384', pssSalt: null }],
  [OID.ecdsaWithSha512, { keyType: 'ec', digest: 'sha512', pssSalt: null }],
  [OID.ed25519, { keyType: 'ed25519', digest: null, pssSalt: null }],
  [OID.mlDsa44, { keyType: 'ml-dsa-44', digest: null, pssSalt: null }],
  [OID.mlDsa65, { keyType: 'ml-dsa-65', digest: null, pssSalt: null }],
  [OID.mlDsa87, { keyType: 'ml-dsa-87', digest: null, pssSalt: null }],
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
