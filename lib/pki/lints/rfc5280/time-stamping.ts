import { OID } from '../../oids.ts';
import { criticality, errorIf, isAuthority, type Lint } from '../lint.ts';

export const timeStamping: Lint = {
  id: 'rfc5280/time-stamping',
  field: 'extKeyUsage',
  source: 'RFC 3161 §2.3',
  check: (tbs) => {
    const purposes = tbs.extKeyUsage ?? [];
    if (!purposes.includes('timeStamping') || isAuthority(tbs)) return [];
    return [
      ...errorIf(purposes.length > 1, 'timeStamping stands beside other purposes.', 'Issue a certificate for each.'),
      ...errorIf(
        criticality(tbs, OID.extKeyUsage) !== true,
        'extKeyUsage of a time stamping key is not critical.',
        'Mark extKeyUsage critical.',
      ),
    ];
  },
};
