import { isAuthority, type Lint, warningIf } from '../lint.ts';

export const authorityCrlSign: Lint = {
  id: 'platform/authority-crl-sign',
  field: 'keyUsage',
  source: 'RFC 5280 §4.2.1.3; Java and OpenSSL refuse its CRLs',
  check: (tbs, { profile }) =>
    profile === null
      ? warningIf(
          isAuthority(tbs) && tbs.keyUsage?.includes('cRLSign') === false,
          'The authority may not sign CRLs, so programs refuse those it publishes itself.',
          'Add cRLSign.',
        )
      : [],
};
