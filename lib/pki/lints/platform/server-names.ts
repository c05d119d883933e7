import { errorIf, isServer, type Lint } from '../lint.ts';

export const serverNames: Lint = {
  id: 'platform/server-names',
  field: 'subjectAltName',
  source: 'RFC 9525 §6.3; Chrome 58, Firefox 101, Apple HT210176',
  check: (tbs, { profile }) =>
    profile === null
      ? errorIf(
          isServer(tbs) && !tbs.subjectAltName.some(({ type }) => type === 'dns' || type === 'ip'),
          'A server certificate has no host name or address in subjectAltName; clients look at nothing else.',
          'Add a host name or an IP address.',
        )
      : [],
};
