import { describeSignatureAlgorithm } from '../../signature-algorithm.ts';
import { errorIf, type Lint, warningIf } from '../lint.ts';

export const signatureDigest: Lint = {
  id: 'platform/signature-digest',
  field: 'signature',
  source: 'RFC 6194, RFC 6151; Apple HT210176, Windows, Chrome, Firefox and OpenSSL at level 1',
  check: (tbs, { profile, isSelfSigned }) => {
    if (profile !== null) return [];
    const { label, broken } = describeSignatureAlgorithm(tbs.algorithmIdentifierDer);
    const [message, fix] = [
      `The signature algorithm is ${label}, which is no longer safe.`,
      'Issue it again with SHA-256.',
    ] as const;
    // Nobody relies on the signature of a root by itself.
    return isSelfSigned ? warningIf(broken, message, fix) : errorIf(broken, message, fix);
  },
};
