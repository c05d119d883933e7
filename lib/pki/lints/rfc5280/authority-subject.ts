import { errorIf, isAuthority, type Lint } from '../lint.ts';

export const authoritySubject: Lint = {
  id: 'rfc5280/authority-subject',
  field: 'subject',
  source: 'RFC 5280 §4.1.2.6',
  check: (tbs) =>
    errorIf(
      isAuthority(tbs) && tbs.subject.length === 0,
      'The subject of an authority is empty; nothing below it could name its issuer.',
      'Give the authority a name.',
    ),
};
