import { OID } from '../../oids.ts';
import { criticality, errorIf, type Lint } from '../lint.ts';

export const appleEmptySubject: Lint = {
  id: 'platform/apple-empty-subject',
  field: 'subjectAltName',
  source: 'RFC 5280 §4.1.2.6; Apple and OpenSSL refuse it',
  check: (tbs, { profile }) =>
    profile === null
      ? errorIf(
          tbs.subject.length === 0 && criticality(tbs, OID.subjectAltName) !== true,
          'The subject is empty, and there is no critical subjectAltName in its place.',
          'Add a name, or mark subjectAltName critical.',
        )
      : [],
};
