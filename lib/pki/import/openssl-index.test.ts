import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { vector } from '../../../test/support/vectors.ts';
import { refusal } from '../fixtures.test-support.ts';
import { looksLikeOpensslIndex, readOpensslIndex, readOpensslNumber, readSlashName } from './openssl-index.ts';

const text = (name: string) => Buffer.from(vector(name)).toString('latin1');

describe('readOpensslIndex', () => {
  it('reads what openssl ca wrote', () => {
    const { entries, refused } = readOpensslIndex(text('index.txt'));
    expect(refused).toEqual([]);
    expect(
      entries.map(({ status, serialNumber, revocation, subject }) => [
        status,
        serialNumber,
        revocation?.reason ?? null,
        revocation?.invalidityDate?.toISOString() ?? null,
        readSlashName(subject)
          .map(({ type, value }) => `${type}=${value}`)
          .join(', '),
      ]),
    ).toEqual([
      ['valid', '1000', null, null, 'O=Import Test, CN=leaf.lan'],
      ['revoked', '1001', 'certificateHold', null, 'O=Import Test, CN=held.lan'],
      ['revoked', '1002', 'keyCompromise', '2026-01-01T00:00:00.000Z', 'O=Import Test, CN=timed.lan'],
      ['revoked', '1003', 'superseded', null, 'O=Münch\\/en GmbH, CN=odd.lan'],
      ['revoked', '1004', 'unspecified', null, 'CN=plain.lan'],
    ]);
  });

  it('reads what Easy-RSA wrote, with long serial numbers', () => {
    const { entries, refused } = readOpensslIndex(text('easyrsa-index.txt'));
    expect(refused).toEqual([]);
    expect(entries).toMatchObject([{ status: 'valid' }, { status: 'revoked', revocation: { reason: 'superseded' } }]);
    expect(entries[0]?.serialNumber).toHaveLength(32);
  });

  it('reads expired lines, GeneralizedTime, comments, CRLF, escaped tabs and odd subjects', () => {
    const index = [
      '# comment',
      'E\t20510101000000Z\t\t0A\tunknown\t/CN=a\\\tb/O=x/y=z',
      '',
      'R\t300101000000Z\t250101000000Z,CAkeyTime,20240101000000Z\t00ff\tunknown\t/2.5.4.97=VAT/CN=\\xE2\\x82\\xAC',
      'R\t300101000000Z\t250101000000Z,cACompromise\t10\tunknown\t',
    ].join('\r\n');
    const { entries, refused } = readOpensslIndex(index);
    expect(refused).toEqual([]);
    expect(entries.map(({ line, serialNumber, subject }) => [line, serialNumber, readSlashName(subject)])).toEqual([
      [
        2,
        '0a',
        [
          { type: 'CN', value: 'a\tb' },
          { type: 'O', value: 'x' },
          { type: 'y', value: 'z' },
        ],
      ],
      [
        4,
        'ff',
        [
          { type: '2.5.4.97', value: 'VAT' },
          { type: 'CN', value: '€' },
        ],
      ],
      [5, '10', []],
    ]);
    expect(entries[1]?.revocation).toMatchObject({ reason: 'cACompromise' });
    expect(entries[0]?.notAfter.getUTCFullYear()).toBe(2051);
  });

  it.each([
    ['X\t300101000000Z\t\t01\tunknown\t/CN=a', 'status'],
    ['V\t300101000000Z\t\t01\tunknown', 'fields'],
    ['V\t300101000000Z\t\t01\tunknown\t/CN=a\tmore', 'fields'],
    ['V\t301301000000Z\t\t01\tunknown\t/CN=a', 'expiry'],
    ['V\tsoon\t\t01\tunknown\t/CN=a', 'expiry'],
    ['V\t300101000000Z\t250101000000Z\t01\tunknown\t/CN=a', 'contradict'],
    ['R\t300101000000Z\t\t01\tunknown\t/CN=a', 'contradict'],
    ['R\t300101000000Z\t250101000000Z,because\t01\tunknown\t/CN=a', 'reason'],
    ['R\t300101000000Z\t250101000000Z,keyTime\t01\tunknown\t/CN=a', 'argument'],
    ['R\t300101000000Z\t250101000000Z,superseded,x\t01\tunknown\t/CN=a', 'argument'],
    ['R\t300101000000Z\t250101000000Z,a,b,c\t01\tunknown\t/CN=a', 'three parts'],
    ['V\t300101000000Z\t\t00\tunknown\t/CN=a', 'greater than 0'],
    [`V\t300101000000Z\t\t${'f'.repeat(42)}\tunknown\t/CN=a`, '20'],
    [`V\t300101000000Z\t\t01\tunknown\t/CN=${'a'.repeat(40_000)}`, 'characters'],
  ])('refuses the line %j and reads the next one', (line, words) => {
    const { entries, refused } = readOpensslIndex(`${line}\nV\t300101000000Z\t\t02\tunknown\t/CN=b\n`);
    expect(entries).toMatchObject([{ serialNumber: '02', line: 2 }]);
    expect(refused).toMatchObject([{ line: 1 }]);
    expect(refused[0]?.error.message).toContain(words);
  });

  it('IMP-07: reads any text without another error, and knows an index when it sees one', () => {
    const parts = fc.constantFrom(
      'V',
      'R',
      '\t',
      '\n',
      '300101000000Z',
      ',',
      '/',
      'CN=',
      '\\',
      '\\x',
      '0',
      'keyTime',
      '#',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 60 }), (pieces) => {
        const { entries, refused } = readOpensslIndex(pieces.join(''));
        expect(entries.length + refused.length).toBeLessThanOrEqual(61);
      }),
      { numRuns: 2000 },
    );
    expect(looksLikeOpensslIndex(text('index.txt'))).toBe(true);
    expect(looksLikeOpensslIndex(`# x\n\n${text('index.txt')}`)).toBe(true);
    expect(looksLikeOpensslIndex('V\thello')).toBe(false);
    expect(refusal(() => readOpensslIndex('\n'.repeat(1_000_001))).code).toBe('too-large');
    expect(refusal(() => readOpensslIndex('x\n'.repeat(1_001))).message).toContain('the first one is line 1');
  });
});

describe('readOpensslNumber', () => {
  it('reads hexadecimal digits', () => {
    expect(readOpensslNumber(text('serial'))).toBe(0x1005n);
    expect(readOpensslNumber(text('crlnumber'))).toBe(0x0bn);
    for (const wrong of ['', 'xyz', '01 02', 'f'.repeat(41), '0\n1'])
      expect(refusal(() => readOpensslNumber(wrong)).code).toBe('malformed');
  });
});
