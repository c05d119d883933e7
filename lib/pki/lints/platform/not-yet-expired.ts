import { errorIf, type ProfileLint } from '../lint.ts';

export const notYetExpired: ProfileLint = {
  id: 'platform/not-yet-expired',
  field: 'validity',
  source: 'RFC 5280 §6.1.3 (a)(2)',
  check: (tbs, { now }) => [
    ...errorIf(
      tbs.notAfter <= now,
      'The certificate would be expired when it is issued.',
      'Choose an end in the future.',
    ),
    // One hour: clocks differ; more would claim a time at which nothing was issued.
    ...errorIf(
      now.getTime() - tbs.notBefore.getTime() > MAX_BACKDATE_MILLISECONDS,
      'The certificate would begin more than one hour ago.',
      'Begin it now.',
    ),
  ],
};

const MAX_BACKDATE_MILLISECONDS = 3_660_000;
