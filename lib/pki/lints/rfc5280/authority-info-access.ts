import { errorIf, type Lint } from '../lint.ts';

export const authorityInfoAccess: Lint = {
  id: 'rfc5280/authority-info-access',
  field: 'authorityInfoAccess',
  source: 'RFC 5280 §4.2.2.1',
  check: (tbs) =>
    [...tbs.ocspUrls, ...tbs.caIssuersUrls].flatMap((url) =>
      errorIf(
        !/^(?:https?|ldap):\/\/[^/\s]+/i.test(url),
        'An address of authorityInfoAccess is not one that programs can fetch.',
        'Give an address with http:// and a host.',
      ),
    ),
};
