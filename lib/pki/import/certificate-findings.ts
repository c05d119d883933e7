/** What speaks against a certificate that someone brings along, fact by fact. RFC 5280 §4.2, §6.1 */
import type { ParsedCertificate } from '../certificate.ts';
import { PROCESSED_EXTENSIONS } from '../extensions.ts';
import { OID, oidLabel } from '../oids.ts';
import { readSubjectPublicKeyInfo } from '../public-key.ts';
import { describeSignatureAlgorithm } from '../signature-algorithm.ts';
import { PkiError } from '../types.ts';

export interface FileFinding {
  readonly code:
    | 'duplicate'
    | 'expired'
    | 'not-yet-valid'
    | 'weak-signature'
    | 'weak-key'
    | 'unsupported-key'
    | 'unknown-critical-extension'
    | 'constraints-not-critical'
    | 'not-an-authority'
    | 'may-not-sign'
    | 'bad-signature'
    | 'issuer-missing'
    | 'certificate-without-key'
    | 'key-matches-nothing'
    | 'authority-missing';
  /** `blocks`: no use as an authority or at all; `warning`: a person has to decide; `info`: good to know. */
  readonly severity: 'blocks' | 'warning' | 'info';
  /** What is wrong and what to do. */
  readonly message: string;
}

/** Findings of the certificate by itself at the time `now`, without its issuer and key. */
export function certificateFindings(certificate: ParsedCertificate, now: Date): FileFinding[] {
  return [...validityFindings(certificate, now), ...algorithmFindings(certificate), ...extensionFindings(certificate)];
}

/** Whether the certificate says that it is an authority's. RFC 5280 §4.2.1.9 */
export function isAuthorityCertificate(certificate: ParsedCertificate): boolean {
  return certificate.basicConstraints?.cA ?? false;
}

/** Why the certificate cannot be an authority's, or nothing. RFC 5280 §4.2.1.9, §4.2.1.3 */
export function authorityFindings(certificate: ParsedCertificate): FileFinding[] {
  if (!isAuthorityCertificate(certificate))
    return [
      finding(
        'not-an-authority',
        'blocks',
        'The certificate is not an authority (its basic constraints do not say CA:TRUE), so nothing it signs is accepted. Choose the certificate of the authority.',
      ),
    ];
  if (certificate.keyUsage !== null && !certificate.keyUsage.includes('keyCertSign'))
    return [
      finding(
        'may-not-sign',
        'blocks',
        'The key usage of the authority does not allow signing certificates (keyCertSign is missing). A new certificate for the authority is needed.',
      ),
    ];
  return [];
}

export function finding(code: FileFinding['code'], severity: FileFinding['severity'], message: string): FileFinding {
  return { code, severity, message };
}

function validityFindings({ notBefore, notAfter, basicConstraints }: ParsedCertificate, now: Date): FileFinding[] {
  const isAuthority = basicConstraints?.cA ?? false;
  if (notAfter < now)
    return [
      finding(
        'expired',
        isAuthority ? 'blocks' : 'info',
        `The certificate expired on ${day(notAfter)}.${isAuthority ? ' Renew it before it is brought here.' : ''}`,
      ),
    ];
  return notBefore > now
    ? [finding('not-yet-valid', 'warning', `The certificate is valid from ${day(notBefore)} only. Check the clock.`)]
    : [];
}

function algorithmFindings(certificate: ParsedCertificate): FileFinding[] {
  const findings: FileFinding[] = [];
  const { label, broken } = describeSignatureAlgorithm(certificate.algorithmIdentifierDer);
  // A root is trusted for its key; nobody relies on its own signature. RFC 5280 §6.1.1 (d)
  const isSelfIssued = Buffer.compare(certificate.issuerDer, certificate.subjectDer) === 0;
  if (broken)
    findings.push(
      finding(
        'weak-signature',
        isSelfIssued ? 'warning' : 'blocks',
        `The certificate is signed with ${label}, which can be forged. ${isSelfIssued ? 'Some programs refuse such a root.' : 'A new certificate with SHA-256 is needed; taken over all the same it is disabled, publishes its revocations, and certifies nothing.'}`,
      ),
    );
  try {
    readSubjectPublicKeyInfo(certificate.spkiDer);
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    findings.push(finding(error.code === 'weak-key' ? 'weak-key' : 'unsupported-key', 'blocks', error.message));
  }
  return findings;
}

function extensionFindings(certificate: ParsedCertificate): FileFinding[] {
  return [...constraintsFindings(certificate), ...unknownFindings(certificate)];
}

/** RFC 5280 §4.2.1.10 binds those who issue; CA/Browser Forum TLS BR §7.1.2.5.2 allows it. */
function constraintsFindings({ extensions }: ParsedCertificate): FileFinding[] {
  return extensions.some(({ oid, critical }) => oid === OID.nameConstraints && !critical)
    ? [
        finding(
          'constraints-not-critical',
          'warning',
          'The name constraints of the certificate are not critical: they are obeyed here, and software that does not know them accepts names that they forbid.',
        ),
      ]
    : [];
}

function unknownFindings(certificate: ParsedCertificate): FileFinding[] {
  const unknown = certificate.extensions.filter(({ critical, oid }) => critical && !PROCESSED_EXTENSIONS.has(oid));
  if (unknown.length === 0) return [];
  const names = unknown.slice(0, 5).map(({ oid }) => oidLabel(oid));
  return [
    finding(
      'unknown-critical-extension',
      'blocks',
      `The certificate has a critical extension that is not known here (${names.join(', ')}); whoever does not know it must refuse it.`,
    ),
  ];
}

function day(time: Date): string {
  return time.toISOString().slice(0, 10);
}
