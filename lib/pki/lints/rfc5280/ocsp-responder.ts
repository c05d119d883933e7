import { OID } from '../../oids.ts';
import { errorIf, isAuthority, type Lint, warningIf } from '../lint.ts';

export const ocspResponder: Lint = {
  id: 'rfc5280/ocsp-responder',
  field: 'extKeyUsage',
  source: 'RFC 6960 §4.2.2.2',
  check: (tbs) => {
    const purposes = tbs.extKeyUsage ?? [];
    const isResponder = purposes.includes('OCSPSigning');
    return [
      ...errorIf(
        tbs.extensions.some(({ oid }) => oid === OID.ocspNoCheck) && !isResponder,
        'Status checks are switched off (ocsp-nocheck) in a certificate of no OCSP responder.',
        'Leave ocsp-nocheck out.',
      ),
      ...warningIf(
        isResponder && (isAuthority(tbs) || purposes.length > 1),
        'A key that signs OCSP answers has other tasks as well; whoever steals it gets both.',
        'Issue a certificate for OCSP answers alone.',
      ),
    ];
  },
};
