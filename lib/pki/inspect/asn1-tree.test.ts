import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testCertificate, testKey } from '../fixtures.test-support.ts';
import { readAsn1Tree } from './asn1-tree.ts';

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

describe('readAsn1Tree', () => {
  it('gives every value its offset, header and length, also inside strings', () => {
    const tree = readAsn1Tree(bytes('30 0d 06 03 550403 04 03 02 01 05 0c 01 41'));
    expect(tree).toMatchObject({ warnings: [], truncated: false });
    expect(
      tree.nodes.map(({ depth, offset, headerLength, length, type, value }) => [
        depth,
        offset,
        headerLength,
        length,
        type,
        value,
      ]),
    ).toEqual([
      [0, 0, 2, 13, 'SEQUENCE', null],
      [1, 2, 2, 3, 'OBJECT IDENTIFIER', '2.5.4.3 (commonName)'],
      [1, 7, 2, 3, 'OCTET STRING', '020105'],
      [1, 12, 2, 1, 'UTF8String', 'A'],
    ]);
  });

  it('ASN-04: accepts BER for looking and says where it is not DER', () => {
    const indefinite = readAsn1Tree(bytes('30 80 02 01 05 00 00'));
    expect(indefinite.nodes.map(({ type, length }) => [type, length])).toEqual([
      ['SEQUENCE', 3],
      ['INTEGER', 1],
    ]);
    expect(indefinite.warnings).toEqual(['Not DER: the length is indefinite at offset 0.']);
    expect(readAsn1Tree(bytes('02 81 01 05')).warnings).toEqual([
      'Not DER: the length is longer than it need be at offset 0.',
    ]);
    expect(readAsn1Tree(bytes('24 05 04 03 414243')).warnings).toEqual([
      'Not DER: a string is given in pieces at offset 0.',
    ]);
    expect(readAsn1Tree(bytes('01 01 02')).warnings[0]).toContain('neither 00 nor FF');
    expect(readAsn1Tree(bytes('05 00 00')).warnings[0]).toContain('1 octets follow');
  });

  it.each([
    ['', 'The value is cut off'],
    ['30', 'The length is cut off'],
    ['30 05 02 01', 'longer than what it stands in'],
    ['30 84 ff ff ff', 'The length is cut off'],
    ['30 89 01 02 03 04 05 06 07 08 09', 'The length is too large'],
    ['1f ff ff ff ff ff 01', 'The tag number is too large'],
    ['04 80 00 00', 'has an indefinite length'],
    ['30 80 02 01 05', 'has no end'],
  ])('stops at %s and says why', (hex, reason) => {
    expect(readAsn1Tree(bytes(hex)).warnings.join(' ')).toContain(reason);
  });

  it('shows a certificate whole and hides what may be a key', () => {
    const certificate = testCertificate('tlsServer', testKey('P-256', 1), null);
    const tree = readAsn1Tree(certificate.certificateDer);
    expect(tree.warnings).toEqual([]);
    expect(tree.nodes.some(({ value }) => value?.includes('subjectAltName'))).toBe(true);
    const key = generateKeyPairSync('ed25519').privateKey;
    const pkcs8 = key.export({ format: 'der', type: 'pkcs8' });
    const hidden = readAsn1Tree(pkcs8, { hideValues: true });
    expect(JSON.stringify(hidden).toLowerCase()).not.toContain(pkcs8.subarray(-32).toString('hex').slice(0, 16));
  });

  it('is bounded in depth, count and text', () => {
    let deep = bytes('05 00');
    for (let level = 0; level < 60; level += 1) deep = new Uint8Array([0x30, deep.length, ...deep]);
    const nested = readAsn1Tree(deep);
    expect(nested.nodes.length).toBeLessThan(40);
    expect(nested.warnings.join(' ')).toContain('nested more than 32 deep');
    const wide = new Uint8Array(40_004);
    wide.set([0x30, 0x82, 0x9c, 0x40]);
    for (let at = 4; at < wide.length; at += 2) wide.set([0x05, 0x00], at);
    expect(readAsn1Tree(wide, { maxNodes: 500 })).toMatchObject({ truncated: true, nodes: { length: 500 } });
    const long = new Uint8Array([0x0c, 0x82, 0x40, 0x00, ...new Uint8Array(0x4000).fill(0x41)]);
    expect(readAsn1Tree(long).nodes[0]?.value?.length).toBeLessThan(200);
  });

  it('survives anything, with offsets inside the octets', () => {
    const seed = testCertificate('tlsServer', testKey('P-256', 1), null).certificateDer;
    const mutated = fc.array(fc.tuple(fc.nat(seed.length - 1), fc.nat(255)), { maxLength: 8 }).map((changes) => {
      const copy = Uint8Array.from(seed);
      for (const [at, value] of changes) copy[at] = value;
      return copy;
    });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 400 }), mutated), fc.boolean(), (octets, hideValues) => {
        const tree = readAsn1Tree(octets, { hideValues });
        expect(tree.nodes.length).toBeLessThanOrEqual(2_000);
        expect(tree.warnings.length).toBeLessThanOrEqual(20);
        for (const { offset, headerLength, length } of tree.nodes)
          expect(offset + headerLength + length).toBeLessThanOrEqual(octets.length);
      }),
      { numRuns: 500 },
    );
  });
});
