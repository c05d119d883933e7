import { keyIdentifierOf } from '../../public-key.ts';
import { errorIf, type ProfileLint, warningIf } from '../lint.ts';

export const subjectKeyIdentifier: ProfileLint = {
  id: 'rfc5280/subject-key-identifier',
  field: 'subjectKeyIdentifier',
  source: 'RFC 5280 §4.2.1.2',
  check: (tbs, { profile }) => {
    const identifier = tbs.subjectKeyIdentifier;
    if (identifier === null) {
      return profile.isAuthority
        ? errorIf(true, 'subjectKeyIdentifier is missing; an authority needs it.', 'Add subjectKeyIdentifier.')
        : warningIf(true, 'subjectKeyIdentifier is missing.', 'Add subjectKeyIdentifier.');
    }
    const expected = keyIdentifierOf(tbs.spkiDer);
    // Other ways to make it are allowed, yet nothing else is issued here, so another value is another key's.
    return errorIf(
      Buffer.compare(expected, identifier) !== 0,
      'subjectKeyIdentifier is not that of the key.',
      'Use the SHA-1 of the public key.',
    );
  },
};
