import { OID } from '../../oids.ts';
import { criticality, errorIf, type ProfileLint } from '../lint.ts';

export const basicConstraints: ProfileLint = {
  id: 'rfc5280/basic-constraints',
  field: 'basicConstraints',
  source: 'RFC 5280 §4.2.1.9',
  check: (tbs, { profile }) => {
    const constraints = tbs.basicConstraints;
    if (constraints === null) return errorIf(true, 'basicConstraints is missing.', 'Add basicConstraints.');
    return [
      ...errorIf(
        criticality(tbs, OID.basicConstraints) !== true,
        'basicConstraints is not critical.',
        'Mark basicConstraints critical.',
      ),
      ...errorIf(
        constraints.cA !== profile.isAuthority,
        constraints.cA
          ? `The profile ${profile.label} does not allow authorities.`
          : `The profile ${profile.label} is for authorities, but cA is not set.`,
        profile.isAuthority ? 'Set cA.' : 'Leave cA out.',
      ),
      ...errorIf(
        !constraints.cA && constraints.pathLenConstraint !== null,
        'There is a path length, but the subject is no authority.',
        'Leave the path length out.',
      ),
    ];
  },
};
