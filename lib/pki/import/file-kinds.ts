/** What the kinds of files and PEM blocks are called, and where help is for those that cannot be read. RFC 7468 */
import type { DerKind } from './sniff-der.ts';

/** What to say about a file that is nothing known, by how it begins. */
export function hintFor(text: string): string {
  const hint = HINTS.find(([start]) => text.startsWith(start));
  return (
    hint?.[1] ??
    'The file is nothing that is known here: no PEM, DER, PKCS#12, PKCS#7, Java key store or index of OpenSSL.'
  );
}

/** Structures as people call them. */
export const KIND_TEXT: Readonly<Record<DerKind, string>> = {
  certificate: 'certificate',
  request: 'certificate request',
  crl: 'revocation list',
  pkcs7: 'PKCS#7 bundle',
  pkcs12: 'PKCS#12 file',
  pkcs8: 'private key',
  encryptedPkcs8: 'encrypted private key',
  sec1: 'private key (EC)',
  pkcs1: 'private key (RSA)',
  dsaKey: 'private key (DSA)',
  publicKey: 'public key',
  rsaPublicKey: 'public key (RSA)',
  ecParameters: 'curve name',
  ocspResponse: 'OCSP response',
};

/** Labels by what must be inside. RFC 7468 and what older software writes. */
export const PEM_KINDS: ReadonlyMap<string, { what: string; kind: DerKind; refusal?: string }> = new Map([
  ['CERTIFICATE', { what: 'certificate', kind: 'certificate' }],
  ['X509 CERTIFICATE', { what: 'certificate', kind: 'certificate' }],
  ['TRUSTED CERTIFICATE', { what: 'certificate', kind: 'certificate' }],
  ['CERTIFICATE REQUEST', { what: 'certificate request', kind: 'request' }],
  ['NEW CERTIFICATE REQUEST', { what: 'certificate request', kind: 'request' }],
  ['X509 CRL', { what: 'revocation list', kind: 'crl' }],
  ['PRIVATE KEY', { what: 'private key', kind: 'pkcs8' }],
  ['ENCRYPTED PRIVATE KEY', { what: 'encrypted private key', kind: 'encryptedPkcs8' }],
  ['RSA PRIVATE KEY', { what: 'private key (RSA)', kind: 'pkcs1' }],
  ['EC PRIVATE KEY', { what: 'private key (EC)', kind: 'sec1' }],
  ['DSA PRIVATE KEY', { what: 'private key (DSA)', kind: 'dsaKey' }],
  ['PUBLIC KEY', { what: 'public key', kind: 'publicKey' }],
  ['RSA PUBLIC KEY', { what: 'public key (RSA)', kind: 'rsaPublicKey' }],
  ['PKCS7', { what: 'PKCS#7 bundle', kind: 'pkcs7' }],
  ['CMS', { what: 'PKCS#7 bundle', kind: 'pkcs7' }],
  ['PKCS12', { what: 'PKCS#12 file', kind: 'pkcs12' }],
  [
    'OPENSSH PRIVATE KEY',
    {
      what: 'private key (OpenSSH)',
      kind: 'pkcs8',
      refusal: 'This is an SSH key in the format of OpenSSH. Convert a copy with `ssh-keygen -p -m PKCS8 -f FILE`.',
    },
  ],
]);

const HINTS: readonly (readonly [string, string])[] = [
  ['PK\u0003\u0004', 'This is a zip archive. Unpack it and give the files in it.'],
  [
    'SQLite format 3',
    'This is a database, as XCA and NSS keep them. Export the certificates and keys from that program as PKCS#12 or PEM.',
  ],
  ['PuTTY-User-Key-File', 'This is an SSH key of PuTTY. Certificates need another format; create a new key.'],
  ['---- BEGIN SSH2', 'This is an SSH public key. Certificates need another format.'],
  ['ssh-', 'This is an SSH public key. Certificates need another format.'],
];
