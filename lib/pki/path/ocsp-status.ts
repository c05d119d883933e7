/** The status of one certificate from OCSP responses: who signed them, for whom they speak, and until when. RFC 6960 §3.2, §4.2.2 */
import { childrenOf, encodingOf, readDer, unwrapExplicit } from '../der-reader.ts';
import { comparableName } from '../distinguished-name.ts';
import { certIdHashes } from '../ocsp.ts';
import { type ParsedOcspResponse, parseOcspResponse } from '../ocsp-response.ts';
import { OID } from '../oids.ts';
import { keyIdentifierOf } from '../public-key.ts';
import { serialNumberFromDer, toHex } from '../serial-number.ts';
import { type NameDer, PkiError } from '../types.ts';
import type { CrlStatus } from './crl-status.ts';
import { type PathCertificate, readPathCertificate } from './path-certificate.ts';
import { hasExtension } from './path-extensions.ts';
import type { PathKey } from './path-key.ts';
import { PathFailure } from './path-result.ts';
import type { SignatureChecks } from './signature-checks.ts';
import { shortTime } from './validate-path.ts';

type BasicResponse = NonNullable<ParsedOcspResponse['basic']>;

/** A response that was given; `basic` null with the reason why it cannot be used. */
export interface GivenOcspResponse {
  readonly basic: BasicResponse | null;
  readonly fault: string;
}

export interface OcspQuestion {
  readonly certificate: PathCertificate;
  readonly issuer: PathCertificate;
  readonly issuerKey: PathKey;
  readonly responses: readonly GivenOcspResponse[];
  readonly time: Date;
  readonly allowLegacyAlgorithms: boolean;
  readonly signatures: SignatureChecks;
  /** Whether a delegated responder without ocsp-nocheck is known not to be revoked. RFC 6960 §4.2.2.2.1 */
  readonly isResponderGood: (responder: PathCertificate) => boolean;
}

/** Reads a response; never throws for its content. */
export function readGivenOcspResponse(der: Uint8Array): GivenOcspResponse {
  try {
    const { basic, responseStatus } = parseOcspResponse(der);
    return { basic, fault: basic === null ? `the responder answered ${responseStatus}` : '' };
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return { basic: null, fault: error.message };
  }
}

/** A revoked answer counts over a good one; faults of responses about this certificate are told. */
export function ocspStatus(question: OcspQuestion): CrlStatus {
  const { certificate, issuer } = question;
  const hashes = certIdHashes(issuer.subjectDer as NameDer, issuer.spkiDer);
  const serial = serialOf(certificate);
  const isAbout = ({ certId }: BasicResponse['responses'][number]): boolean =>
    certId.serialNumber === serial &&
    certId.issuerNameHash === hashes[certId.hashAlgorithm].name &&
    certId.issuerKeyHash === hashes[certId.hashAlgorithm].key;
  let problem: string | null = null;
  let good: CrlStatus | null = null;
  for (const { basic, fault } of question.responses) {
    if (basic === null) {
      problem ??= fault;
      continue;
    }
    const single = basic.responses.find(isAbout);
    if (single === undefined) continue;
    const wrong = timeFault(single, question.time) ?? responderFault(basic, question);
    if (wrong !== null) problem ??= wrong;
    else if (single.status.type === 'revoked')
      return {
        type: 'revoked',
        evidence: `was revoked on ${shortTime(single.status.revocationTime)} (${single.status.reason}, by OCSP)`,
      };
    else if (single.status.type === 'unknown') problem ??= 'the responder does not know it';
    else good ??= { type: 'good', evidence: `Good by OCSP as of ${shortTime(single.thisUpdate)}.` };
  }
  return good ?? { type: 'unknown', evidence: problem ?? 'no OCSP response is about it' };
}

/** Null for serials that no question can carry. */
function serialOf({ structure }: PathCertificate): string | null {
  try {
    return serialNumberFromDer(structure.serialContent, { allowZero: true });
  } catch {
    return null;
  }
}

/** RFC 6960 §3.2 (5), (6); an answer without an end is not taken, because nothing tells how old it may be. */
function timeFault({ thisUpdate, nextUpdate }: BasicResponse['responses'][number], time: Date): string | null {
  if (time < thisUpdate)
    return `the OCSP response is from ${shortTime(thisUpdate)}, which is later than ${shortTime(time)}`;
  if (nextUpdate === null) return 'the OCSP response does not say until when it counts';
  return time > nextUpdate ? `the OCSP response is out of date since ${shortTime(nextUpdate)}` : null;
}

/** The issuer itself, or a certificate that the issuer made for this purpose. RFC 6960 §4.2.2.2 */
function responderFault(basic: BasicResponse, question: OcspQuestion): string | null {
  const { issuer, issuerKey, signatures } = question;
  if (isResponder(basic, issuer)) return signatureFault(() => checkResponse(basic, issuerKey, signatures));
  for (const der of basic.certificates.slice(0, MAX_RESPONDER_CERTIFICATES)) {
    const responder = readResponder(der);
    if (responder === null || !isResponder(basic, responder)) continue;
    return (
      delegationFault(responder, question) ??
      signatureFault(() => checkResponse(basic, responder.key(question.allowLegacyAlgorithms), signatures))
    );
  }
  return 'the OCSP response is not signed by the issuer or a responder that it named';
}

function delegationFault(responder: PathCertificate, question: OcspQuestion): string | null {
  const { issuer, issuerKey, time, signatures, isResponderGood } = question;
  const extensions = responder.extensions();
  if (responder.issuerName !== issuer.subjectName) return 'the OCSP responder has a certificate of another issuer';
  const signature = signatureFault(() => signatures.check(responder, issuer, issuerKey));
  if (signature !== null) return signature;
  if (time < responder.notBefore || time > responder.notAfter)
    return 'the certificate of the OCSP responder is out of date';
  if (!extensions.extKeyUsage?.includes(OID.OCSPSigning))
    return 'the certificate of the OCSP responder is not for OCSP signing';
  if (extensions.keyUsage !== null && !extensions.keyUsage.includes('digitalSignature'))
    return 'the key of the OCSP responder may not sign responses';
  if (extensions.duplicate !== null || extensions.faults.length > 0)
    return 'the certificate of the OCSP responder is malformed';
  const isExempt = hasExtension(extensions, OID.ocspNoCheck);
  return isExempt || isResponderGood(responder) ? null : 'nothing tells whether the OCSP responder is revoked';
}

function checkResponse(basic: BasicResponse, key: PathKey, signatures: SignatureChecks): void {
  signatures.checkData(key, basic.algorithmIdentifierDer, basic.responseDataDer, basic.signature);
}

function signatureFault(work: () => void): string | null {
  try {
    work();
    return null;
  } catch (error) {
    if (!(error instanceof PathFailure) || error.fault.code === 'budget-exceeded') throw error;
    return `the OCSP response or its responder ${error.fault.evidence}`;
  }
}

/** ResponderID ::= CHOICE { byName [1] Name, byKey [2] KeyHash }. RFC 6960 §4.2.1 */
function isResponder(basic: BasicResponse, certificate: PathCertificate): boolean {
  if (basic.responderKeyHash !== null)
    return toHex(basic.responderKeyHash) === toHex(keyIdentifierOf(certificate.spkiDer));
  const data = readDer(basic.responseDataDer, { maxBytes: 1_048_576, noun: 'OCSP response' });
  const byName = childrenOf(data).find(({ tag }) => tag === 0xa1);
  return (
    byName !== undefined &&
    comparableName(encodingOf(unwrapExplicit(byName, 'ResponderID.byName'))) === certificate.subjectName
  );
}

function readResponder(der: Uint8Array): PathCertificate | null {
  try {
    return readPathCertificate(der);
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return null;
  }
}

/** Responders send one or two; a thousand would each cost a signature check. */
const MAX_RESPONDER_CERTIFICATES = 5;
