import { errorIf, type Lint } from '../lint.ts';

export const pathLenConstraint: Lint = {
  id: 'rfc5280/path-len-constraint',
  field: 'basicConstraints.pathLenConstraint',
  source: 'RFC 5280 §4.2.1.9',
  check: (tbs, { issuer }) => {
    const limit = issuer?.basicConstraints?.pathLenConstraint ?? null;
    if (issuer === null || limit === null || !tbs.basicConstraints?.cA) return [];
    if (limit === 0)
      return errorIf(
        true,
        'The path length of the issuer is 0, so it cannot have authorities below it.',
        'Choose another issuer.',
      );
    const own = tbs.basicConstraints.pathLenConstraint;
    return errorIf(
      own === null || own >= limit,
      `The path length must be below the issuer's, which is ${limit}.`,
      `Set a path length of at most ${limit - 1}.`,
    );
  },
};
