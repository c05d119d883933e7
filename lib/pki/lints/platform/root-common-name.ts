import { errorIf, type ProfileLint } from '../lint.ts';

/** iOS lists installed roots by this name and does not show one without it. */
export const rootCommonName: ProfileLint = {
  id: 'platform/root-common-name',
  field: 'subject',
  source: 'CA/Browser Forum TLS BR §7.1.2.10.2',
  check: (tbs, { profile }) =>
    errorIf(
      profile.isAuthority && !tbs.subject.some(({ type }) => type === 'CN'),
      'The authority has no common name.',
      'Give the authority a common name.',
    ),
};
