/** Where in a Certificate message the part of a certificate stands that a check is about: octets to mark. */
import { OID } from '../oids.ts';
import { type PathCertificate, readPathCertificate } from '../path/path-certificate.ts';
import { PkiError } from '../types.ts';
import type { PeerCheck } from './peer-checks.ts';
import type { TlsMessage } from './read-transcript.ts';

/** Counted in octets of the message, its handshake header included. */
export interface OctetRange {
  readonly offset: number;
  readonly length: number;
}

/**
 * The field of the certificate that decided, of the end certificate where none did. Null for a message without it, for certificates that cannot be
 * read, and for checks of no field. RFC 5280 §4.1
 */
export function placeOf(check: PeerCheck, { octets, facts }: TlsMessage): OctetRange | null {
  const certificates = (facts?.certificates ?? []).flatMap(readOrNothing);
  const certificate = certificates.find((one) => one.text() === check.certificate) ?? certificates[0];
  const part = certificate && partOf(check.id, certificate);
  return part ? { offset: part.byteOffset - octets.byteOffset, length: part.length } : null;
}

/** A view of the certificate's own octets. */
function partOf(id: PeerCheck['id'], certificate: PathCertificate): Uint8Array | null {
  const { der, structure } = certificate;
  const extension = (...oids: string[]) =>
    oids.flatMap((oid) => structure.extensions.find((one) => one.oid === oid)?.valueDer ?? [])[0] ?? null;
  switch (id) {
    case 'chain':
      return certificate.issuerDer;
    case 'dates':
      return der.subarray(structure.notBefore.start, structure.notAfter.end);
    case 'name':
      return extension(OID.subjectAltName);
    case 'usage':
      return extension(OID.extKeyUsage, OID.keyUsage);
    case 'limits':
      return extension(OID.nameConstraints, OID.basicConstraints);
    case 'form':
      return certificate.spkiDer;
    case 'revocation':
      return structure.serialContent;
    case 'possession':
      return null;
  }
}

function readOrNothing(der: Uint8Array): PathCertificate[] {
  try {
    return [readPathCertificate(der)];
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return [];
  }
}
