import { childrenOf } from '../../der-reader.ts';
import { OID, oidLabel } from '../../oids.ts';
import { elementOf, errorIf, type Lint } from '../lint.ts';

export const crlDistributionPoints: Lint = {
  id: 'rfc5280/crl-distribution-points',
  field: 'cRLDistributionPoints',
  source: 'RFC 5280 §4.2.1.13, §4.2.1.15',
  check: (tbs) =>
    [OID.crlDistributionPoints, OID.freshestCrl].flatMap((dotted) => {
      const value = elementOf(tbs, dotted);
      return (value === null ? [] : childrenOf(value)).flatMap((point) =>
        errorIf(
          !childrenOf(point).some(({ tag }) => tag === 0xa0 || tag === 0xa2),
          `A point of the extension "${oidLabel(dotted)}" names neither an address nor an issuer.`,
          'Give each point an address.',
        ),
      );
    }),
};
