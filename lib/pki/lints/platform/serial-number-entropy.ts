import { errorIf, type Lint } from '../lint.ts';

/** The length is all that one number shows: 64 random bits need at least 8 octets. */
export const serialNumberEntropy: Lint = {
  id: 'platform/serial-number-entropy',
  field: 'serialNumber',
  source: 'CA/Browser Forum TLS BR §7.1',
  check: (tbs) =>
    errorIf(
      tbs.serialNumber.length < 16,
      'The serial number has fewer than 64 bits.',
      'Use a serial number from 16 random octets.',
    ),
};
