import { oidName } from '../../oids.ts';
import { errorIf, type ProfileLint } from '../lint.ts';

export const extKeyUsage: ProfileLint = {
  id: 'rfc5280/ext-key-usage',
  field: 'extKeyUsage',
  source: 'RFC 5280 §4.2.1.12',
  check: (tbs, { profile }) => {
    // Authorities: only roots are judged, by platform/root-ext-key-usage; an issuing authority may be narrowed.
    if (profile.isAuthority) return [];
    const purposes = tbs.extKeyUsage ?? [];
    const expected = profile.extKeyUsage.map(oidName);
    const missing = expected.filter((purpose) => !purposes.includes(purpose));
    const surplus = purposes.filter((purpose) => !expected.includes(purpose));
    return [
      ...errorIf(
        missing.length > 0,
        `The purpose ${missing.join(', ')} of the profile ${profile.label} is missing.`,
        'Use the purposes of the profile.',
      ),
      ...errorIf(
        surplus.length > 0,
        `The profile ${profile.label} does not have the purpose ${surplus.join(', ')}.`,
        'Use the purposes of the profile.',
      ),
    ];
  },
};
