/** OCSP answers read back: for self-checks, and where answers of others are judged. RFC 6960 §4.2 */
import { readReasonCode } from './crl-entries.ts';
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
  readTime,
  unexpected,
  unwrapExplicit,
} from './der-reader.ts';
import { TAG } from './der-writer.ts';
import { extensionValue } from './extensions.ts';
import {
  type OcspCertId,
  type OcspCertStatus,
  type OcspErrorStatus,
  type OcspSingleResponse,
  readCertId,
  readNonce,
  readOptionalExtensions,
  refuseUnknownCritical,
} from './ocsp.ts';
import { OID, oidLabel } from './oids.ts';
import { type CertificateDer, PkiError, type ResponseDataDer } from './types.ts';

export interface ParsedOcspResponse {
  readonly responseStatus: 'successful' | OcspErrorStatus | 'sigRequired';
  /** Null for errors. */
  readonly basic: {
    readonly responseDataDer: ResponseDataDer;
    /** SHA-1 of the responder's key, or null when the responder is given by name. */
    readonly responderKeyHash: Uint8Array | null;
    readonly producedAt: Date;
    readonly responses: readonly (Omit<OcspSingleResponse, 'nextUpdate'> & {
      readonly certId: OcspCertId;
      readonly nextUpdate: Date | null;
    })[];
    readonly nonce: Uint8Array | null;
    readonly algorithmIdentifierDer: Uint8Array;
    readonly signature: Uint8Array;
    readonly certificates: readonly CertificateDer[];
  } | null;
}

/** Reads an answer of at most 1 MiB; its signature is not checked here. Throws `malformed`, `unsupported` for a type other than basic. RFC 6960 §4.2 */
export function parseOcspResponse(der: Uint8Array): ParsedOcspResponse {
  const fields = new FieldReader(readDer(der, { maxBytes: 1_048_576, noun: 'OCSP response' }), 'OCSPResponse');
  const code = readSmallInteger(fields.takeAny('responseStatus'), 'OCSPResponse.responseStatus', 6, TAG.enumerated);
  const bytes = fields.optional(0xa0);
  fields.finish();
  const responseStatus = STATUS_NAMES.get(code);
  if (responseStatus === undefined || (code === 0) !== (bytes !== null)) throw unexpected('OCSPResponse');
  if (bytes === null) return { responseStatus, basic: null };
  const responseBytes = new FieldReader(unwrapExplicit(bytes, 'OCSPResponse.responseBytes'), 'ResponseBytes');
  const type = readOid(responseBytes.takeAny('responseType'), 'ResponseBytes.responseType');
  if (type !== OID.ocspBasic)
    throw new PkiError(
      'unsupported',
      `The OCSP response is of the type ${oidLabel(type)}; a basic response is needed.`,
    );
  const basic = readOctetString(responseBytes.takeAny('response'), 'ResponseBytes.response');
  responseBytes.finish();
  return { responseStatus, basic: readBasicResponse(basic) };
}

function readBasicResponse(der: Uint8Array): NonNullable<ParsedOcspResponse['basic']> {
  const fields = new FieldReader(readDer(der, { maxBytes: 1_048_576, noun: 'OCSP response' }), 'BasicOCSPResponse');
  const data = fields.take(TAG.sequence, 'tbsResponseData');
  const algorithmIdentifierDer = encodingOf(fields.take(TAG.sequence, 'signatureAlgorithm'));
  const signature = readBitStringOctets(fields.takeAny('signature'), 'BasicOCSPResponse.signature');
  const certs = fields.optional(0xa0);
  fields.finish();
  const certificates =
    certs === null
      ? []
      : childrenOf(unwrapExplicit(certs, 'BasicOCSPResponse.certs')).map((cert) => encodingOf(cert) as CertificateDer);

  return { ...readResponseData(data), algorithmIdentifierDer, signature, certificates };
}

/** Reads the part of an answer that is signed, by itself. Throws as `parseOcspResponse`. */
export function parseResponseData(der: Uint8Array): ReturnType<typeof readResponseData> {
  return readResponseData(readDer(der, { maxBytes: 1_048_576, noun: 'OCSP response' }));
}

function readResponseData(data: DerElement) {
  const response = new FieldReader(data, 'ResponseData');
  const version = response.optional(0xa0);
  if (version !== null) readSmallInteger(unwrapExplicit(version, 'ResponseData.version'), 'ResponseData.version', 0);
  const responder = response.takeAny('responderID');
  if (responder.tag !== 0xa1 && responder.tag !== 0xa2) throw unexpected('ResponseData.responderID');
  const producedAt = readGeneralizedTime(response.takeAny('producedAt'), 'ResponseData.producedAt');
  const responses = childrenOf(response.take(TAG.sequence, 'responses')).map(readSingleResponse);
  const extensions = readOptionalExtensions(response.optional(0xa1), 'ResponseData.responseExtensions');
  response.finish();
  refuseUnknownCritical(extensions, [OID.ocspNonce]);
  return {
    responseDataDer: encodingOf(data) as ResponseDataDer,
    responderKeyHash:
      responder.tag === 0xa2 ? readOctetString(unwrapExplicit(responder, 'responderID'), 'ResponderID.byKey') : null,
    producedAt,
    responses,
    nonce: readNonce(extensions),
  };
}

function readSingleResponse(element: DerElement) {
  const fields = new FieldReader(element, 'SingleResponse');
  const certId = readCertId(fields.take(TAG.sequence, 'certID'));
  const status = readStatus(fields.takeAny('certStatus'));
  const thisUpdate = readGeneralizedTime(fields.takeAny('thisUpdate'), 'SingleResponse.thisUpdate');
  const next = fields.optional(0xa0);
  const extensions = readOptionalExtensions(fields.optional(0xa1), 'SingleResponse.singleExtensions');
  fields.finish();
  refuseUnknownCritical(extensions, []);
  const nextUpdate =
    next === null ? null : readGeneralizedTime(unwrapExplicit(next, 'nextUpdate'), 'SingleResponse.nextUpdate');
  const cutoff = extensions.find(({ oid: dotted }) => dotted === OID.ocspArchiveCutoff);
  const archiveCutoff = cutoff ? readGeneralizedTime(extensionValue(cutoff), 'ArchiveCutoff') : null;
  return { certId, certIdDer: certId.certIdDer, status, thisUpdate, nextUpdate, archiveCutoff };
}

function readStatus(element: DerElement): OcspCertStatus {
  if (element.tag === 0x80 || element.tag === 0x82) {
    if (contentOf(element).length > 0) throw unexpected('CertStatus');
    return { type: element.tag === 0x80 ? 'good' : 'unknown' };
  }
  const fields = new FieldReader(element, 'RevokedInfo', 0xa1);
  const revocationTime = readGeneralizedTime(fields.takeAny('revocationTime'), 'RevokedInfo.revocationTime');
  const reason = fields.optional(0xa0);
  fields.finish();
  return {
    type: 'revoked',
    revocationTime,
    reason: reason === null ? 'unspecified' : readReasonCode(unwrapExplicit(reason, 'revocationReason')),
  };
}

function readGeneralizedTime(element: DerElement, structure: string): Date {
  if (element.tag !== TAG.generalizedTime) throw unexpected(structure);
  return readTime(element, structure);
}

const STATUS_NAMES: ReadonlyMap<number, ParsedOcspResponse['responseStatus']> = new Map([
  [0, 'successful'],
  [1, 'malformedRequest'],
  [2, 'internalError'],
  [3, 'tryLater'],
  [5, 'sigRequired'],
  [6, 'unauthorized'],
]);
