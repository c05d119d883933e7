import { readInteger } from '../../der-reader.ts';
import { extensionValue } from '../../extensions.ts';
import { OID } from '../../oids.ts';
import { errorIf } from '../lint.ts';
import { type CrlLint, crlExtension } from './crl-lint.ts';

export const crlNumber: CrlLint = {
  id: 'crl/crl-number',
  field: 'cRLNumber',
  source: 'RFC 5280 §5.2.3',
  check: (list) => {
    const extension = crlExtension(list, OID.crlNumber);
    if (extension === null) return errorIf(true, 'The list has no number.', 'Add cRLNumber.');
    const number = readInteger(extensionValue(extension), 'CRLNumber');
    return errorIf(
      number < 0n || number >= 1n << 159n,
      'The number of the list is negative or longer than 20 octets.',
      'Count from 1.',
    );
  },
};
