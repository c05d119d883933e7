import { type ProfileLint, warningIf } from '../lint.ts';

/** Valid by the standard, and lists in operating systems and browsers then show nothing to tell such certificates apart. */
export const emptySubject: ProfileLint = {
  id: 'platform/empty-subject',
  field: 'subject',
  source: 'RFC 5280 §4.1.2.6',
  check: (tbs, { profile }) =>
    warningIf(
      profile.id === 'tlsClient' && tbs.subject.length === 0,
      'The client certificate has an empty subject; choosers show no name for it.',
      'Add a common name.',
    ),
};
