import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOW, pkcs8Of, pssKeyPair, testCertificate, testKey } from '../fixtures.test-support.ts';
import { encodePem } from '../pem.ts';
import { privateKeyPem } from '../pkcs8.ts';
import { inspectFiles } from './inspect-files.ts';

const vectors = resolve(import.meta.dirname, '../../../test/vectors/import');
const vector = (name: string) => {
  const octets = readFileSync(join(vectors, name));
  return name.endsWith('.b64')
    ? new Uint8Array(Buffer.from(octets.toString('latin1'), 'base64'))
    : new Uint8Array(octets);
};
const rootKey = testKey('P-256', 1);
const root = testCertificate('rootAuthority', rootKey, null);
const leafKey = testKey('P-256', 2);
const leaf = testCertificate('tlsServer', leafKey, { key: rootKey, certificate: root });
const pem = (...certificates: readonly { certificateDer: Uint8Array }[]) =>
  certificates.map(({ certificateDer }) => encodePem('CERTIFICATE', certificateDer)).join('');

function inspect(
  files: Readonly<Record<string, string | Uint8Array>>,
  more: { passwords?: readonly string[]; trusted?: readonly Uint8Array[]; trustGiven?: boolean } = {},
) {
  return inspectFiles({
    files: Object.entries(files).map(([fileName, content]) => ({
      fileName,
      bytes: typeof content === 'string' ? new Uint8Array(Buffer.from(content, 'latin1')) : content,
    })),
    passwords: more.passwords ?? [],
    now: NOW,
    time: NOW,
    trusted: more.trusted ?? [],
    intermediates: [],
    trustGiven: more.trustGiven ?? false,
  });
}

describe('inspectFiles', () => {
  it('decodes a chain, verifies it, and pairs the key without showing it', () => {
    const keyPem = privateKeyPem(pkcs8Of(leafKey));
    const report = inspect({ text: pem(leaf, root) + keyPem }, { trusted: [root.certificateDer] });
    expect(report.items.map(({ kind }) => kind)).toEqual(['certificate', 'certificate', 'privateKey']);
    expect(report.path).toMatchObject({ verdict: 'SUCCESS', item: 0, purpose: 'server' });
    expect(report.pairs).toEqual([[0, 2]]);
    const [first] = report.items;
    expect(first?.facts.find(({ label }) => label === 'Subject')?.value).toContain('tlsServer test');
    expect(first?.fingerprints?.sha256).toBe(leaf.fingerprintSha256);
    expect(first?.publicKey?.pin).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    expect(first?.extensions.length).toBeGreaterThan(3);
    expect(first?.tree?.nodes[0]).toMatchObject({ offset: 0, type: 'SEQUENCE' });
    expect(report.items[2]).toMatchObject({ tree: null, fingerprints: null });
    const secret = Buffer.from(pkcs8Of(leafKey)).toString('hex');
    const shown = JSON.stringify(report).toLowerCase();
    for (let at = 60; at + 32 <= secret.length && at < 120; at += 8)
      expect(shown.includes(secret.slice(at, at + 32)) && !certificateHas(secret.slice(at, at + 32))).toBe(false);
  });

  const certificateHas = (hex: string) => Buffer.from(leaf.certificateDer).toString('hex').includes(hex);

  it('says what is missing for a path, and believes given roots only when asked', () => {
    expect(inspect({ text: pem(leaf, root) }).path).toMatchObject({ verdict: 'FAILURE' });
    expect(inspect({ text: pem(leaf, root) }, { trustGiven: true }).path).toMatchObject({ verdict: 'SUCCESS' });
  });

  it('shows what a key for RSA-PSS only is bound to, and pairs it', () => {
    const { spkiDer, pkcs8Der } = pssKeyPair('sha384');
    const bound = testCertificate('tlsServer', rootKey, { key: rootKey, certificate: root }, { spkiDer });
    const report = inspect({ text: pem(bound) + privateKeyPem(pkcs8Der) });
    const keys = report.items.map(({ facts }) => facts.find(({ label }) => label === 'Key')?.value);
    const words = 'for RSA-PSS only: SHA-384, at least 48 octets of salt';
    expect(keys).toEqual([`RSA-2048 ${words}`, `RSA-PSS 2048 ${words}`]);
    expect(report.pairs).toEqual([[0, 1]]);
  });

  it('compares two of a kind fact by fact', () => {
    const other = testCertificate('tlsServer', testKey('P-256', 3), { key: rootKey, certificate: root });
    const rows = inspect({ one: pem(leaf), two: pem(other) }).comparison;
    expect(rows?.find(({ label }) => label === 'Issuer')?.values).toEqual(
      expect.arrayContaining([expect.stringContaining('rootAuthority test')]),
    );
    const different = rows?.filter(({ values: [left, right] }) => left !== right).map(({ label }) => label);
    expect(different).toContain('Public key, SHA-256');
    expect(different).not.toContain('Issuer');
    expect(inspect({ one: pem(leaf), two: 'nothing' }).comparison).toBeNull();
  });

  it('reads lists, requests, PKCS#7 and PKCS#12 of other programs', () => {
    const list = inspect({ 'crl.pem': vector('crl.pem') }).items[0];
    expect(list?.kind).toBe('crl');
    expect(list?.facts.map(({ label }) => label)).toEqual(expect.arrayContaining(['Number', 'Entries']));
    expect(inspect({ csr: vector('leaf.csr') }).items[0]?.facts[3]?.value).toContain('signature is good');
    expect(inspect({ p7: vector('openssl-pkcs7.der.b64') }).items.every(({ kind }) => kind === 'certificate')).toBe(
      true,
    );
    const locked = inspect({ p12: vector('openssl-modern.p12.b64') });
    expect(locked.items).toMatchObject([{ state: 'needs-password', tree: null }]);
    const open = inspect({ p12: vector('openssl-modern.p12.b64') }, { passwords: ['changed-2026'] });
    expect(open.items.some(({ kind }) => kind === 'privateKey')).toBe(true);
    expect(open.pairs.length).toBeGreaterThan(0);
  });

  it('shows a certificate in BER as if it were DER, with a warning', () => {
    const der = leaf.certificateDer;
    const length = ((der[2] as number) << 8) + (der[3] as number);
    const ber = new Uint8Array([0x30, 0x83, 0, length >> 8, length & 0xff, ...der.subarray(4)]);
    const [item] = inspect({ 'leaf.cer': ber }).items;
    expect(item?.kind).toBe('certificate');
    expect(item?.notes.join(' ')).toContain('BER and not DER');
    expect(item?.tree?.warnings).toEqual(['Not DER: the length is longer than it need be at offset 0.']);
  });

  it('shows no octets of a damaged key', () => {
    const broken = Uint8Array.from(pkcs8Of(leafKey));
    broken[4] = 5;
    const report = JSON.stringify(inspect({ 'broken.der': broken })).toLowerCase();
    expect(report).not.toContain(Buffer.from(broken.subarray(36, 52)).toString('hex'));
  });

  it('answers anything within its bounds', () => {
    const seeds = [
      'ca.pem',
      'crl.pem',
      'leaf.csr',
      'index.txt',
      'keytool-keystore.jks.b64',
      'openssl-clear.p12.b64',
    ].map(vector);
    const mutated = fc
      .tuple(fc.nat(seeds.length - 1), fc.array(fc.tuple(fc.nat(4_000), fc.nat(255)), { maxLength: 6 }))
      .map(([which, changes]) => {
        const copy = Uint8Array.from(seeds[which] as Uint8Array);
        for (const [at, value] of changes) copy[at % copy.length] = value;
        return copy;
      });
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 300 })), (octets) => {
        const report = inspect({ file: octets });
        expect(report.items.length).toBeLessThanOrEqual(100);
        for (const { tree } of report.items) expect(tree?.nodes.length ?? 0).toBeLessThanOrEqual(2_000);
      }),
      { numRuns: 150 },
    );
  });
});
