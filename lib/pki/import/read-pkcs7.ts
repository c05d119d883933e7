/** Certificates and CRLs out of PKCS#7 and CMS files. RFC 5652 §5.1, RFC 2315 §9.1 */
import {
  childrenOf,
  type DerElement,
  encodingOf,
  FieldReader,
  readOid,
  readSmallInteger,
  unwrapExplicit,
} from '../der-reader.ts';
import { TAG } from '../der-writer.ts';
import { OID } from '../oids.ts';
import { PkiError } from '../types.ts';
import { readContainer } from './lenient-der.ts';

export interface Pkcs7Contents {
  /** As they stand in the file. */
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  /** Certificates of other kinds, such as attribute certificates, which are left out. */
  readonly otherCount: number;
  /** Whether the file is a signed message and not only a box; its signature is not checked. */
  readonly hasSignature: boolean;
}

/**
 * Reads SignedData of at most 16 MiB, DER or BER. Throws `malformed`, `too-large`, and `wrong-type` for encrypted and other messages.
 *
 * ```
 * SignedData ::= SEQUENCE { version INTEGER, digestAlgorithms SET, encapContentInfo SEQUENCE, certificates [0] IMPLICIT SET OF CertificateChoices OPTIONAL,
 *   crls [1] IMPLICIT SET OF RevocationInfoChoice OPTIONAL, signerInfos SET }
 * ```
 */
export function readPkcs7(bytes: Uint8Array): Pkcs7Contents {
  const outer = new FieldReader(readContainer(bytes, LIMITS), 'ContentInfo');
  const type = readOid(outer.takeAny('contentType'), 'ContentInfo.contentType');
  if (type !== OID.pkcs7SignedData)
    throw new PkiError(
      'wrong-type',
      'This is a PKCS#7 message of another kind; one that holds certificates is needed.',
    );
  const content = unwrapExplicit(outer.take(0xa0, 'content'), 'ContentInfo.content');
  outer.finish();
  const fields = new FieldReader(content, 'SignedData');
  readSmallInteger(fields.takeAny('version'), 'SignedData.version', 5);
  fields.take(TAG.set, 'digestAlgorithms');
  fields.take(TAG.sequence, 'encapContentInfo');
  const certificates = childrenOfOptional(fields.optional(0xa0));
  const crls = childrenOfOptional(fields.optional(0xa1));
  const signers = fields.take(TAG.set, 'signerInfos');
  fields.finish();
  const isX509 = (element: DerElement) => element.tag === TAG.sequence;
  return {
    certificates: certificates.filter(isX509).map((element) => encodingOf(element).slice()),
    crls: crls.filter(isX509).map((element) => encodingOf(element).slice()),
    otherCount: [...certificates, ...crls].filter((element) => !isX509(element)).length,
    hasSignature: childrenOf(signers).length > 0,
  };
}

function childrenOfOptional(element: DerElement | null): DerElement[] {
  return element === null ? [] : childrenOf(element);
}

/** Bundles of whole trust programmes have about 300 KiB; 16 MiB leaves room for CRLs. */
const LIMITS = { maxBytes: 16_777_216, maxNodes: 1_000_000, noun: 'PKCS#7 file' };
