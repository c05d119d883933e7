import { describeSignatureAlgorithm } from '../../signature-algorithm.ts';
import { errorIf } from '../lint.ts';
import type { CrlLint } from './crl-lint.ts';

export const crlSignatureAlgorithm: CrlLint = {
  id: 'crl/signature-algorithm',
  field: 'signature',
  source: 'RFC 5280 §5.1.1.2, RFC 6194',
  check: (list) => {
    const { label, broken } = describeSignatureAlgorithm(list.algorithmIdentifierDer);
    return errorIf(
      broken,
      `The signature algorithm is ${label}, which is no longer safe.`,
      'Sign with SHA-256 or longer.',
    );
  },
};
