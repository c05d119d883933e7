import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assembleCertificateList, encodeTbsCertList } from './crl.ts';
import { type CrlEntry, encodeEntries } from './crl-entries.ts';
import { type AroundEntries, certificateListAround, readTbsCertListAround, tbsCertListAround } from './crl-parts.ts';
import { encodeName } from './distinguished-name.ts';
import { NOW, serialArbitrary, testKey } from './fixtures.test-support.ts';
import { keyIdentifierOf } from './public-key.ts';
import { signatureAlgorithmFor, verifyInParts } from './signature-algorithm.ts';
import { PkiError, type SerialNumber } from './types.ts';

const { algorithmIdentifierDer } = signatureAlgorithmFor('P-256');
const fields = {
  issuer: encodeName([{ type: 'CN', value: 'Acme Issuing' }]),
  signatureAlgorithm: algorithmIdentifierDer,
  thisUpdate: NOW,
  nextUpdate: new Date(NOW.getTime() + 86_400_000),
  crlNumber: 7n,
  authorityKeyIdentifier: keyIdentifierOf(testKey('Ed25519').spkiDer),
};
const SIGNATURE = new Uint8Array(64).fill(5);
const entry = (serialNumber: string): CrlEntry => ({
  serialNumber: serialNumber as SerialNumber,
  revocationDate: NOW,
  reason: 'superseded',
});
const entriesArbitrary = fc.array(serialArbitrary, { minLength: 1, maxLength: 3_000 });
const hex = (...parts: readonly Uint8Array[]) => Buffer.concat(parts).toString('hex');

describe('lists in parts', () => {
  it('are octet for octet the list in one, before and after the signature, and read the same', () => {
    fc.assert(
      fc.property(entriesArbitrary, fc.option(fc.constant(3n)), (serials, baseCrlNumber) => {
        const entries = serials.map(entry);
        const { chunks, length } = encodeEntries(entries, false);
        const whole = encodeTbsCertList({ ...fields, baseCrlNumber, entries });
        const tbs = tbsCertListAround({ ...fields, baseCrlNumber }, length);
        expect(hex(tbs.head, ...chunks, tbs.tail)).toBe(hex(whole));
        const signed = certificateListAround(tbs, length, algorithmIdentifierDer, SIGNATURE);
        expect(hex(signed.head, ...chunks, signed.tail)).toBe(
          hex(assembleCertificateList(whole, algorithmIdentifierDer, SIGNATURE)),
        );
        expect(readTbsCertListAround(tbs, length)).toMatchObject({
          thisUpdate: fields.thisUpdate,
          nextUpdate: fields.nextUpdate,
          crlNumber: 7n,
          baseCrlNumber,
        });
      }),
      { numRuns: 40 },
    );
  });

  it('are refused for every other length of the entries', () => {
    const tbs = tbsCertListAround(fields, 70_000);
    for (const length of [0, 1, 127, 69_999, 70_001, 1_000_000, -1])
      expect(() => readTbsCertListAround(tbs, length), String(length)).toThrow(PkiError);
    expect(() => readTbsCertListAround(tbsCertListAround(fields, 68_000_000), 68_000_000)).toThrow(/longer than/);
  });

  it('are refused when an octet is moved over the entries, is too much or is missing', () => {
    const length = 500;
    const { head, tail } = tbsCertListAround(fields, length);
    expect(readTbsCertListAround({ head, tail }, length).crlNumber).toBe(7n);
    const cut = (from: Uint8Array, at: number) => [from.subarray(0, at), from.subarray(at)] as const;
    const join = (...parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
    const [most, last] = cut(head, head.length - 4);
    const [first, rest] = cut(tail, 2);
    const bad: AroundEntries[] = [
      { head: most, tail: join(last, tail) },
      { head: join(head, first), tail: rest },
      { head: join(head, tail), tail: new Uint8Array() },
      { head: new Uint8Array(), tail: join(head, tail) },
      { head: head.subarray(0, 1), tail },
      { head, tail: join(tail, tail) },
      { head, tail: join(tail, Uint8Array.of(0)) },
      { head, tail: tail.subarray(0, -1) },
      { head, tail: new Uint8Array() },
      { head: join(head, Uint8Array.of(0)), tail },
    ];
    for (const [at, one] of bad.entries())
      expect(() => readTbsCertListAround(one, length), String(at)).toThrow(PkiError);
  });

  it('are refused when the head holds entries of its own, or the place of the entries is no place for them', () => {
    const own = encodeTbsCertList({ ...fields, entries: [entry('0a')] });
    const length = 300;
    const { head, tail } = tbsCertListAround(fields, length);
    // The content of a list with an entry, up to its extensions; then once more a list of entries.
    const before = own.subarray(head[1] === 0x82 ? 4 : 3, own.length - tail.length);
    const wrap = (content: Uint8Array): Uint8Array => {
      const middle = Uint8Array.of(0x30, 0x82, length >> 8, length & 0xff);
      const total = content.length + middle.length + length + tail.length;
      return new Uint8Array(Buffer.concat([Uint8Array.of(0x30, 0x82, total >> 8, total & 0xff), content, middle]));
    };
    expect(readTbsCertListAround({ head: wrap(head.subarray(4, -4)), tail }, length).crlNumber).toBe(7n);
    expect(() => readTbsCertListAround({ head: wrap(before), tail }, length)).toThrow(PkiError);
    // In front of the times: read in order, the entries would be the issuer or a time.
    for (const octets of [13, 20, 40])
      expect(() => readTbsCertListAround({ head: wrap(before.subarray(0, octets)), tail }, length)).toThrow(PkiError);
    expect(() => readTbsCertListAround({ head: wrap(new Uint8Array()), tail }, length)).toThrow(PkiError);
  });
});

describe('verifyInParts', () => {
  it.each(['P-256', 'P-384', 'RSA-2048', 'Ed25519', 'ML-DSA-44'] as const)(
    'says of %s what the whole says',
    async (algorithm) => {
      const { generateKeyPairSync, sign } = await import('node:crypto');
      const kinds = {
        'P-256': () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
        'P-384': () => generateKeyPairSync('ec', { namedCurve: 'P-384' }),
        'RSA-2048': () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
        Ed25519: () => generateKeyPairSync('ed25519'),
        'ML-DSA-44': () => generateKeyPairSync('ml-dsa-44'),
      };
      const { privateKey, publicKey } = kinds[algorithm]();
      const { digest, algorithmIdentifierDer: identifier } = signatureAlgorithmFor(algorithm);
      const spkiDer = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }));
      const parts = [Buffer.from('one'), new Uint8Array(), Buffer.from('two')];
      const signature = sign(digest, Buffer.from('onetwo'), privateKey);
      const verdict = (some: readonly Uint8Array[], of = signature, key = spkiDer, named = identifier) => {
        const verification = verifyInParts({ spkiDer: key, algorithmIdentifierDer: named });
        for (const part of some) verification.add(part);
        return verification.isGood(of);
      };
      expect(verdict(parts)).toBe(true);
      expect(verdict(parts.toReversed())).toBe(false);
      expect(verdict(parts, Buffer.from('no signature'))).toBe(false);
      expect(verdict(parts, signature, new Uint8Array(9))).toBe(false);
      expect(verdict(parts, signature, spkiDer, new Uint8Array(9))).toBe(false);
      expect(verdict(parts, signature, spkiDer, signatureAlgorithmFor('P-521').algorithmIdentifierDer)).toBe(false);
    },
  );
});
