import { readInteger } from '../../der-reader.ts';
import { extensionValue } from '../../extensions.ts';
import { OID } from '../../oids.ts';
import { errorIf } from '../lint.ts';
import { type CrlLint, crlExtension } from './crl-lint.ts';

export const deltaCrl: CrlLint = {
  id: 'crl/delta-crl',
  field: 'deltaCRLIndicator',
  source: 'RFC 5280 §5.2.4, §5.2.6',
  check: (list) => {
    const base = crlExtension(list, OID.deltaCrlIndicator);
    if (base === null) return [];
    const number = crlExtension(list, OID.crlNumber);
    return [
      ...errorIf(
        number !== null &&
          readInteger(extensionValue(base), 'BaseCRLNumber') >= readInteger(extensionValue(number), 'CRLNumber'),
        'The delta list adds to a list that is not older than itself.',
        'Name the number of the last complete list.',
      ),
      ...errorIf(
        crlExtension(list, OID.freshestCrl) !== null,
        'A delta list points to further delta lists.',
        'Leave freshestCRL out.',
      ),
    ];
  },
};
