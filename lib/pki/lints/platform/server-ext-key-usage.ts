import { isServer, type Lint, warningIf } from '../lint.ts';

export const serverExtKeyUsage: Lint = {
  id: 'platform/server-ext-key-usage',
  field: 'extKeyUsage',
  source: 'Apple HT210176',
  check: (tbs, { profile }) =>
    profile === null
      ? warningIf(
          isServer(tbs) && tbs.extKeyUsage === null,
          'The certificate names a host but no purpose; Apple devices refuse it as a server certificate.',
          'Add serverAuth to extKeyUsage.',
        )
      : [],
};
