/** The status of one certificate from lists or responses of its issuer, outside of a path: for looking at what is served. RFC 5280 §6.3.3, RFC 6960 §3.2 */
import { PkiError } from '../types.ts';
import { type CrlStatus, crlStatus } from './crl-status.ts';
import { ocspStatus, readGivenOcspResponse } from './ocsp-status.ts';
import { type PathCertificate, readPathCertificate } from './path-certificate.ts';
import { type PathCrl, readPathCrl } from './path-crl.ts';
import { newPathBudget, PathFailure } from './path-result.ts';
import { SignatureChecks } from './signature-checks.ts';

export interface StatusQuestion {
  readonly certificateDer: Uint8Array;
  readonly issuerDer: Uint8Array;
  readonly crls: readonly Uint8Array[];
  readonly ocspResponses: readonly Uint8Array[];
  readonly time: Date;
}

/** `unknown` with the reason when signature, dates, scope or subject are not right. Never throws for anything that was served. */
export function judgeStatus(question: StatusQuestion): CrlStatus {
  try {
    const certificate = readPathCertificate(question.certificateDer);
    const issuer = readPathCertificate(question.issuerDer);
    const issuerKey = issuer.key(false);
    const budget = newPathBudget();
    const signatures = new SignatureChecks(budget, false);
    const { time } = question;
    if (question.ocspResponses.length > 0)
      return ocspStatus({
        certificate,
        issuer,
        issuerKey,
        responses: question.ocspResponses.map(readGivenOcspResponse),
        time,
        allowLegacyAlgorithms: false,
        signatures,
        isResponderGood: () => false,
      });
    const signerFault = (crl: PathCrl): string | null => {
      if (crl.issuerName !== issuer.subjectName) return 'it is from another issuer';
      if (!maySignLists(issuer)) return 'its issuer may not sign lists';
      try {
        signatures.checkData(issuerKey, crl.algorithmIdentifierDer, crl.tbsDer, crl.signature);
        return null;
      } catch (error) {
        if (!(error instanceof PathFailure)) throw error;
        return `it ${error.fault.evidence}`;
      }
    };
    const crls = question.crls.map((der, at) => readPathCrl(der, at + 1));
    return crlStatus({ certificate, crls, time, isTls: true, signerFault, budget });
  } catch (error) {
    if (error instanceof PathFailure) return { type: 'unknown', evidence: error.fault.evidence };
    if (!(error instanceof PkiError)) throw error;
    return { type: 'unknown', evidence: `it cannot be read (${error.message})` };
  }
}

function maySignLists(issuer: PathCertificate): boolean {
  const { keyUsage } = issuer.extensions();
  return keyUsage === null || keyUsage.includes('cRLSign');
}
