/** Files of other programs, from `test/vectors/import`; its README names their makers. */
import { readFileSync } from 'node:fs';
import { parseCertificate } from '../../lib/pki/certificate.ts';
import { decodePem } from '../../lib/pki/pem.ts';
import type { CertificateDer } from '../../lib/pki/types.ts';

export const PASSWORD = 'changed-2026';
export const UNICODE_PASSWORD = 'Pässwörd €2026';

/** Octets of a vector: binary ones are named without `.b64`. */
export function vector(name: string): Uint8Array {
  const folder = new URL('../vectors/import/', import.meta.url);
  return new Uint8Array(
    name.endsWith('.p12') || name.endsWith('.der') || name.includes('store.j')
      ? Buffer.from(readFileSync(new URL(`${name}.b64`, folder), 'latin1'), 'base64')
      : readFileSync(new URL(name, folder)),
  );
}

/** DER of the certificates in a PEM vector. */
export function vectorCertificates(name: string): CertificateDer[] {
  return decodePem(Buffer.from(vector(name)).toString('latin1'), ['CERTIFICATE']).map(
    ({ der }) => parseCertificate(der).certificateDer,
  );
}
