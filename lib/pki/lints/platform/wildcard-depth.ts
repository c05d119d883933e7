import { type Lint, warningIf } from '../lint.ts';

/** OpenSSL (valid_star), Node, Chrome and Firefox match a wildcard only when two more labels follow. */
export const wildcardDepth: Lint = {
  id: 'platform/wildcard-depth',
  field: 'subjectAltName',
  source: 'OpenSSL valid_star() in crypto/x509/v3_utl.c; Node tls.checkServerIdentity',
  check: (tbs) =>
    tbs.subjectAltName.flatMap(({ type, value }) =>
      warningIf(
        type === 'dns' && value.startsWith('*.') && value.split('.').length < 3,
        `${value} matches no host in OpenSSL, curl, Node and browsers: a wildcard needs two labels behind it.`,
        `Use a wildcard such as *.home${value.slice(1)}, or add each host name.`,
      ),
    ),
};
