import { errorIf, type StructureLint } from '../lint.ts';

export const serialNumber: StructureLint = {
  id: 'rfc5280/serial-number',
  field: 'serialNumber',
  source: 'RFC 5280 §4.1.2.2',
  check: ({ serialContent }) => [
    ...errorIf(
      serialContent.every((octet) => octet === 0) || ((serialContent[0] ?? 0) & 0x80) !== 0,
      'The serial number is zero or negative.',
      'Use a serial number from 16 random octets.',
    ),
    ...errorIf(
      serialContent.length > 20,
      `The serial number has ${serialContent.length} octets; at most 20 are allowed.`,
      'Use a serial number from 16 random octets.',
    ),
  ],
};
