import { isAuthority, type Lint, warningIf } from '../lint.ts';

export const anyExtKeyUsage: Lint = {
  id: 'platform/any-ext-key-usage',
  field: 'extKeyUsage',
  source: 'CA/Browser Forum TLS BR §7.1.2.7.10',
  check: (tbs) =>
    warningIf(
      !isAuthority(tbs) && tbs.extKeyUsage?.includes('anyExtendedKeyUsage') === true,
      'The certificate may be used for any purpose, also ones that nobody had in mind.',
      'Name the purposes that it is for.',
    ),
};
