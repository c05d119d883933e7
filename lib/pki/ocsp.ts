/** OCSP: questions read and written, answers written. RFC 6960, RFC 9654 (nonce) */
import { createHash } from 'node:crypto';
import { reasonCode } from './crl-entries.ts';
import {
  childrenOf,
  contentOf,
  type DerElement,
  encodingOf,
  FieldReader,
  readBitStringOctets,
  readDer,
  readOctetString,
  readOid,
  readSmallInteger,
  unexpected,
  unwrapExplicit,
} from './der-reader.ts';
import {
  bitString,
  enumerated,
  explicit,
  generalizedTime,
  headerLength,
  implicit,
  nullValue,
  octetString,
  oid,
  sequence,
  TAG,
  tlv,
  writeHeader,
} from './der-writer.ts';
import { extensionValue, type RawExtension, readExtensions, refuseDuplicateExtensions } from './extensions.ts';
import { OID, oidLabel } from './oids.ts';
import { serialNumberFromDer, serialNumberToDer, toHex } from './serial-number.ts';
import { encodeExtension } from './tbs-certificate.ts';
import {
  type CertificateDer,
  type NameDer,
  type OcspResponseDer,
  PkiError,
  type ResponseDataDer,
  type RevocationReason,
  type SerialNumber,
} from './types.ts';

export type OcspHashAlgorithm = 'sha1' | 'sha256';

export interface OcspCertId {
  readonly hashAlgorithm: OcspHashAlgorithm;
  /** Hex. */
  readonly issuerNameHash: string;
  /** Hex. */
  readonly issuerKeyHash: string;
  /** A value no certificate can have (`"00"` and hex) when the question carries zero, a negative or an over-long number: the answer is `unknown`. */
  readonly serialNumber: SerialNumber;
  /** As it was sent; answers repeat it octet for octet. */
  readonly certIdDer: Uint8Array;
}

export type OcspCertStatus =
  | { readonly type: 'good' }
  | { readonly type: 'unknown' }
  | { readonly type: 'revoked'; readonly revocationTime: Date; readonly reason: RevocationReason };

export interface OcspSingleResponse {
  readonly certIdDer: Uint8Array;
  readonly status: OcspCertStatus;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  /** Status is kept past the end of certificates, back to this time. RFC 6960 §4.4.4 */
  readonly archiveCutoff?: Date | null;
}

/**
 * Reads a question of at most 4 KiB with 1 to 20 certificates. A signature on it is not looked at. Throws `malformed` (also for an unknown
 * critical extension and a nonce outside 1 to 128 octets), `too-large`, and `unsupported` for hash algorithms other than SHA-1 and SHA-256.
 * RFC 6960 §4.1, RFC 9654 §2.1
 */
export function parseOcspRequest(der: Uint8Array): { certIds: readonly OcspCertId[]; nonce: Uint8Array | null } {
  const request = new FieldReader(
    readDer(der, { maxBytes: MAX_REQUEST_BYTES, maxNodes: 1000, noun: 'OCSP request' }),
    'OCSPRequest',
  );
  const tbs = new FieldReader(request.take(TAG.sequence, 'tbsRequest'), 'TBSRequest');
  request.optional(0xa0);
  request.finish();

  const version = tbs.optional(0xa0);
  if (version !== null) readSmallInteger(unwrapExplicit(version, 'TBSRequest.version'), 'TBSRequest.version', 0);
  tbs.optional(0xa1);
  const list = childrenOf(tbs.take(TAG.sequence, 'requestList'));
  const extensions = readOptionalExtensions(tbs.optional(0xa2), 'TBSRequest.requestExtensions');
  tbs.finish();
  if (list.length === 0) throw unexpected('TBSRequest.requestList');
  if (list.length > MAX_CERT_IDS)
    throw new PkiError(
      'too-large',
      `The request asks about ${list.length} certificates; at most ${MAX_CERT_IDS} are allowed.`,
    );
  refuseUnknownCritical(extensions, [OID.ocspNonce]);
  return { certIds: list.map(readRequest), nonce: readNonce(extensions) };
}

/** What CertIDs of this issuer carry, in hex. RFC 6960 §4.1.1 */
export function certIdHashes(
  issuerNameDer: NameDer,
  issuerSpkiDer: Uint8Array,
): Record<OcspHashAlgorithm, { readonly name: string; readonly key: string }> {
  const key = subjectPublicKeyOctets(issuerSpkiDer);
  const hash = (algorithm: OcspHashAlgorithm, data: Uint8Array) => createHash(algorithm).update(data).digest('hex');
  return {
    sha1: { name: hash('sha1', issuerNameDer), key: hash('sha1', key) },
    sha256: { name: hash('sha256', issuerNameDer), key: hash('sha256', key) },
  };
}

/**
 * ```
 * ResponseData ::= SEQUENCE {
 *   responderID [2] EXPLICIT OCTET STRING, producedAt GeneralizedTime, responses SEQUENCE OF SingleResponse, responseExtensions [1] EXPLICIT Extensions OPTIONAL }
 * ```
 * RFC 6960 §4.2.1
 */
export function encodeResponseData(fields: {
  /** SHA-1 of the responder's key (byKey). */
  readonly responderKeyHash: Uint8Array;
  readonly producedAt: Date;
  readonly responses: readonly OcspSingleResponse[];
  readonly nonce: Uint8Array | null;
}): ResponseDataDer {
  return sequence(
    explicit(2, octetString(fields.responderKeyHash)),
    generalizedTime(fields.producedAt),
    sequence(...fields.responses.map(encodeSingleResponse)),
    ...(fields.nonce === null ? [] : [explicit(1, sequence(encodeNonce(fields.nonce)))]),
  ) as ResponseDataDer;
}

/**
 * ```
 * OCSPResponse ::= SEQUENCE { responseStatus ENUMERATED, responseBytes [0] EXPLICIT SEQUENCE { responseType OBJECT IDENTIFIER, response OCTET STRING } }
 * BasicOCSPResponse ::= SEQUENCE { tbsResponseData, signatureAlgorithm, signature BIT STRING, certs [0] EXPLICIT SEQUENCE OF Certificate OPTIONAL }
 * ```
 * RFC 6960 §4.2.1
 */
export function assembleOcspResponse(
  responseData: ResponseDataDer,
  algorithmIdentifierDer: Uint8Array,
  signature: Uint8Array,
  certificates: readonly CertificateDer[],
): OcspResponseDer {
  const parts = [
    responseData,
    algorithmIdentifierDer,
    bitString(signature),
    ...(certificates.length === 0 ? [] : [explicit(0, sequence(...certificates))]),
  ];
  // From the inside out, headers only: nested calls would copy the whole answer at each of five levels.
  const pieces: Uint8Array[] = [...parts];
  let length = parts.reduce((sum, part) => sum + part.length, 0);
  const wrap = (tag: number, ...before: readonly Uint8Array[]) => {
    for (const piece of before) length += piece.length;
    const header = new Uint8Array(headerLength(length));
    writeHeader(header, 0, tag, length);
    pieces.unshift(header, ...before);
    length += header.length;
  };
  wrap(TAG.sequence);
  wrap(TAG.octetString);
  wrap(TAG.sequence, BASIC_TYPE);
  wrap(0xa0);
  wrap(TAG.sequence, SUCCESSFUL);
  return new Uint8Array(Buffer.concat(pieces, length)) as OcspResponseDer;
}

const BASIC_TYPE = oid(OID.ocspBasic);
const SUCCESSFUL = enumerated(0);

export type OcspErrorStatus = 'malformedRequest' | 'internalError' | 'tryLater' | 'unauthorized';

/** An unsigned error answer. RFC 6960 §2.3, §4.2.1 */
export function ocspErrorResponse(status: OcspErrorStatus): OcspResponseDer {
  return sequence(enumerated(RESPONSE_STATUS[status])) as OcspResponseDer;
}

/**
 * ```
 * CertID ::= SEQUENCE { hashAlgorithm AlgorithmIdentifier, issuerNameHash OCTET STRING, issuerKeyHash OCTET STRING, serialNumber INTEGER }
 * ```
 * With NULL parameters, as most clients write it. RFC 6960 §4.1.1
 */
export function encodeCertId(
  certId: Pick<OcspCertId, 'hashAlgorithm' | 'issuerNameHash' | 'issuerKeyHash' | 'serialNumber'>,
): Uint8Array {
  return sequence(
    sequence(oid(OID[certId.hashAlgorithm]), nullValue()),
    octetString(Uint8Array.from(Buffer.from(certId.issuerNameHash, 'hex'))),
    octetString(Uint8Array.from(Buffer.from(certId.issuerKeyHash, 'hex'))),
    tlv(TAG.integer, serialNumberToDer(certId.serialNumber)),
  );
}

/**
 * ```
 * OCSPRequest ::= SEQUENCE { tbsRequest SEQUENCE { requestList SEQUENCE OF SEQUENCE { reqCert CertID }, requestExtensions [2] EXPLICIT Extensions OPTIONAL } }
 * ```
 * RFC 6960 §4.1.1
 */
export function encodeOcspRequest(
  certIds: readonly Pick<OcspCertId, 'hashAlgorithm' | 'issuerNameHash' | 'issuerKeyHash' | 'serialNumber'>[],
  nonce: Uint8Array | null,
): Uint8Array {
  const requestList = sequence(...certIds.map((certId) => sequence(encodeCertId(certId))));
  return sequence(
    nonce === null ? sequence(requestList) : sequence(requestList, explicit(2, sequence(encodeNonce(nonce)))),
  );
}

/**
 * ```
 * SingleResponse ::= SEQUENCE {
 *   certID CertID, certStatus CHOICE { good [0] IMPLICIT NULL, revoked [1] IMPLICIT RevokedInfo, unknown [2] IMPLICIT NULL },
 *   thisUpdate GeneralizedTime, nextUpdate [0] EXPLICIT GeneralizedTime OPTIONAL, singleExtensions [1] EXPLICIT Extensions OPTIONAL }
 * RevokedInfo ::= SEQUENCE { revocationTime GeneralizedTime, revocationReason [0] EXPLICIT CRLReason OPTIONAL }
 * ```
 * RFC 6960 §4.2.1
 */
function encodeSingleResponse(response: OcspSingleResponse): Uint8Array {
  const { certIdDer, status, thisUpdate, nextUpdate, archiveCutoff } = response;
  return sequence(
    certIdDer,
    encodeStatus(status),
    generalizedTime(thisUpdate),
    explicit(0, generalizedTime(nextUpdate)),
    ...(archiveCutoff
      ? [explicit(1, sequence(encodeExtension(OID.ocspArchiveCutoff, false, generalizedTime(archiveCutoff))))]
      : []),
  );
}

function encodeStatus(status: OcspCertStatus): Uint8Array {
  if (status.type === 'good') return implicit(0, new Uint8Array(0));
  if (status.type === 'unknown') return implicit(2, new Uint8Array(0));
  const revocationTime = generalizedTime(status.revocationTime);
  return status.reason === 'unspecified'
    ? tlv(0xa1, revocationTime)
    : tlv(0xa1, revocationTime, explicit(0, enumerated(reasonCode(status.reason))));
}

function readRequest(element: DerElement): OcspCertId {
  const fields = new FieldReader(element, 'Request');
  const certId = readCertId(fields.take(TAG.sequence, 'reqCert'));
  refuseUnknownCritical(readOptionalExtensions(fields.optional(0xa0), 'Request.singleRequestExtensions'), []);
  fields.finish();
  return certId;
}

export function readCertId(element: DerElement): OcspCertId {
  const fields = new FieldReader(element, 'CertID');
  const algorithm = new FieldReader(fields.take(TAG.sequence, 'hashAlgorithm'), 'CertID.hashAlgorithm');
  const dotted = readOid(algorithm.takeAny('algorithm'), 'CertID.hashAlgorithm');
  // NULL or absent: both are in use, and the answer repeats what came.
  algorithm.optional(TAG.null);
  algorithm.finish();
  const hashAlgorithm = dotted === OID.sha1 ? 'sha1' : dotted === OID.sha256 ? 'sha256' : null;
  if (hashAlgorithm === null)
    throw new PkiError('unsupported', `The request uses the hash ${oidLabel(dotted)}. SHA-1 or SHA-256 is needed.`);
  const issuerNameHash = readOctetString(fields.takeAny('issuerNameHash'), 'CertID.issuerNameHash');
  const issuerKeyHash = readOctetString(fields.takeAny('issuerKeyHash'), 'CertID.issuerKeyHash');
  const serial = contentOf(fields.take(TAG.integer, 'serialNumber'));
  fields.finish();
  const octets = hashAlgorithm === 'sha1' ? 20 : 32;
  if (issuerNameHash.length !== octets || issuerKeyHash.length !== octets) throw unexpected('CertID');
  return {
    hashAlgorithm,
    issuerNameHash: toHex(issuerNameHash),
    issuerKeyHash: toHex(issuerKeyHash),
    serialNumber: readAskedSerial(serial),
    certIdDer: encodingOf(element),
  };
}

/** A serial that cannot exist is a fair question with the answer `unknown`; two leading zeros keep it apart from every real one. */
function readAskedSerial(content: Uint8Array): SerialNumber {
  try {
    return serialNumberFromDer(content);
  } catch {
    return (content.length === 1 && content[0] === 0 ? '00' : `00${toHex(content)}`) as SerialNumber;
  }
}

export function readOptionalExtensions(wrapped: DerElement | null, structure: string): RawExtension[] {
  if (wrapped === null) return [];
  const extensions = readExtensions(unwrapExplicit(wrapped, structure));
  refuseDuplicateExtensions(extensions);
  return extensions;
}

export function refuseUnknownCritical(extensions: readonly RawExtension[], known: readonly string[]): void {
  const unknown = extensions.find((extension) => extension.critical && !known.includes(extension.oid));
  if (unknown !== undefined)
    throw new PkiError('malformed', `The critical extension ${oidLabel(unknown.oid)} is not known here.`);
}

/** Nonce ::= OCTET STRING (SIZE (1..128)). RFC 9654 §2.1 */
function encodeNonce(nonce: Uint8Array): Uint8Array {
  return encodeExtension(OID.ocspNonce, false, octetString(nonce));
}

export function readNonce(extensions: readonly RawExtension[]): Uint8Array | null {
  const extension = extensions.find((candidate) => candidate.oid === OID.ocspNonce);
  if (extension === undefined) return null;
  const nonce = readOctetString(extensionValue(extension), 'Nonce');
  if (nonce.length < 1 || nonce.length > 128)
    throw new PkiError('malformed', `The nonce has ${nonce.length} octets; 1 to 128 are allowed.`);
  return nonce;
}

/** The octets inside the BIT STRING, which issuerKeyHash is made over. RFC 6960 §4.1.1 */
function subjectPublicKeyOctets(spkiDer: Uint8Array): Uint8Array {
  const key = childrenOf(readDer(spkiDer, { maxBytes: 4096, noun: 'public key' }))[1];
  if (key === undefined) throw unexpected('SubjectPublicKeyInfo');
  return readBitStringOctets(key, 'SubjectPublicKeyInfo.subjectPublicKey');
}

const RESPONSE_STATUS: Readonly<Record<OcspErrorStatus, number>> = {
  malformedRequest: 1,
  internalError: 2,
  tryLater: 3,
  unauthorized: 6,
};
/** D27: answers to POST are for questions of this size at most. */
const MAX_REQUEST_BYTES = 4096;
const MAX_CERT_IDS = 20;
