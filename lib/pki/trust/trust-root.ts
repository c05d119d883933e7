/** A root as others install it. */
import { createHash } from 'node:crypto';
import { safeFileName } from '../export/file-name.ts';
import { encodePem } from '../pem.ts';
import type { CertificateDer } from '../types.ts';

export interface TrustRoot {
  /** As people wrote it: shown, and never put into a script. */
  readonly name: string;
  readonly der: CertificateDer;
  readonly pem: string;
  /** Of the DER, upper-case hex. */
  readonly sha256: string;
  /** What Windows and the macOS key chain call the certificate by; no proof of anything. */
  readonly sha1: string;
  /** Lower-case ASCII letters, digits, dot and dash: two roots of one name have different ones. */
  readonly baseName: string;
}

export function trustRoot(name: string, der: CertificateDer): TrustRoot {
  const hash = (algorithm: string) => createHash(algorithm).update(der).digest('hex').toUpperCase();
  const sha256 = hash('sha256');
  return {
    name,
    der,
    pem: encodePem('CERTIFICATE', der),
    sha256,
    sha1: hash('sha1'),
    baseName: `${safeFileName(name)}-${sha256.slice(0, 8).toLowerCase()}`,
  };
}

/** Eight groups of four octets, as everywhere in the console. */
export function fingerprintGroups(hex: string): readonly string[] {
  return hex.match(/.{1,8}/g) ?? [];
}
