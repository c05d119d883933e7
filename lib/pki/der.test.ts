import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  childrenOf,
  contentOf,
  integerValue,
  oidText,
  readDer,
  readInteger,
  readNamedBits,
  readTime,
} from './der-reader.ts';
import {
  bitString,
  boolean,
  enumerated,
  explicit,
  generalizedTime,
  ia5,
  implicit,
  integer,
  namedBitString,
  nullValue,
  octetString,
  oid,
  printable,
  sequence,
  set,
  time,
  tlv,
  unsignedInteger,
  utcTime,
  utf8,
} from './der-writer.ts';
import { bytes, expectPrefixesRefused, nested, refusal, timeArbitrary } from './fixtures.test-support.ts';

const LIMITS = { maxBytes: 1_000_000 };
const read = (hex: string) => readDer(bytes(hex), LIMITS);

describe('DER writer', () => {
  it('writes the known encodings of primitive values', () => {
    const hex = (der: Uint8Array) => Buffer.from(der).toString('hex');
    expect(hex(integer(0))).toBe('020100');
    expect(hex(integer(127))).toBe('02017f');
    expect(hex(integer(128))).toBe('02020080');
    expect(hex(integer(-128))).toBe('020180');
    expect(hex(integer(-129))).toBe('0202ff7f');
    expect(hex(integer(65_537n))).toBe('0203010001');
    expect(hex(unsignedInteger(bytes('000080')))).toBe('02020080');
    expect(hex(unsignedInteger(bytes('')))).toBe('020100');
    expect(hex(enumerated(6))).toBe('0a0106');
    expect(hex(boolean(true)) + hex(boolean(false)) + hex(nullValue())).toBe('0101ff0101000500');
    expect(hex(oid('1.2.840.113549'))).toBe('06062a864886f70d');
    expect(hex(oid('2.999.3'))).toBe('0603883703');
    expect(hex(utf8('ü')) + hex(printable('A')) + hex(ia5('@'))).toBe('0c02c3bc130141160140');
    expect(hex(bitString(bytes('80'), 7))).toBe('03020780');
    expect(hex(namedBitString([5, 6]))).toBe('03020106');
    expect(hex(namedBitString([8]))).toBe('0303070080');
    expect(hex(explicit(3, nullValue())) + hex(implicit(0, bytes('aa'))) + hex(implicit(1, nullValue(), true))).toBe(
      'a30205008001aaa1020500',
    );
  });

  it('uses the shortest length form at each border', () => {
    for (const [length, header] of [
      [127, '047f'],
      [128, '048180'],
      [255, '0481ff'],
      [256, '04820100'],
      [65_535, '0482ffff'],
      [65_536, '0483010000'],
      [16_777_216, '048401000000'],
    ] as const) {
      const der = octetString(new Uint8Array(length));
      expect(Buffer.from(der.subarray(0, header.length / 2)).toString('hex')).toBe(header);
      expect(der.length).toBe(length + header.length / 2);
    }
  });

  it('sorts the values of a SET OF by their encodings', () => {
    expect(set(integer(256), integer(2), nullValue(), integer(1))).toEqual(
      tlv(0x31, integer(1), integer(2), integer(256), nullValue()),
    );
  });

  it('ASN-10: changes from UTCTime to GeneralizedTime at 2050 and refuses years without a form', () => {
    expect(Buffer.from(time(new Date('2049-12-31T23:59:59Z'))).toString('latin1')).toContain('491231235959Z');
    expect(time(new Date('2050-01-01T00:00:00Z'))[0]).toBe(0x18);
    expect(time(new Date('1949-12-31T23:59:59Z'))[0]).toBe(0x18);
    expect(time(new Date('2026-11-24T01:02:03.999Z'))).toEqual(utcTime(new Date('2026-11-24T01:02:03Z')));
    expect(refusal(() => utcTime(new Date('2050-01-01T00:00:00Z'))).code).toBe('malformed');
    expect(refusal(() => generalizedTime(new Date(Number.NaN))).code).toBe('malformed');
    expect(refusal(() => generalizedTime(new Date('+010000-01-01T00:00:00Z'))).code).toBe('malformed');
  });

  it('refuses text that the string type cannot hold and text that is no OID', () => {
    for (const call of [() => printable('a@b'), () => ia5('ü'), () => utf8('\ud800')])
      expect(refusal(call).code).toBe('bad-name');
    for (const text of ['', '1', '3.1', '1.40', '1.2.', '1..2', '1.02', '1.2.a', '-1.2'])
      expect(refusal(() => oid(text)).code).toBe('malformed');
  });
});

describe('DER reader', () => {
  it('reads back every integer, OID, time and bit list that was written', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 300n), max: 2n ** 300n }), (value) => {
        expect(readInteger(readDer(integer(value), LIMITS), 'x')).toBe(value);
      }),
    );
    const arc = fc.bigInt({ min: 0n, max: 2n ** 100n });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 }),
        fc.integer({ min: 0, max: 39 }),
        fc.array(arc, { maxLength: 6 }),
        (first, second, rest) => {
          const dotted = [first, second, ...rest].join('.');
          expect(oidText(contentOf(readDer(oid(dotted), LIMITS)))).toBe(dotted);
        },
      ),
    );
    fc.assert(
      fc.property(timeArbitrary, (value) => {
        expect(readTime(readDer(time(value), LIMITS), 'x')).toEqual(value);
      }),
    );
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { minLength: 1 }), (bits) => {
        expect(readNamedBits(readDer(namedBitString(bits), LIMITS), 'x')).toEqual([...bits].sort((a, b) => a - b));
      }),
    );
  });

  it('reads integers as two’s complement and early years exactly', () => {
    expect(integerValue(bytes('ff7f'))).toBe(-129n);
    expect(readTime(read('180f30303031303130313030303030305a'), 'x').toISOString()).toBe('0001-01-01T00:00:00.000Z');
    expect(readTime(read('180f30303939303232383030303030305a'), 'x').toISOString()).toBe('0099-02-28T00:00:00.000Z');
  });

  it('refuses every strict prefix of a value', () => {
    const der = sequence(
      integer(5),
      set(oid('1.2.3'), utf8('text')),
      explicit(0, octetString(new Uint8Array(300))),
      time(new Date('2030-01-01T00:00:00Z')),
    );
    readDer(der, LIMITS);
    for (let length = 0; length < der.length; length += 1)
      expect(refusal(() => readDer(der.subarray(0, length), LIMITS)).code).toBe('malformed');
    expectPrefixesRefused(der, (prefix) => readDer(prefix, LIMITS));
  });

  it.each([
    ['trailing byte', '300000'],
    ['two values', '0201010201 01'],
    ['indefinite length', '30800201010000'],
    ['length 0xFF', '04ff00'],
    ['length in five octets', '04850000000001 00'],
    ['length 2^31−1', '04847fffffff00'],
    ['length 2^32−1', '0484ffffffff00'],
    ['length of 8 octets', '0488ffffffffffffffff00'],
    ['length with leading zeros', '04820001 00'],
    ['long form for a short length', '048101 00'],
    ['child longer than its parent', '3003020200'],
    ['constructed OCTET STRING', '2403040100'],
    ['constructed BIT STRING', '230403020080'],
    ['primitive SEQUENCE', '1000'],
    ['primitive SET', '1100'],
    ['high tag number', '1f8101020000'],
    ['end of contents', '0000'],
    ['BOOLEAN 01', '010101'],
    ['BOOLEAN of two octets', '0102ffff'],
    ['empty BOOLEAN', '0100'],
    ['empty INTEGER', '0200'],
    ['padded positive INTEGER', '0202007f'],
    ['padded negative INTEGER', '0202ff80'],
    ['padded ENUMERATED', '0a020001'],
    ['NULL with content', '050100'],
    ['empty OID', '0600'],
    ['OID without end', '06022a86'],
    ['OID with padded arc', '06032a8001'],
    ['empty BIT STRING', '0300'],
    ['BIT STRING with 8 unused bits', '03020800'],
    ['BIT STRING with set padding', '03020701'],
    ['BIT STRING with padding and no octets', '030101'],
    ['UTCTime without seconds', '170b323630313031303030305a'],
    ['UTCTime without Z', '170c323630313031303030303030'],
    ['UTCTime with offset', '17113236303130313030303030302b30313030'],
    ['UTCTime February 30', '170d3236303233303030303030305a'],
    ['UTCTime month 13', '170d3236313330313030303030305a'],
    ['UTCTime hour 24', '170d3236303130313234303030305a'],
    ['UTCTime with letters', '170d3236303130313030303061305a'],
    ['UTCTime leap second', '170d3136313233313233353936305a'],
    ['GeneralizedTime with fraction', '181132303236303130313030303030302e355a'],
    ['GeneralizedTime year 0000', '180f30303030303130313030303030305a'],
    ['GeneralizedTime February 29 of 2100', '180f32313030303232393030303030305a'],
    ['empty input', ''],
  ])('ASN-03, ASN-04, ASN-10: refuses %s', (_, hex) => {
    expect(refusal(() => read(hex)).code).toBe('malformed');
  });

  it('ASN-10: accepts leap days and the last second of 9999', () => {
    expect(readTime(read('170d3238303232393030303030305a'), 'x').toISOString()).toBe('2028-02-29T00:00:00.000Z');
    expect(readTime(read('180f39393939313233313233353935395a'), 'x').toISOString()).toBe('9999-12-31T23:59:59.000Z');
  });

  it('ASN-01, ASN-02: stops at the budgets of depth, parts and bytes', () => {
    expect(childrenOf(readDer(nested(32), LIMITS))).toHaveLength(1);
    expect(refusal(() => readDer(nested(33), LIMITS)).code).toBe('too-large');
    expect(refusal(() => readDer(nested(100_000), LIMITS)).code).toBe('too-large');
    const many = sequence(...new Array<Uint8Array>(10_000).fill(nullValue()));
    expect(refusal(() => readDer(many, LIMITS)).code).toBe('too-large');
    expect(childrenOf(readDer(many, { ...LIMITS, maxNodes: 10_001 }))).toHaveLength(10_000);
    expect(refusal(() => readDer(new Uint8Array(11), { maxBytes: 10 })).code).toBe('too-large');
  });

  it('never throws anything but a refusal, whatever the bytes are', () => {
    const any = fc.oneof(
      fc.uint8Array({ maxLength: 64 }),
      fc.uint8Array({ maxLength: 40 }).map((content) => tlv(0x30, content)),
    );
    fc.assert(
      fc.property(any, (der) => {
        try {
          readDer(der, LIMITS);
        } catch (error) {
          expect((error as Error).name).toBe('PkiError');
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('hands out plain octets even from a Buffer', () => {
    expect(Buffer.isBuffer(contentOf(readDer(Buffer.from(octetString(bytes('aa'))), LIMITS)))).toBe(false);
  });
});
