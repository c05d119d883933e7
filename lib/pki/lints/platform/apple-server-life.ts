import { errorIf, isServer, type Lint, warningIf } from '../lint.ts';

/** Apple counts from notBefore to notAfter, so the backdating against wrong clocks counts too, unlike in platform/validity-period. */
export const appleServerLife: Lint = {
  id: 'platform/apple-server-life',
  field: 'validity',
  source: 'Apple HT210176',
  check: (tbs, { profile }) =>
    // A profile that allows more was made for servers without such clients, and says so.
    (profile !== null && profile.maxValidityDays > 825 && profile.id !== 'codeSigning' ? warningIf : errorIf)(
      isServer(tbs) && tbs.notAfter.getTime() - tbs.notBefore.getTime() > 825 * 86_400_000,
      'From notBefore to notAfter are more than 825 days; Apple devices refuse such server certificates.',
      'End the certificate 825 days after notBefore at the latest.',
    ),
};
