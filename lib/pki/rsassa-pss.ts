/** RSASSA-PSS parameters, of a signature and of a key that is bound to them. RFC 4055 §1.2, §3, RFC 8017 §8.1, §9.1 */
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
import { OID } from './oids.ts';

export type Digest = 'sha256' | 'sha384' | 'sha512';
export const DIGEST_OCTETS = { sha256: 32, sha384: 48, sha512: 64 } as const;

export interface PssParameters {
  /** Null for digests that are not known here. */
  readonly digest: Digest | 'sha1' | null;
  /** Of the mask generation function; null likewise, and when it is not MGF1. */
  readonly maskDigest: Digest | 'sha1' | null;
  /** Octets. In a key it is the least that its signatures may have. */
  readonly saltLength: number;
  /** 1 stands for 0xBC, the only one there is. */
  readonly trailerField: number;
}

/** What a key under id-RSASSA-PSS is for. */
export interface PssKey {
  /** Null: it may be used with any digest. RFC 4055 §1.2 */
  readonly restriction: PssParameters | null;
}

/**
 * ```
 * RSASSA-PSS-params ::= SEQUENCE {
 *   hashAlgorithm [0] HashAlgorithm DEFAULT sha1, maskGenAlgorithm [1] MaskGenAlgorithm DEFAULT mgf1SHA1,
 *   saltLength [2] INTEGER DEFAULT 20, trailerField [3] INTEGER DEFAULT 1 }
 * ```
 * Throws `malformed`. RFC 4055 §3.1
 */
export function readPssParameters(parameters: DerElement): PssParameters {
  const fields = new FieldReader(parameters, 'RSASSA-PSS-params');
  const hash = fields.optional(0xa0);
  const mask = fields.optional(0xa1);
  const salt = fields.optional(0xa2);
  const trailer = fields.optional(0xa3);
  fields.finish();
  return {
    digest: hash === null ? 'sha1' : readDigest(unwrapExplicit(hash, 'hashAlgorithm')),
    maskDigest: mask === null ? 'sha1' : readMaskDigest(unwrapExplicit(mask, 'maskGenAlgorithm')),
    saltLength: salt === null ? 20 : readSmallInteger(unwrapExplicit(salt, 'saltLength'), 'saltLength', MAX_SALT),
    trailerField: trailer === null ? 1 : readSmallInteger(unwrapExplicit(trailer, 'trailerField'), 'trailerField', 9),
  };
}

/**
 * ```
 * AlgorithmIdentifier { id-RSASSA-PSS, SEQUENCE {
 *   hashAlgorithm [0] { id-sha…, NULL }, maskGenAlgorithm [1] { id-mgf1, { id-sha…, NULL } }, saltLength [2] INTEGER } }
 * ```
 * One digest for both, the salt as long as it, the trailer left at its default: the only octets that browsers accept. RFC 4055 §3.1, RFC 8017 §9.1
 */
export function rsassaPssIdentifier(digest: Digest, saltLength: number = DIGEST_OCTETS[digest]): Uint8Array {
  const hash = sequence(oid(OID[digest]), nullValue());
  return sequence(
    oid(OID.rsassaPss),
    sequence(explicit(0, hash), explicit(1, sequence(oid(OID.mgf1), hash)), explicit(2, integer(saltLength))),
  );
}

/** What a SubjectPublicKeyInfo under id-RSASSA-PSS is bound to; null for keys of every other kind. Throws `malformed`. RFC 4055 §1.2 */
export function pssKeyOf(spkiDer: Uint8Array): PssKey | null {
  const info = new FieldReader(
    readDer(spkiDer, { maxBytes: 8192, maxNodes: 32, noun: 'public key' }),
    'SubjectPublicKeyInfo',
  );
  const identifier = new FieldReader(info.take(TAG.sequence, 'algorithm'), 'AlgorithmIdentifier');
  if (readOid(identifier.takeAny('algorithm'), 'AlgorithmIdentifier.algorithm') !== OID.rsassaPss) return null;
  return { restriction: identifier.done ? null : readPssParameters(identifier.takeAny('parameters')) };
}

/** The same for octets that may be no key at all: false, and somebody else says what is wrong with them. */
export function isPssKey(spkiDer: Uint8Array): boolean {
  try {
    return pssKeyOf(spkiDer) !== null;
  } catch {
    return false;
  }
}

/** Whether authorities here can sign under the parameters, or a subject's key may have them: SHA-2 for both, a salt no longer than the digest. */
export function isUsableRestriction({ digest, maskDigest, saltLength, trailerField }: PssParameters): boolean {
  return (
    digest !== null &&
    digest !== 'sha1' &&
    maskDigest === digest &&
    saltLength <= DIGEST_OCTETS[digest] &&
    trailerField === 1
  );
}

/** Whether a signature with the first may be made and accepted under a key with the second. RFC 4055 §3.3 */
export function fitsRestriction(signature: PssParameters, { restriction }: PssKey): boolean {
  return (
    restriction === null ||
    (signature.digest === restriction.digest &&
      signature.maskDigest === restriction.maskDigest &&
      signature.saltLength >= restriction.saltLength &&
      signature.trailerField === restriction.trailerField)
  );
}

/** `RSA-PSS with SHA-256`, and the salt where it is not as long as the digest. */
export function pssText({ digest, maskDigest, saltLength }: PssParameters): string {
  const mask = maskDigest === digest ? '' : `, masked with ${digestText(maskDigest)}`;
  const salt = digest !== null && digest !== 'sha1' && saltLength === DIGEST_OCTETS[digest];
  return `RSA-PSS with ${digestText(digest)}${mask}${salt ? '' : `, ${saltLength} octets of salt`}`;
}

/** `for RSA-PSS only: SHA-256, at least 32 octets of salt`; empty for keys of every other kind. */
export function pssKeyText(spkiDer: Uint8Array): string {
  const key = pssKeyOf(spkiDer);
  if (key === null) return '';
  if (key.restriction === null) return 'for RSA-PSS only, with any digest';
  const { digest, maskDigest, saltLength } = key.restriction;
  const mask = maskDigest === digest ? '' : ` masked with ${digestText(maskDigest)}`;
  return `for RSA-PSS only: ${digestText(digest)}${mask}, at least ${saltLength} octets of salt`;
}

function digestText(digest: PssParameters['digest']): string {
  return digest === null ? 'an unknown digest' : `SHA-${digest.slice(3)}`;
}

function readMaskDigest(element: DerElement): PssParameters['maskDigest'] {
  const fields = new FieldReader(element, 'maskGenAlgorithm');
  const dotted = readOid(fields.takeAny('algorithm'), 'maskGenAlgorithm');
  const digest = readDigest(fields.takeAny('hash'));
  fields.finish();
  return dotted === OID.mgf1 ? digest : null;
}

/** RFC 4055 §2.1: NULL, and readers accept its absence. */
function readDigest(element: DerElement): PssParameters['digest'] {
  const fields = new FieldReader(
    readDer(encodingOf(element), { maxBytes: 512, maxNodes: 8, noun: 'digest' }),
    'HashAlgorithm',
  );
  const dotted = readOid(fields.takeAny('algorithm'), 'HashAlgorithm.algorithm');
  const parameters = fields.done ? null : fields.takeAny('parameters');
  fields.finish();
  return parameters === null || parameters.tag === TAG.null ? (DIGESTS.get(dotted) ?? null) : null;
}

/** RSA of 4,096 bits has room for 478 beside SHA-256. */
const MAX_SALT = 1024;
const DIGESTS: ReadonlyMap<string, Digest | 'sha1'> = new Map([
  [OID.sha1, 'sha1'],
  [OID.sha256, 'sha256'],
  [OID.sha384, 'sha384'],
  [OID.sha512, 'sha512'],
] as const);
