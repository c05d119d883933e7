import { OID } from '../../oids.ts';
import { elementOf, errorIf, isAuthority, type Lint } from '../lint.ts';

/** What `openssl verify -x509_strict`, and Python from 3.13 by default, refuse. Profiles have stricter lints of the same fields. */
export const opensslStrict: Lint = {
  id: 'platform/openssl-strict',
  field: 'extensions',
  source: 'OpenSSL X509_V_FLAG_X509_STRICT, check_extensions() in crypto/x509/x509_vfy.c',
  check: (tbs, { profile, isSelfSigned }) => {
    if (profile !== null) return [];
    const authority = isAuthority(tbs);
    const hasPathLen = (tbs.basicConstraints?.pathLenConstraint ?? null) !== null;
    return [
      ...errorIf(authority && tbs.keyUsage === null, 'An authority has no keyUsage.', 'Add keyUsage.'),
      ...errorIf(
        hasPathLen && (!authority || tbs.keyUsage?.includes('keyCertSign') === false),
        'There is a path length, but the key may not sign certificates.',
        'Leave the path length out.',
      ),
      ...errorIf(
        authority && tbs.subjectKeyIdentifier === null,
        'An authority has no subjectKeyIdentifier.',
        'Add subjectKeyIdentifier.',
      ),
      ...errorIf(
        !isSelfSigned && elementOf(tbs, OID.authorityKeyIdentifier) === null,
        'authorityKeyIdentifier is missing.',
        "Add the issuer's key identifier.",
      ),
    ];
  },
};
