import { contentOf } from '../../der-reader.ts';
import { OID } from '../../oids.ts';
import { judgeEntries } from '../crl-entry-faults.ts';
import { type CrlLint, crlExtension } from './crl-lint.ts';

/** Each fault once, however many entries have it: lists are long. */
export const crlEntries: CrlLint = {
  id: 'crl/entries',
  field: 'revokedCertificates',
  source: 'RFC 5280 §5.1.2.6, §5.3',
  check: (list) => {
    const { revoked } = list;
    return revoked === null ? [] : judgeEntries(contentOf(revoked), crlExtension(list, OID.deltaCrlIndicator) !== null);
  },
};
