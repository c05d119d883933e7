/** Signatures with SHA-1 or MD5, where a person said that the certificate is to be taken all the same. RFC 6194, RFC 6151 */
import type { ParsedCertificate } from './certificate.ts';
import { namesMatch } from './distinguished-name.ts';
import { checkSignature, readPathKey } from './path/path-key.ts';
import { PathFailure } from './path/path-result.ts';
import { describeSignatureAlgorithm } from './signature-algorithm.ts';

/** Whether `issuer` signed `child` in a way that can be forged. False for every other signature, and for one that is not the issuer's. */
export function isWeaklyIssuedBy(child: ParsedCertificate, issuer: ParsedCertificate): boolean {
  if (!describeSignatureAlgorithm(child.algorithmIdentifierDer).broken) return false;
  if (!namesMatch(child.issuerDer, issuer.subjectDer)) return false;
  const [expected, actual] = [child.authorityKeyIdentifier, issuer.subjectKeyIdentifier];
  if (expected !== null && actual !== null && Buffer.compare(expected, actual) !== 0) return false;
  try {
    checkSignature({
      key: readPathKey(issuer.spkiDer, true),
      algorithmIdentifierDer: child.algorithmIdentifierDer,
      data: child.tbsDer,
      signature: child.signature,
      allowLegacyAlgorithms: true,
    });
    return true;
  } catch (error) {
    if (error instanceof PathFailure) return false;
    throw error;
  }
}

/** Whether its own signature can be forged and matters: a root is trusted for its key. RFC 5280 §6.1.1 (d) */
export function isWeakIntermediate(certificate: ParsedCertificate): boolean {
  return (
    describeSignatureAlgorithm(certificate.algorithmIdentifierDer).broken &&
    !namesMatch(certificate.issuerDer, certificate.subjectDer)
  );
}
