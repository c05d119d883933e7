import { errorIf, type Lint } from '../lint.ts';

export const rfc822Name: Lint = {
  id: 'rfc5280/rfc822-name',
  field: 'subjectAltName',
  source: 'RFC 5280 §4.2.1.6, RFC 5321 §4.1.2',
  check: (tbs) =>
    // The reader keeps what is not valid apart, as "other" with its prefix.
    tbs.subjectAltName.flatMap(({ type, value }) =>
      errorIf(
        type === 'other' && value.startsWith('email:'),
        `${value.slice(6, 86)} is not a valid e-mail address.`,
        'Correct the e-mail address.',
      ),
    ),
};
