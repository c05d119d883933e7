import { errorIf, type Lint } from '../lint.ts';

export const ipAddressName: Lint = {
  id: 'rfc5280/ip-address-name',
  field: 'subjectAltName',
  source: 'RFC 5280 §4.2.1.6',
  check: (tbs) =>
    // The reader keeps what is not valid apart, as "other" with its prefix.
    tbs.subjectAltName.flatMap(({ type, value }) =>
      errorIf(
        type === 'other' && value.startsWith('IP:'),
        `${value.slice(3, 83)} is not a valid single IPv4 or IPv6 address.`,
        'Give 4 octets for IPv4 or 16 for IPv6.',
      ),
    ),
};
