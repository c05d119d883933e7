import { OID } from '../../oids.ts';
import { keyUsageFor } from '../../profiles.ts';
import { isPssKey } from '../../rsassa-pss.ts';
import { criticality, errorIf, type ProfileLint } from '../lint.ts';

export const keyUsage: ProfileLint = {
  id: 'rfc5280/key-usage',
  field: 'keyUsage',
  source: 'RFC 5280 §4.2.1.3',
  check: (tbs, { profile }) => {
    const bits = tbs.keyUsage;
    if (bits === null) return errorIf(true, 'keyUsage is missing.', 'Add keyUsage.');
    const isAuthority = tbs.basicConstraints?.cA === true;
    const allowed = tbs.keyAlgorithm === null ? bits : keyUsageFor(profile, tbs.keyAlgorithm, isPssKey(tbs.spkiDer));
    const surplus = bits.filter((bit) => !allowed.includes(bit));
    const missing = allowed.filter((bit) => !bits.includes(bit));
    return [
      ...errorIf(criticality(tbs, OID.keyUsage) !== true, 'keyUsage is not critical.', 'Mark keyUsage critical.'),
      ...errorIf(
        bits.includes('keyCertSign') !== isAuthority,
        'keyCertSign and cA do not agree.',
        'Set keyCertSign for authorities, and only for them.',
      ),
      ...errorIf(
        !isAuthority && bits.includes('cRLSign'),
        'cRLSign is set, but the subject is no authority.',
        'Leave cRLSign out.',
      ),
      ...errorIf(
        surplus.length > 0,
        `The profile ${profile.label} does not have ${surplus.join(', ')} for this key.`,
        'Use the key usage of the profile.',
      ),
      ...errorIf(
        missing.length > 0 && !missing.every((bit) => bit === 'keyEncipherment'),
        `${missing.join(', ')} is missing.`,
        'Use the key usage of the profile.',
      ),
    ];
  },
};
