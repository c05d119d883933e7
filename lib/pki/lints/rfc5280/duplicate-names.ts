import { type Lint, warningIf } from '../lint.ts';

export const duplicateNames: Lint = {
  id: 'rfc5280/duplicate-names',
  field: 'subjectAltName',
  source: 'RFC 5280 §4.2.1.6',
  check: (tbs) => {
    const distinct = new Set(tbs.subjectAltName.map(({ type, value }) => `${type}:${value}`));
    return warningIf(
      distinct.size < tbs.subjectAltName.length,
      'A name occurs more than once in subjectAltName.',
      'Give each name once.',
    );
  },
};
