/** Text view of a certificate for people. In a file of its own, so that nothing else loads the library. */
import 'reflect-metadata';
import { X509Certificate } from '@peculiar/x509';
import { type ParsedCertificate, parseCertificate } from './certificate.ts';
import { escapeInvisible } from './display-text.ts';
import { distinguishedNameText } from './subject.ts';

/** Indented text like that of `openssl x509 -text`, with invisible characters escaped. Throws as `parseCertificate`: the library alone would accept bytes that are not DER. */
export function certificateText(der: Uint8Array): string {
  const parsed = parseCertificate(der);
  return (libraryText(der) ?? plainText(parsed)).split('\n').map(escapeInvisible).join('\n');
}

/** Null where the library demands more of a certificate than reading it takes, such as a well-formed issuer inside the authority key identifier. */
function libraryText(der: Uint8Array): string | null {
  try {
    return new X509Certificate(Uint8Array.from(der)).toString('text');
  } catch {
    return null;
  }
}

function plainText(certificate: ParsedCertificate): string {
  return [
    'Certificate:',
    `    Serial Number: ${certificate.serialNumber}`,
    `    Issuer: ${distinguishedNameText(certificate.issuer)}`,
    `    Not Before: ${certificate.notBefore.toUTCString()}`,
    `    Not After: ${certificate.notAfter.toUTCString()}`,
    `    Subject: ${distinguishedNameText(certificate.subject)}`,
    '    Extensions:',
    ...certificate.extensions.flatMap(({ name, critical, text }) => [
      `        ${name}${critical ? ', critical' : ''}:`,
      ...text.split('\n').map((line) => `            ${line}`),
    ]),
  ].join('\n');
}
