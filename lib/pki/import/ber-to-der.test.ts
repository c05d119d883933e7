import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { vector } from '../../../test/support/vectors.ts';
import { readDer } from '../der-reader.ts';
import { integer, octetString, sequence, set } from '../der-writer.ts';
import { bytes, expectPrefixesRefused, refusal } from '../fixtures.test-support.ts';
import { PkiError } from '../types.ts';
import { berToDer } from './ber-to-der.ts';

const LIMITS = { maxBytes: 1_048_576, maxNodes: 10_000, noun: 'file' };
const convert = (hex: string) => Buffer.from(berToDer(bytes(hex), LIMITS)).toString('hex');

describe('berToDer', () => {
  it.each([
    ['an indefinite length', '3080 020101 0000', '3003020101'],
    ['indefinite lengths in each other', '3080 3080 0500 0000 a080 020101 0000 0000', '3009 3002 0500 a003 020101'],
    ['lengths with room', '30830000 04 0281 01 01', '3003020101'],
    ['a string in pieces', '2480 0402 abcd 0401 ef 0000', '0403abcdef'],
    ['pieces in pieces', '2480 2407 0402 abcd 0401 ef 0401 01 0000', '0404abcdef01'],
    ['an empty string in pieces', '3004 2480 0000', '3002 0400'],
    ['pieces under an implicit tag, which stay', 'a080 0401 01 0401 02 0000', 'a006 040101 040102'],
  ])('converts %s', (_, ber, der) => {
    expect(convert(ber)).toBe(der.replaceAll(' ', ''));
  });

  it('leaves DER as it is', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 }), (strings) => {
        const der = sequence(integer(1), set(...strings.map(octetString)));
        expect(berToDer(der, LIMITS)).toEqual(der);
      }),
    );
  });

  it('makes strict DER of what NSS and OpenSSL write', () => {
    for (const name of ['nss-unicode.p12', 'openssl-cms-ber.der']) {
      const ber = vector(name);
      expect(refusal(() => readDer(ber, LIMITS)).code).toBe('malformed');
      readDer(berToDer(ber, LIMITS), LIMITS);
      expectPrefixesRefused(ber, (prefix) => berToDer(prefix, LIMITS));
    }
  });

  it.each([
    ['nothing', ''],
    ['an end mark alone', '0000'],
    ['an end mark in a definite value', '30020000'],
    ['octets behind the end', '3080 0000 00'],
    ['a simple value of indefinite length', '0480 01 0000'],
    ['a piece of another type', '2480 0201 01 0000'],
    ['a value longer than its parent', '3003 0402 0101'],
    ['a length of nine octets', '3089 000000000000000001 00'],
    ['a tag of several octets', '1f8101 00'],
  ])('refuses %s', (_, ber) => {
    expect(refusal(() => convert(ber)).code).toBe('malformed');
  });

  it('keeps within its limits', () => {
    expect(refusal(() => berToDer(new Uint8Array(1_048_577), LIMITS)).code).toBe('too-large');
    expect(refusal(() => convert('3080'.repeat(1000))).code).toBe('too-large');
    expect(refusal(() => convert(`3080${'0500'.repeat(10_001)}0000`)).code).toBe('too-large');
    expect(refusal(() => convert('2380 0302 0001 0000')).code).toBe('unsupported');
  });

  it('throws nothing but PkiError', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(0x30, 0x80, 0x24, 0x04, 0x00, 0x01, 0x02, 0x81, 0xa0), { maxLength: 40 }),
        (octets) => {
          try {
            readDer(berToDer(Uint8Array.from(octets), LIMITS), LIMITS);
          } catch (error) {
            expect(error).toBeInstanceOf(PkiError);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
