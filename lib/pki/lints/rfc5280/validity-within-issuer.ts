import { errorIf, type Lint } from '../lint.ts';

export const validityWithinIssuer: Lint = {
  id: 'rfc5280/validity-within-issuer',
  field: 'validity',
  source: 'RFC 5280 §6.1.3 (a)(2)',
  check: (tbs, { issuer }) => {
    if (issuer === null) return [];
    const day = (time: Date) => time.toISOString().slice(0, 10);
    return [
      // Every certificate of a path must be valid at once, so the excess would only surprise.
      ...errorIf(
        tbs.notAfter > issuer.notAfter,
        `The certificate ends ${day(tbs.notAfter)}, but its issuer ends ${day(issuer.notAfter)}.`,
        `End it by ${day(issuer.notAfter)}.`,
      ),
      ...errorIf(
        tbs.notBefore < issuer.notBefore,
        `The certificate begins ${day(tbs.notBefore)}, but its issuer begins ${day(issuer.notBefore)}.`,
        `Begin it from ${day(issuer.notBefore)}.`,
      ),
    ];
  },
};
