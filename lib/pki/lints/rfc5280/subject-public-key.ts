import { readSubjectPublicKeyInfo } from '../../public-key.ts';
import { PkiError } from '../../types.ts';
import { errorIf, type ProfileLint } from '../lint.ts';

export const subjectPublicKey: ProfileLint = {
  id: 'rfc5280/subject-public-key',
  field: 'subjectPublicKeyInfo',
  source: 'RFC 5280 §4.1.2.7',
  check: (tbs, { profile }) => {
    try {
      const { keyAlgorithm } = readSubjectPublicKeyInfo(tbs.spkiDer);
      return errorIf(
        !profile.keyAlgorithms.includes(keyAlgorithm),
        `The profile ${profile.label} does not allow ${keyAlgorithm} keys.`,
        `Use one of ${profile.keyAlgorithms.join(', ')}.`,
      );
    } catch (error) {
      if (!(error instanceof PkiError)) throw error;
      return errorIf(true, error.message, 'Create a new key.');
    }
  },
};
