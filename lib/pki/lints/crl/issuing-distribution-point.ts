import { childrenOf } from '../../der-reader.ts';
import { extensionValue } from '../../extensions.ts';
import { OID } from '../../oids.ts';
import { errorIf, warningIf } from '../lint.ts';
import { type CrlLint, crlExtension } from './crl-lint.ts';

export const issuingDistributionPoint: CrlLint = {
  id: 'crl/issuing-distribution-point',
  field: 'issuingDistributionPoint',
  source: 'RFC 5280 §5.2.5',
  check: (list) => {
    const extension = crlExtension(list, OID.issuingDistributionPoint);
    if (extension === null) return [];
    const fields = childrenOf(extensionValue(extension));
    const limits = fields.filter(({ tag }) => tag === 0x81 || tag === 0x82 || tag === 0x85);
    return [
      ...errorIf(fields.length === 0, 'The issuing distribution point is empty.', 'Leave it out.'),
      ...errorIf(
        limits.length > 1,
        'The list covers several kinds of certificate "only".',
        'Set one of onlyContainsUserCerts, onlyContainsCACerts and onlyContainsAttributeCerts.',
      ),
      ...warningIf(
        fields.some(({ tag }) => tag === 0x83 || tag === 0x84),
        'The list is indirect or covers some reasons only, which few programs can use.',
        'Publish one list for all reasons.',
      ),
    ];
  },
};
