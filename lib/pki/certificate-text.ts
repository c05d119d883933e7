/** Text view of a certificate for people. In a file of its own, so that nothing else loads the library. */
import 'reflect-metadata';
import { X509Certificate } from '@peculiar/x509';
import { parseCertificate } from './certificate.ts';
import { escapeInvisible } from './display-text.ts';

/** Indented text like that of `openssl x509 -text`, with invisible characters escaped. Throws as `parseCertificate`: the library alone would accept bytes that are not DER. */
export function certificateText(der: Uint8Array): string {
  parseCertificate(der);
  const lines = new X509Certificate(Uint8Array.from(der)).toString('text').split('\n');
  return lines.map(escapeInvisible).join('\n');
}
