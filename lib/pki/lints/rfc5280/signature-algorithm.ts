import { describeSignatureAlgorithm, schemesOfKey, signatureAlgorithmFor } from '../../signature-algorithm.ts';
import { errorIf, type ProfileLint, signingKeyAlgorithm } from '../lint.ts';

export const signatureAlgorithm: ProfileLint = {
  id: 'rfc5280/signature-algorithm',
  field: 'signature',
  source: 'RFC 5280 §4.1.2.3',
  check: (tbs, context) => {
    const { label, broken } = describeSignatureAlgorithm(tbs.algorithmIdentifierDer);
    if (broken)
      return errorIf(
        true,
        `The signature algorithm is ${label}, which is no longer safe.`,
        'Sign with SHA-256 or longer.',
      );
    const signer = signingKeyAlgorithm(tbs, context);
    if (signer === null)
      return errorIf(true, "The issuer's key is of an algorithm that is not supported.", 'Choose another issuer.');
    // Which of its ways an RSA key signs is the authority's choice; the signer compares it.
    return errorIf(
      !schemesOfKey(signer, (context.issuer ?? tbs).spkiDer).some((scheme) =>
        Buffer.from(signatureAlgorithmFor(signer, scheme).algorithmIdentifierDer).equals(tbs.algorithmIdentifierDer),
      ),
      `The signature algorithm is ${label}; the issuer's key is ${signer}.`,
      "Use the algorithm that goes with the issuer's key.",
    );
  },
};
