import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oid, sequence, set, tlv, utf8 } from './der-writer.ts';
import { comparableName, decodeName, encodeName, namesMatch } from './distinguished-name.ts';
import { bytes, distinguishedNameArbitrary, expectPrefixesRefused, refusal } from './fixtures.test-support.ts';
import type { NameAttribute } from './types.ts';

const cn = (tag: number, content: Uint8Array) => sequence(set(sequence(oid('2.5.4.3'), tlv(tag, content))));
const latin = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));

describe('encodeName and decodeName', () => {
  it('are inverse', () => {
    fc.assert(
      fc.property(distinguishedNameArbitrary, (dn) => {
        expect(decodeName(encodeName(dn))).toEqual(dn);
      }),
    );
  });

  it('choose the string type that each attribute has', () => {
    const types: NameAttribute[] = [
      { type: 'C', value: 'DE' },
      { type: 'serialNumber', value: '42' },
      { type: 'emailAddress', value: 'a@b.c' },
      { type: 'DC', value: 'lan' },
      { type: 'CN', value: 'x' },
    ];
    const tags = types.map((attribute) => encodeName([attribute]).at(-attribute.value.length - 2));
    expect(tags).toEqual([0x13, 0x13, 0x16, 0x16, 0x0c]);
    expect(refusal(() => encodeName([{ type: 'serialNumber', value: 'a@b' }])).code).toBe('bad-name');
    expect(refusal(() => encodeName([{ type: 'DC', value: 'ü' }])).code).toBe('bad-name');
    expect(refusal(() => encodeName([{ type: 'nonsense', value: 'x' }])).code).toBe('malformed');
  });

  it('keep a hostile value one value', () => {
    for (const value of ['x, O=Bank', 'x+OU=y', '#0402', '"quoted"', 'a\\b', '=,+<>#;']) {
      expect(decodeName(encodeName([{ type: 'CN', value }]))).toEqual([{ type: 'CN', value }]);
    }
  });

  it.each([
    ['PrintableString', cn(0x13, latin('abc')), 'abc'],
    ['IA5String', cn(0x16, latin('a@b')), 'a@b'],
    ['TeletexString as Latin-1', cn(0x14, latin('Zürich')), 'Zürich'],
    ['BMPString', cn(0x1e, bytes('005a00fc')), 'Zü'],
    ['UniversalString', cn(0x1c, bytes('0001f600')), '😀'],
    ['invalid UTF-8', cn(0x0c, bytes('61ff62')), 'a\\xFFb'],
    ['overlong UTF-8', cn(0x0c, bytes('c080')), '\\xC0\\x80'],
    ['a BMP lone surrogate', cn(0x1e, bytes('d8000061')), '\\xD8\\x00\\x00a'],
    ['UniversalString above 10FFFF', cn(0x1c, bytes('00110000')), '\\x00\\x11\\x00\\x00'],
    ['8-bit octets in IA5String', cn(0x16, bytes('61e9')), 'a\\xE9'],
    ['an INTEGER as value', cn(0x02, bytes('05')), '#020105'],
  ])('read %s', (_, der, value) => {
    expect(decodeName(der)).toEqual([{ type: 'CN', value }]);
  });

  it('list multi-valued RDNs and unknown attributes', () => {
    const der = sequence(set(sequence(oid('2.5.4.3'), utf8('x')), sequence(oid('1.2.3.4'), utf8('y'))));
    expect(decodeName(der)).toEqual([
      { type: '1.2.3.4', value: 'y' },
      { type: 'CN', value: 'x' },
    ]);
  });

  it('refuse what is no Name', () => {
    for (const hex of ['3100', '30023000', '30023100', '3004310230 00', '300631043002 0500', '0500'])
      expect(refusal(() => decodeName(bytes(hex))).code).toBe('malformed');
    expectPrefixesRefused(encodeName([{ type: 'CN', value: 'api.lan' }]), decodeName);
  });
});

describe('namesMatch', () => {
  it('ignores letter case, string type and runs of spaces', () => {
    const name = encodeName([{ type: 'CN', value: 'Acme Root' }]);
    expect(namesMatch(name, cn(0x13, latin('ACME   root')))).toBe(true);
    expect(namesMatch(name, cn(0x1e, Uint8Array.from(Buffer.from(' Acme Root ', 'utf16le').swap16())))).toBe(true);
    expect(namesMatch(name, cn(0x13, latin('Acme Root 2')))).toBe(false);
  });

  it('tells order, attribute type and boundaries apart', () => {
    const name = (...attributes: NameAttribute[]) => encodeName(attributes);
    const [a, b]: NameAttribute[] = [
      { type: 'O', value: 'a' },
      { type: 'CN', value: 'b' },
    ] as const;
    expect(namesMatch(name(a as NameAttribute, b as NameAttribute), name(b as NameAttribute, a as NameAttribute))).toBe(
      false,
    );
    expect(namesMatch(name({ type: 'O', value: 'x' }), name({ type: 'OU', value: 'x' }))).toBe(false);
    for (const value of ['a,2.5.4.3=1:b', 'a,2.5.4.3=b']) {
      expect(namesMatch(name({ type: 'O', value }), name({ type: 'O', value: 'a' }, { type: 'CN', value: 'b' }))).toBe(
        false,
      );
    }
  });

  it('holds for every name with itself in another letter case', () => {
    fc.assert(
      fc.property(distinguishedNameArbitrary, (dn) => {
        expect(comparableName(encodeName(dn))).toBe(comparableName(encodeName([...dn])));
      }),
    );
  });

  it('never takes invalid text for its escaped form', () => {
    expect(namesMatch(cn(0x0c, bytes('ff')), encodeName([{ type: 'CN', value: '\\xFF' }]))).toBe(false);
  });
});
