import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCertificate } from '../certificate.ts';
import { parseCertificationRequest } from '../certification-request.ts';
import { parseCertificateList } from '../crl.ts';
import { parseOcspRequest } from '../ocsp.ts';
import { parseOcspResponse } from '../ocsp-response.ts';
import { decodePem } from '../pem.ts';
import { PkiError } from '../types.ts';
import { berToDer } from './ber-to-der.ts';
import { importMaterial } from './import-material.ts';
import { readOpensslIndex, readOpensslNumber } from './openssl-index.ts';
import { scanPem } from './pem-blocks.ts';
import { readEcParameters, readEncryptedPkcs8, readPkcs1, readPkcs8, readSec1 } from './private-key.ts';
import { readJavaKeyStore } from './read-java-key-store.ts';
import { readPkcs7 } from './read-pkcs7.ts';
import { readPkcs12 } from './read-pkcs12.ts';
import { recogniseFiles } from './recognise-files.ts';
import { sniffDer } from './sniff-der.ts';
import { WorkBudget } from './work-budget.ts';

/** Every reader of foreign octets with changed copies of real files: a refusal or a value, never anything else. */
const vectors = resolve(import.meta.dirname, '../../../test/vectors/import');
const seeds = readdirSync(vectors)
  .filter((name) => !/\.(sh|md)$/.test(name))
  .map((name) => {
    const octets = readFileSync(join(vectors, name));
    return {
      name,
      bytes: name.endsWith('.b64')
        ? new Uint8Array(Buffer.from(octets.toString('latin1'), 'base64'))
        : new Uint8Array(octets),
    };
  });
/** What stands in PEM as octets too, so that changes hit the structure and not the base64. */
const structures = seeds.flatMap(({ name, bytes }) => {
  const text = Buffer.from(bytes).toString('latin1');
  if (!text.includes('-----BEGIN ')) return [{ name, bytes }];
  return scanPem(text).flatMap(({ der }) => (der === null ? [] : [{ name, bytes: der }]));
});

const changed = (from: readonly { readonly name: string; readonly bytes: Uint8Array }[]) =>
  fc
    .record({
      seed: fc.constantFrom(...from),
      changes: fc.array(fc.tuple(fc.nat(20_000), fc.nat(255)), { maxLength: 6 }),
      cut: fc.option(fc.nat(20_000), { freq: 4 }),
      doubled: fc.boolean(),
    })
    .map(({ seed, changes, cut, doubled }) => {
      let octets = Uint8Array.from(seed.bytes);
      if (octets.length > 0) for (const [at, value] of changes) octets[at % octets.length] = value;
      if (cut !== null) octets = octets.subarray(0, cut % (octets.length + 1));
      return { name: seed.name, bytes: doubled ? new Uint8Array(Buffer.concat([octets, octets])) : octets };
    });
const text = (octets: Uint8Array) => Buffer.from(octets).toString('latin1');

/** Passwords are not tried: what they cost is `work-budget.ts`' business. */
const READERS: Readonly<Record<string, (octets: Uint8Array) => unknown>> = {
  parseCertificate: (octets) => {
    for (const { text: shown, explanation } of parseCertificate(octets).extensions)
      if (shown.length + explanation.length > 10_000_000) throw new Error('an explanation grows without bound');
  },
  parseCertificationRequest,
  parseCertificateList,
  parseOcspRequest,
  parseOcspResponse,
  decodePem: (octets) => decodePem(text(octets), ['CERTIFICATE']),
  scanPem: (octets) => scanPem(text(octets)),
  sniffDer,
  berToDer: (octets) => berToDer(octets, { maxBytes: 100_000, maxNodes: 10_000, noun: 'file' }),
  readPkcs7,
  readPkcs12: (octets) => readPkcs12(octets, new WorkBudget()),
  readEncryptedPkcs8: (octets) => readEncryptedPkcs8(octets, new WorkBudget()),
  readPkcs8,
  readPkcs1,
  readSec1,
  readEcParameters,
  readJavaKeyStore,
  readOpensslIndex: (octets) => readOpensslIndex(text(octets)),
  readOpensslNumber: (octets) => readOpensslNumber(text(octets)),
};

describe('foreign octets', () => {
  it.each(Object.entries(READERS))('%s gives a value or a refusal', (_name, read) => {
    fc.assert(
      fc.property(fc.oneof(changed(structures), changed(seeds)), ({ bytes }) => {
        try {
          read(bytes);
        } catch (error) {
          if (!(error instanceof PkiError)) throw error;
          expect(error.message.length).toBeLessThan(2_000);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('several files together are sorted or refused item by item', () => {
    fc.assert(
      fc.property(fc.array(changed(seeds), { minLength: 1, maxLength: 6 }), (files) => {
        const recognised = recogniseFiles({
          files: files.map(({ name, bytes }, at) => ({ fileName: `${at}/${name}`, bytes })),
          now: new Date('2026-11-24T12:00:00Z'),
        });
        const { report, authorities } = importMaterial(recognised);
        expect(report.items.length).toBeLessThan(1_000);
        for (const authority of authorities)
          for (const at of [...authority.certificates, ...authority.issued, ...authority.chain])
            expect(report.items[at]?.certificate).not.toBeNull();
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    ['10,001 blocks', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'.repeat(10_001), 1],
    ['10,000 blocks', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'.repeat(10_000), 10_000],
    ['begin lines alone', '-----BEGIN CERTIFICATE-----\n'.repeat(20_000), null],
    ['one line without end', 'A'.repeat(2_000_000), 1],
    ['tabs', '\t'.repeat(1_000_000), 1],
  ])('%s end soon', (_name, content, items) => {
    const { items: found } = recogniseFiles({
      files: [{ fileName: 'file', bytes: new Uint8Array(Buffer.from(content, 'latin1')) }],
      now: new Date('2026-11-24T12:00:00Z'),
    });
    if (items === null) expect(found.length).toBeLessThanOrEqual(20_000);
    else expect(found).toHaveLength(items);
    expect(found.every(({ state }) => state === 'refused')).toBe(true);
  });
});
