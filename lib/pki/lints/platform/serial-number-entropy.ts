import { errorIf, type Lint, warningIf } from '../lint.ts';

/** The length is all that one number shows: 64 random bits need at least 8 octets. */
export const serialNumberEntropy: Lint = {
  id: 'platform/serial-number-entropy',
  field: 'serialNumber',
  source: 'CA/Browser Forum TLS BR §7.1',
  check: (tbs, { profile, isSelfSigned }) => {
    const [message, fix] = [
      'The serial number has fewer than 64 bits.',
      'Use a serial number from 16 random octets.',
    ] as const;
    const isShort = tbs.serialNumber.length < 16;
    // A root is trusted by itself and not through its signature, so nobody gains by guessing its serial.
    return profile === null ? warningIf(isShort && !isSelfSigned, message, fix) : errorIf(isShort, message, fix);
  },
};
