/** What to say about a certificate, request, list or answer: label and value for each fact, in the order that people ask. */
import { type ParsedCertificate, parseCertificate } from '../certificate.ts';
import type { ParsedCertificationRequest } from '../certification-request.ts';
import type { ParsedCertificateList } from '../crl.ts';
import { readDer } from '../der-reader.ts';
import { readName } from '../distinguished-name.ts';
import { explainExtension } from '../extension-text.ts';
import type { RecognisedValue } from '../import/read-anything.ts';
import { parseOcspResponse } from '../ocsp-response.ts';
import { oidLabel, oidName } from '../oids.ts';
import { pssKeyText } from '../rsassa-pss.ts';
import { describeSignatureAlgorithm } from '../signature-algorithm.ts';
import { distinguishedNameText } from '../subject.ts';
import { type KeyAlgorithm, PkiError } from '../types.ts';

export interface Fact {
  readonly label: string;
  /** Several lines for lists. */
  readonly value: string;
}

export interface ShownExtension {
  readonly oid: string;
  readonly name: string;
  readonly critical: boolean;
  readonly text: string;
  readonly explanation: string;
}

/** Facts of a value; nothing of a private key but its type. */
export function factsOf(value: RecognisedValue): { facts: readonly Fact[]; extensions: readonly ShownExtension[] } {
  switch (value.kind) {
    case 'certificate':
      return { facts: certificateFacts(value.certificate), extensions: shownExtensions(value.certificate) };
    case 'request':
      return { facts: requestFacts(value.request), extensions: [] };
    case 'crl':
      return { facts: crlFacts(value.crl), extensions: crlExtensions(value.crl) };
    case 'ocspResponse':
      return { facts: ocspFacts(value.der), extensions: [] };
    case 'privateKey':
      return {
        facts: [
          fact('Key', [value.key.label, pssKeyText(value.key.spkiDer)].join(' ').trim()),
          fact('Private part', 'Not shown'),
        ],
        extensions: [],
      };
    case 'publicKey':
      return { facts: [fact('Key', keyText(value.keyAlgorithm, value.spkiDer))], extensions: [] };
    case 'opensslIndex':
      return { facts: [fact('Certificates', String(value.index.entries.length))], extensions: [] };
    case 'opensslNumber':
      return { facts: [fact('Next number', value.next.toString(16).toUpperCase())], extensions: [] };
  }
}

function certificateFacts(certificate: ParsedCertificate): Fact[] {
  const { basicConstraints, keyUsage, extKeyUsage } = certificate;
  return [
    fact('Subject', nameText(certificate.subject)),
    fact('Names', certificate.subjectAltName.map(({ type, value }) => `${type}: ${value}`).join('\n') || 'None'),
    fact('Issuer', nameText(certificate.issuer)),
    fact('Serial number', certificate.serialNumber),
    fact('Valid from', timeText(certificate.notBefore)),
    fact('Valid until', timeText(certificate.notAfter)),
    fact('Key', keyText(certificate.keyAlgorithm, certificate.spkiDer)),
    fact('Signature', describeSignatureAlgorithm(certificate.algorithmIdentifierDer).label),
    fact(
      'Authority',
      basicConstraints?.cA
        ? `Yes${basicConstraints.pathLenConstraint === null ? '' : `, at most ${basicConstraints.pathLenConstraint} authorities below it`}`
        : 'No',
    ),
    fact('Key usage', keyUsage === null ? 'Not limited' : keyUsage.join(', ')),
    fact('Extended key usage', extKeyUsage === null ? 'Not limited' : extKeyUsage.map(withLabel).join(', ')),
    fact('Subject key identifier', hexOrNone(certificate.subjectKeyIdentifier)),
    fact('Authority key identifier', hexOrNone(certificate.authorityKeyIdentifier)),
  ];
}

function shownExtensions({ extensions }: ParsedCertificate): ShownExtension[] {
  return extensions.map(({ oid, name, critical, text, explanation }) => ({ oid, name, critical, text, explanation }));
}

function requestFacts(request: ParsedCertificationRequest): Fact[] {
  const asked = (values: readonly string[]) => (values.length === 0 ? 'Nothing' : values.join(', '));
  return [
    fact('Subject', nameText(request.subject)),
    fact('Names', request.subjectAltName.map(({ type, value }) => `${type}: ${value}`).join('\n') || 'None'),
    fact('Key', keyText(request.keyAlgorithm, request.spkiDer)),
    fact('Proof of possession', 'The signature is good: the applicant holds the private key'),
    fact('Asks for key usage', asked(request.requested.keyUsage)),
    fact('Asks for extended key usage', asked(request.requested.extKeyUsage.map(withLabel))),
    fact('Asks to be an authority', request.requested.cA ? 'Yes' : 'No'),
  ];
}

function crlFacts(crl: ParsedCertificateList): Fact[] {
  const lines = crl.entries
    .slice(0, SHOWN_ENTRIES)
    .map(({ serialNumber, revocationDate, reason }) => `${serialNumber}  ${timeText(revocationDate)}  ${reason}`);
  const more = crl.entries.length - lines.length;
  return [
    fact('Issuer', issuerText(crl)),
    fact('Kind', crl.baseCrlNumber === null ? 'Complete list' : `Delta list on top of number ${crl.baseCrlNumber}`),
    fact('Number', crl.crlNumber === null ? 'None' : String(crl.crlNumber)),
    fact('This update', timeText(crl.thisUpdate)),
    fact('Next update', timeText(crl.nextUpdate)),
    fact('Signature', describeSignatureAlgorithm(crl.algorithmIdentifierDer).label),
    fact('Authority key identifier', hexOrNone(crl.authorityKeyIdentifier)),
    fact('Revoked certificates', String(crl.entries.length)),
    ...(lines.length === 0 ? [] : [fact('Entries', [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n'))]),
  ];
}

function crlExtensions({ extensions }: ParsedCertificateList): ShownExtension[] {
  return extensions.map((extension) => ({
    oid: extension.oid,
    name: oidLabel(extension.oid),
    critical: extension.critical,
    ...explainExtension(extension),
  }));
}

function ocspFacts(der: Uint8Array): Fact[] {
  const { responseStatus, basic } = parseOcspResponse(der);
  if (basic === null) return [fact('Status', responseStatus)];
  return [
    fact('Status', responseStatus),
    fact('Produced', timeText(basic.producedAt)),
    fact('Responder', basic.responderKeyHash === null ? 'Given by name' : hexOrNone(basic.responderKeyHash)),
    fact('Signature', describeSignatureAlgorithm(basic.algorithmIdentifierDer).label),
    fact('Nonce', hexOrNone(basic.nonce)),
    fact('Certificates', basic.certificates.map(certificateName).join('\n') || 'None'),
    ...basic.responses
      .slice(0, SHOWN_ENTRIES)
      .map(({ certId, status, thisUpdate, nextUpdate }) =>
        fact(
          `Serial number ${certId.serialNumber}`,
          [
            status.type === 'revoked'
              ? `Revoked on ${timeText(status.revocationTime)}, ${status.reason}`
              : status.type === 'good'
                ? 'Good'
                : 'Unknown to the responder',
            `as of ${timeText(thisUpdate)}${nextUpdate === null ? '' : `, until ${timeText(nextUpdate)}`}`,
          ].join('\n'),
        ),
      ),
  ];
}

function certificateName(der: Uint8Array): string {
  try {
    return nameText(parseCertificate(der).subject);
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return 'One that cannot be read';
  }
}

function issuerText({ issuerDer }: ParsedCertificateList): string {
  return nameText(readName(readDer(issuerDer, { maxBytes: 65_536, noun: 'name' })));
}

function nameText(name: Parameters<typeof distinguishedNameText>[0]): string {
  return name.length === 0 ? 'Empty' : distinguishedNameText(name);
}

function withLabel(purpose: string): string {
  const name = oidName(purpose);
  return name === purpose ? purpose : `${name} (${purpose})`;
}

/** `RSA-2048 for RSA-PSS only: SHA-256, at least 32 octets of salt` */
function keyText(keyAlgorithm: KeyAlgorithm | null, spkiDer: Uint8Array): string {
  return [keyAlgorithm ?? 'Not one that is used here', pssKeyText(spkiDer)].join(' ').trim();
}

function hexOrNone(octets: Uint8Array | null): string {
  return octets === null ? 'None' : Buffer.from(octets).toString('hex');
}

function timeText(time: Date): string {
  return time.toISOString().replace('.000Z', 'Z');
}

function fact(label: string, value: string): Fact {
  return { label, value };
}

/** A page shows no more; the list itself has all. */
const SHOWN_ENTRIES = 100;
