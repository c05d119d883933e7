import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytes, refusal, serialArbitrary } from './fixtures.test-support.ts';
import { parseSerialNumber, serialNumberFromDer, serialNumberFromEntropy, serialNumberToDer } from './serial-number.ts';

describe('serialNumberFromEntropy', () => {
  it('makes 16 octets, positive, without a leading zero octet, for all entropy', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (octets) => {
        const serial = serialNumberFromEntropy(octets);
        expect(serial).toMatch(/^[4-7][0-9a-f]{31}$/);
        expect(serialNumberToDer(serial)).toHaveLength(16);
        // All but the two fixed bits come from the entropy.
        expect(BigInt(`0x${serial}`) & ((1n << 126n) - 1n)).toBe(
          BigInt(`0x${Buffer.from(octets).toString('hex')}`) & ((1n << 126n) - 1n),
        );
      }),
    );
  });

  it('refuses another count of octets', () => {
    for (const count of [0, 15, 17])
      expect(refusal(() => serialNumberFromEntropy(new Uint8Array(count))).code).toBe('bad-serial');
  });
});

describe('parseSerialNumber', () => {
  it.each([
    ['4f001a', '4f001a'],
    ['4F:00:1A', '4f001a'],
    ['0x4F001A', '4f001a'],
    [' 00 4f 00 1a ', '4f001a'],
    ['f', '0f'],
    ['0080', '80'],
    [`7f${'ff'.repeat(19)}`, `7f${'ff'.repeat(19)}`],
  ])('reads %s', (text, serial) => {
    expect(parseSerialNumber(text)).toBe(serial);
  });

  it.each([
    '',
    '0',
    '00:00',
    'xyz',
    '-1',
    '4g',
    '12.3',
    `80${'00'.repeat(19)}`,
    'ff'.repeat(21),
    '1'.repeat(10_000),
    '0x',
    '٣',
  ])('refuses %s', (text) => {
    expect(refusal(() => parseSerialNumber(text)).code).toBe('bad-serial');
  });

  it('reads back every serial in any spelling', () => {
    fc.assert(
      fc.property(serialArbitrary, (serial) => {
        const colons = (serial.match(/../g) as string[]).join(':').toUpperCase();
        expect(parseSerialNumber(colons)).toBe(serial);
        expect(parseSerialNumber(`0x${serial}`)).toBe(serial);
      }),
    );
  });
});

describe('serial numbers in DER', () => {
  it('adds the sign octet where the top bit is set, and drops it again', () => {
    expect(serialNumberToDer(parseSerialNumber('80'))).toEqual(bytes('0080'));
    expect(serialNumberToDer(parseSerialNumber('7f'))).toEqual(bytes('7f'));
    expect(serialNumberFromDer(bytes('0080'))).toBe('80');
  });

  it('reads back every serial', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 2n ** 159n - 1n }), (value) => {
        const serial = parseSerialNumber(value.toString(16));
        expect(serialNumberFromDer(serialNumberToDer(serial))).toBe(serial);
      }),
    );
  });

  it('refuses negative, zero, empty and over-long content', () => {
    for (const hex of ['80', 'ff', '00', '', '01'.repeat(21)])
      expect(refusal(() => serialNumberFromDer(bytes(hex))).code).toBe('bad-serial');
    expect(serialNumberFromDer(bytes('00'), { allowZero: true })).toBe('00');
  });
});
