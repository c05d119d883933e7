import { errorIf, type Lint } from '../lint.ts';

export const uriName: Lint = {
  id: 'rfc5280/uri-name',
  field: 'subjectAltName',
  source: 'RFC 5280 §4.2.1.6, RFC 3986',
  check: (tbs) =>
    // The reader keeps what is not valid apart, as "other" with its prefix.
    tbs.subjectAltName.flatMap(({ type, value }) =>
      errorIf(
        type === 'other' && value.startsWith('URI:'),
        `${value.slice(4, 84)} is not a valid address with a scheme and host that is issued here.`,
        'Correct the URI.',
      ),
    ),
};
