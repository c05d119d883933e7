/** Certificates in a PKCS#7 box, as Windows and Java import chains. RFC 5652 §5, RFC 2315 §9.1 */
import { explicit, implicit, integer, oid, sequence, set } from '../der-writer.ts';
import { OID } from '../oids.ts';
import type { CertificateDer } from '../types.ts';

/**
 * SignedData without content and signers ("certs-only"). The certificates stay in the given order although they form a set: nothing is signed over
 * them, and readers show them as they come.
 *
 * ```
 * ContentInfo ::= SEQUENCE { signedData, [0] EXPLICIT SEQUENCE { version INTEGER (1), digestAlgorithms SET {}, encapContentInfo SEQUENCE { data },
 *   certificates [0] IMPLICIT SET OF Certificate, signerInfos SET {} } }
 * ```
 */
export function encodePkcs7(certificates: readonly CertificateDer[]): Uint8Array {
  const signedData = sequence(
    integer(1),
    set(),
    sequence(oid(OID.pkcs7Data)),
    implicit(0, new Uint8Array(Buffer.concat(certificates)), true),
    set(),
  );
  return sequence(oid(OID.pkcs7SignedData), explicit(0, signedData));
}
