import { errorIf, type ProfileLint, warningIf } from '../lint.ts';

/** Apple refuses server certificates over 825 days; browsers hold public ones to 398. The profile carries the numbers. */
export const validityPeriod: ProfileLint = {
  id: 'platform/validity-period',
  field: 'validity',
  source: 'Apple HT210176, CA/Browser Forum TLS BR §6.3.2',
  check: (tbs, { profile }) => {
    // The backdating against wrong clocks, one hour at most, is not counted as life; platform/apple-server-life counts it.
    const days = (tbs.notAfter.getTime() - tbs.notBefore.getTime() - BACKDATE_MILLISECONDS) / DAY_MILLISECONDS;
    const { maxValidityDays, warnAboveValidityDays, label } = profile;
    if (days > maxValidityDays)
      return errorIf(
        true,
        `The life is ${Math.ceil(days)} days; ${label} allows at most ${maxValidityDays}.`,
        `Choose at most ${maxValidityDays} days.`,
      );
    return warningIf(
      days > warnAboveValidityDays,
      `The life is ${Math.ceil(days)} days; some clients refuse more than ${warnAboveValidityDays}.`,
      `Choose at most ${warnAboveValidityDays} days.`,
    );
  },
};

const DAY_MILLISECONDS = 86_400_000;
const BACKDATE_MILLISECONDS = 3_600_000;
