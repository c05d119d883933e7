import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assembleCertificateList, encodeTbsCertList } from './crl.ts';
import type { CrlEntry } from './crl-entries.ts';
import { streamCertificateList, streamTbsCertList } from './crl-stream.ts';
import { encodeName } from './distinguished-name.ts';
import { NOW, serialArbitrary, testKey, timeArbitrary } from './fixtures.test-support.ts';
import { keyIdentifierOf } from './public-key.ts';
import { signatureAlgorithmFor } from './signature-algorithm.ts';
import type { SerialNumber } from './types.ts';

const { algorithmIdentifierDer } = signatureAlgorithmFor('Ed25519');
const fields = {
  issuer: encodeName([{ type: 'CN', value: 'Acme Issuing' }]),
  signatureAlgorithm: algorithmIdentifierDer,
  thisUpdate: NOW,
  nextUpdate: new Date(NOW.getTime() + 86_400_000),
  crlNumber: 7n,
  authorityKeyIdentifier: keyIdentifierOf(testKey('Ed25519').spkiDer),
};
const SIGNATURE = new Uint8Array(64).fill(5);

async function* slowly(entries: Iterable<CrlEntry>): AsyncGenerator<CrlEntry> {
  for (const entry of entries) yield entry;
}

function* manyEntries(count: number): Generator<CrlEntry> {
  for (let index = 1; index <= count; index += 1)
    yield {
      serialNumber: `4f${index.toString(16).padStart(30, '0')}` as SerialNumber,
      revocationDate: NOW,
      reason: 'superseded',
    };
}

async function read(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return all;
}

describe('streamTbsCertList and streamCertificateList', () => {
  it('write octet for octet what the other writer makes, from plain and from asynchronous entries', async () => {
    const entry = fc.record({
      serialNumber: serialArbitrary,
      revocationDate: timeArbitrary,
      reason: fc.constantFrom('unspecified' as const, 'keyCompromise' as const),
      invalidityDate: fc.option(timeArbitrary, { nil: null }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 20 }), fc.boolean(), async (entries, asynchronous) => {
        const expected = encodeTbsCertList({ ...fields, entries });
        const stream = await streamTbsCertList(fields, () => (asynchronous ? slowly(entries) : entries));
        expect(stream.length).toBe(expected.length);
        expect(Buffer.concat(await read(stream.chunks()))).toEqual(Buffer.from(expected));
        const signed = Buffer.concat(await read(streamCertificateList(stream, algorithmIdentifierDer, SIGNATURE)));
        expect(signed).toEqual(Buffer.from(assembleCertificateList(expected, algorithmIdentifierDer, SIGNATURE)));
      }),
      { numRuns: 40 },
    );
  });

  it('hold one block at a time, across the borders of blocks', async () => {
    const stream = await streamTbsCertList(fields, () => manyEntries(60_000));
    const chunks = await read(stream.chunks());
    expect(chunks.length).toBeGreaterThan(3);
    for (const chunk of chunks) expect(chunk.length).toBeLessThanOrEqual(1_048_576);
    expect(Buffer.concat(chunks)).toEqual(Buffer.from(encodeTbsCertList({ ...fields, entries: manyEntries(60_000) })));
  });

  it('refuse entries that changed between the two passes', async () => {
    let pass = 0;
    const source = () => manyEntries([3, 4, 2][pass++] as number);
    const stream = await streamTbsCertList(fields, source);
    await expect(read(stream.chunks())).rejects.toMatchObject({ code: 'malformed' });
    await expect(read(stream.chunks())).rejects.toMatchObject({ code: 'malformed' });
  });

  it('refuse removals outside delta lists', async () => {
    const entries: CrlEntry[] = [{ serialNumber: '4f' as SerialNumber, revocationDate: NOW, reason: 'removeFromCRL' }];
    await expect(streamTbsCertList(fields, () => entries)).rejects.toMatchObject({ code: 'malformed' });
    await expect(streamTbsCertList({ ...fields, baseCrlNumber: 3n }, () => entries)).resolves.toBeDefined();
  });
});
