import { childrenOf } from '../../der-reader.ts';
import { OID, oidLabel } from '../../oids.ts';
import { elementOf, errorIf, isAuthority, type Lint } from '../lint.ts';

export const policyExtensions: Lint = {
  id: 'rfc5280/policy-extensions',
  field: 'policyConstraints',
  source: 'RFC 5280 §4.2.1.5, §4.2.1.11, §4.2.1.14',
  check: (tbs) => [
    ...[OID.policyConstraints, OID.policyMappings, OID.inhibitAnyPolicy].flatMap((dotted) => {
      const value = elementOf(tbs, dotted);
      return value === null
        ? []
        : [
            ...errorIf(
              !isAuthority(tbs),
              `The extension "${oidLabel(dotted)}" stands in a certificate of no authority.`,
              'Leave it out.',
            ),
            ...errorIf(
              value.tag === 0x30 && childrenOf(value).length === 0,
              `The extension "${oidLabel(dotted)}" is empty.`,
              'Leave it out.',
            ),
          ];
    }),
  ],
};
