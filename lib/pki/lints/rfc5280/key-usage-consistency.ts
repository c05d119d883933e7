import { errorIf, isAuthority, type Lint } from '../lint.ts';

export const keyUsageConsistency: Lint = {
  id: 'rfc5280/key-usage-consistency',
  field: 'keyUsage',
  source: 'RFC 5280 §4.2.1.3, §4.2.1.9',
  check: (tbs, { profile }) => {
    const bits = tbs.keyUsage;
    if (bits === null) return [];
    return [
      ...errorIf(
        (bits.includes('encipherOnly') || bits.includes('decipherOnly')) && !bits.includes('keyAgreement'),
        'encipherOnly and decipherOnly mean nothing without keyAgreement.',
        'Leave them out.',
      ),
      // Profiles have a stricter lint of these.
      ...errorIf(
        profile === null && bits.includes('keyCertSign') && !isAuthority(tbs),
        'keyCertSign is set, but the subject is no authority.',
        'Leave keyCertSign out.',
      ),
      ...errorIf(
        profile === null && isAuthority(tbs) && !bits.includes('keyCertSign'),
        'The subject is an authority, but its key may not sign certificates.',
        'Add keyCertSign.',
      ),
    ];
  },
};
