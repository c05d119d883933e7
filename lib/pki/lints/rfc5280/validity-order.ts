import { errorIf, type Lint } from '../lint.ts';

export const validityOrder: Lint = {
  id: 'rfc5280/validity-order',
  field: 'validity',
  source: 'RFC 5280 §4.1.2.5',
  check: (tbs) =>
    errorIf(
      tbs.notAfter <= tbs.notBefore,
      'The certificate ends before it begins.',
      'Choose an end after the beginning.',
    ),
};
