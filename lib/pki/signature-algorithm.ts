/** Signature algorithms: which one an issuer's key signs with, and checking signatures. RFC 5280 §4.1.1.2, RFC 4055, RFC 5758, RFC 8410 */
import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto';
import {
  type DerElement,
  encodingOf,
  FieldReader,
  readDer,
  readOid,
  readSmallInteger,
  unwrapExplicit,
} from './der-reader.ts';
import { nullValue, oid, sequence, TAG } from './der-writer.ts';
import { OID, oidLabel } from './oids.ts';
import type { KeyAlgorithm } from './types.ts';

export interface SignatureAlgorithm {
  readonly name:
    | 'ecdsa-with-SHA256'
    | 'ecdsa-with-SHA384'
    | 'ecdsa-with-SHA512'
    | 'sha256WithRSAEncryption'
    | 'Ed25519';
  readonly algorithmIdentifierDer: Uint8Array;
  /** Null for Ed25519, which signs the data itself. */
  readonly digest: 'sha256' | 'sha384' | 'sha512' | null;
}

/** The algorithm that goes with the issuer's key: the digest is as strong as the curve. */
export function signatureAlgorithmFor(issuerKey: KeyAlgorithm): SignatureAlgorithm {
  return ALGORITHM_FOR_KEY[issuerKey];
}

/**
 * Whether `signature` over `data` is good. False for everything else: bad data, MD5 and SHA-1, an algorithm that is not the key's, parameters
 * in another form than the standard's. Never throws. RSA (PKCS#1 v1.5 and PSS), ECDSA and Ed25519.
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
    const key = createPublicKey({ key: Buffer.from(args.spkiDer), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === scheme.keyType && verifyWith(scheme, key, args.data, args.signature);
  } catch {
    return false;
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

interface Scheme {
  readonly keyType: 'rsa' | 'ec' | 'ed25519';
  readonly digest: 'sha256' | 'sha384' | 'sha512' | null;
  readonly pss: boolean;
}

function verifyWith(scheme: Scheme, key: KeyObject, data: Uint8Array, signature: Uint8Array): boolean {
  if (!scheme.pss) return verify(scheme.digest, data, key, signature);
  // Salt as long as the digest, the only length this room accepts in the parameters.
  return verify(
    scheme.digest,
    data,
    { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
    signature,
  );
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
  // RFC 4055 §5: NULL for RSA. RFC 5758 §3.2, RFC 8410 §3: absent for ECDSA and Ed25519.
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

function readDigest(element: DerElement): 'sha256' | 'sha384' | 'sha512' | null {
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
  digest: 'sha256' | 'sha384' | 'sha512',
) => ({
  name,
  algorithmIdentifierDer: sequence(oid(dotted)),
  digest,
});
const RSA_SHA256 = {
  name: 'sha256WithRSAEncryption',
  algorithmIdentifierDer: sequence(oid(OID.sha256WithRSAEncryption), nullValue()),
  digest: 'sha256',
} as const;

const ALGORITHM_FOR_KEY: Readonly<Record<KeyAlgorithm, SignatureAlgorithm>> = {
  'RSA-2048': RSA_SHA256,
  'RSA-3072': RSA_SHA256,
  'RSA-4096': RSA_SHA256,
  'P-256': ecdsa('ecdsa-with-SHA256', OID.ecdsaWithSha256, 'sha256'),
  'P-384': ecdsa('ecdsa-with-SHA384', OID.ecdsaWithSha384, 'sha384'),
  'P-521': ecdsa('ecdsa-with-SHA512', OID.ecdsaWithSha512, 'sha512'),
  Ed25519: { name: 'Ed25519', algorithmIdentifierDer: sequence(oid(OID.ed25519)), digest: null },
};

const SCHEMES: ReadonlyMap<string, Scheme> = new Map<string, Scheme>([
  [OID.sha256WithRSAEncryption, { keyType: 'rsa', digest: 'sha256', pss: false }],
  [OID.sha384WithRSAEncryption, { keyType: 'rsa', digest: 'sha384', pss: false }],
  [OID.sha512WithRSAEncryption, { keyType: 'rsa', digest: 'sha512', pss: false }],
  [OID.ecdsaWithSha256, { keyType: 'ec', digest: 'sha256', pss: false }],
  [OID.ecdsaWithSha384, { keyType: 'ec', digest: 'sha384', pss: false }],
  [OID.ecdsaWithSha512, { keyType: 'ec', digest: 'sha512', pss: false }],
  [OID.ed25519, { keyType: 'ed25519', digest: null, pss: false }],
]);
const DIGEST_OCTETS = { sha256: 32, sha384: 48, sha512: 64 } as const;
/** Collisions can be made for these digests. RFC 6194, RFC 6151 */
const BROKEN: ReadonlySet<string> = new Set([
  OID.md5WithRSAEncryption,
  OID.sha1WithRSAEncryption,
  OID.ecdsaWithSha1,
  '1.2.840.113549.1.1.2',
  '1.2.840.10040.4.3',
  '1.3.14.3.2.29',
]);
