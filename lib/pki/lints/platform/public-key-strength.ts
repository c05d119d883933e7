import { readSubjectPublicKeyInfo } from '../../public-key.ts';
import { PkiError } from '../../types.ts';
import { errorIf, type Lint, warningIf } from '../lint.ts';

export const publicKeyStrength: Lint = {
  id: 'platform/public-key-strength',
  field: 'subjectPublicKeyInfo',
  source: 'NIST SP 800-57 part 1 §5.6, CA/Browser Forum TLS BR §6.1.5, §6.1.6',
  check: (tbs, { profile }) => {
    if (profile !== null) return [];
    try {
      readSubjectPublicKeyInfo(tbs.spkiDer);
      return [];
    } catch (error) {
      if (!(error instanceof PkiError)) throw error;
      return error.code === 'unsupported'
        ? warningIf(true, error.message, 'Create a new key of a common type.')
        : errorIf(true, error.message, 'Create a new key.');
    }
  },
};
