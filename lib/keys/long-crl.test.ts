import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CrlPiece, ListInPieces, StoredKey } from '../domain/entities.ts';
import type { Log } from '../domain/ports.ts';
import { encodeTbsCertList, type TbsCertListFields } from '../pki/crl.ts';
import { type CrlEntry, encodeEntries } from '../pki/crl-entries.ts';
import { tbsCertListAround } from '../pki/crl-parts.ts';
import { generalizedTime, integer, sequence, utcTime } from '../pki/der-writer.ts';
import { encodeName } from '../pki/distinguished-name.ts';
import { OID } from '../pki/oids.ts';
import { PROFILES } from '../pki/profiles.ts';
import { readSubjectPublicKeyInfo } from '../pki/public-key.ts';
import { serialNumberFromEntropy } from '../pki/serial-number.ts';
import { signatureAlgorithmFor, verifySignature } from '../pki/signature-algorithm.ts';
import { assembleCertificate, encodeExtension, encodeTbsCertificate } from '../pki/tbs-certificate.ts';
import type { CertificateDer, KeyAlgorithm, SerialNumber, SignatureScheme } from '../pki/types.ts';
import { HeldPieces, MOST_HELD_OCTETS } from './held-pieces.ts';
import { PieceChannel } from './piece-channel.ts';
import { type SignerHandle, startSigner } from './signer-client.ts';

const quiet: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const NOW = new Date('2026-06-01T12:00:00Z');
const days = (count: number) => new Date(NOW.getTime() + count * 86_400_000);
const entry = (number: number, change: Partial<CrlEntry> = {}): CrlEntry => ({
  serialNumber: `4f${number.toString(16).padStart(30, '0')}` as SerialNumber,
  revocationDate: NOW,
  reason: 'superseded',
  ...change,
});
const pieceOf = (octets: Uint8Array): CrlPiece => ({ name: createHash('sha256').update(octets).digest('hex'), octets });
const piece = (...entries: readonly CrlEntry[]) =>
  pieceOf(new Uint8Array(Buffer.concat(encodeEntries(entries, true).chunks)));
const lengthOf = (pieces: readonly CrlPiece[]) => pieces.reduce((sum, { octets }) => sum + octets.length, 0);
const whole = ({ head, pieces, tail }: ListInPieces) =>
  new Uint8Array(Buffer.concat([head, ...pieces.map(({ octets }) => octets), tail]));

let directory = '';
let signer: SignerHandle;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'signer-'));
  const entryFile = resolve(import.meta.dirname, '../../bin/signer.ts');
  signer = startSigner({ entryFile, keyFilePath: join(directory, 'kek.key'), log: quiet });
  await signer.initialise({ instanceId: 'test-instance', mode: 'key-file', passphrase: null });
});
afterAll(async () => {
  await signer.close();
  rmSync(directory, { recursive: true, force: true });
});

interface Issuer {
  readonly key: StoredKey;
  readonly certificateDer: CertificateDer;
  readonly signatureScheme: SignatureScheme;
  readonly algorithm: Uint8Array;
}

async function makeIssuer(keyAlgorithm: KeyAlgorithm = 'P-256', signatureScheme: SignatureScheme = 'pkcs1') {
  const id = `key-${keyAlgorithm}-${signatureScheme}`;
  const made = await signer.generateKey({ keyId: id, kind: 'authority', algorithm: keyAlgorithm });
  const { spkiDer, spkiSha256, keyId } = readSubjectPublicKeyInfo(made.spkiDer);
  const key: StoredKey = {
    id,
    kind: 'authority',
    algorithm: keyAlgorithm,
    spkiDer,
    spkiSha256,
    wrapped: made.wrapped,
    createdAt: NOW,
  };
  const algorithm = signatureAlgorithmFor(keyAlgorithm, signatureScheme).algorithmIdentifierDer;
  const tbsDer = encodeTbsCertificate({
    serialNumber: serialNumberFromEntropy(new Uint8Array(16).fill(7)),
    issuer: encodeName([{ type: 'CN', value: 'Root' }]),
    subject: [{ type: 'CN', value: 'Root' }],
    notBefore: NOW,
    notAfter: days(1000),
    spkiDer,
    signatureAlgorithm: algorithm,
    subjectKeyIdentifier: keyId,
    authorityKeyIdentifier: keyId,
    basicConstraints: { cA: true, pathLenConstraint: null },
    keyUsage: PROFILES.rootAuthority.keyUsage(keyAlgorithm),
    extKeyUsage: [],
    subjectAltName: [],
    ocspUrls: [],
    caIssuersUrls: [],
    crlUrls: [],
    ocspNoCheck: false,
  });
  const signature = await signer.signCertificate({ key, signatureScheme, tbsDer, issuerChain: [] });
  return { key, certificateDer: assembleCertificate(tbsDer, algorithm, signature), signatureScheme, algorithm };
}

type Fields = Omit<TbsCertListFields, 'entries'>;
const fieldsOf = ({ key, algorithm }: Issuer, change: Partial<Fields> = {}): Fields => ({
  issuer: encodeName([{ type: 'CN', value: 'Root' }]),
  signatureAlgorithm: algorithm,
  thisUpdate: NOW,
  nextUpdate: days(7),
  crlNumber: 7n,
  authorityKeyIdentifier: readSubjectPublicKeyInfo(key.spkiDer).keyId,
  ...change,
});
const listOf = (issuer: Issuer, pieces: readonly CrlPiece[], change: Partial<Fields> = {}): ListInPieces => ({
  ...tbsCertListAround(fieldsOf(issuer, change), lengthOf(pieces)),
  pieces,
});
const sign = ({ key, signatureScheme, certificateDer }: Issuer, tbs: ListInPieces) =>
  signer.signLongCrl({ key, signatureScheme, tbs, issuerChain: [certificateDer] });
const isGood = ({ key, algorithm }: Issuer, tbs: ListInPieces, signature: Uint8Array) =>
  verifySignature({ spkiDer: key.spkiDer, algorithmIdentifierDer: algorithm, data: whole(tbs), signature });

const ONE = piece(entry(1), entry(2), entry(3));
const TWO = piece(entry(4), entry(5, { invalidityDate: days(-9) }));
const THREE = piece(entry(6));

describe('a list in pieces', () => {
  it.each([
    ['P-256', 'pkcs1'],
    ['P-521', 'pkcs1'],
    ['RSA-2048', 'pkcs1'],
    ['RSA-2048', 'pss'],
    ['Ed25519', 'pkcs1'],
    ['ML-DSA-44', 'pkcs1'],
  ] as const)('is signed as the list in one, with %s (%s)', async (algorithm, scheme) => {
    const issuer = await makeIssuer(algorithm, scheme);
    const tbs = listOf(issuer, [ONE, TWO]);
    expect(isGood(issuer, tbs, await sign(issuer, tbs))).toBe(true);
    // The order is that of the call, not that of the arrival.
    const turned = listOf(issuer, [THREE, TWO, ONE]);
    await signer.offerCrlPieces([ONE, THREE]);
    expect(isGood(issuer, turned, await sign(issuer, turned))).toBe(true);
    expect(isGood(issuer, tbs, await sign(issuer, turned))).toBe(false);
  });

  it('is signed again after the signer was killed, which has forgotten all pieces', async () => {
    const issuer = await makeIssuer();
    const tbs = listOf(issuer, [ONE, TWO]);
    await sign(issuer, tbs);
    const before = signer.processId() as number;
    process.kill(before, 'SIGKILL');
    await expect.poll(() => signer.processId() ?? before, { timeout: 15_000 }).not.toBe(before);
    expect(isGood(issuer, tbs, await sign(issuer, tbs))).toBe(true);
  });

  it('of many megabytes is signed', async () => {
    const issuer = await makeIssuer();
    const pieces = Array.from({ length: 12 }, (_, at) =>
      piece(...Array.from({ length: 20_000 }, (__, number) => entry(at * 20_000 + number))),
    );
    const tbs = listOf(issuer, pieces);
    expect(whole(tbs).length).toBeGreaterThan(10_000_000);
    expect(isGood(issuer, tbs, await sign(issuer, tbs))).toBe(true);
  });

  it('is refused when a piece is not whole entries, or says what entries here do not say', async () => {
    const issuer = await makeIssuer();
    const raw = (...parts: readonly Uint8Array[]) => pieceOf(new Uint8Array(Buffer.concat(parts)));
    const [first, second] = [ONE.octets.subarray(0, 70), ONE.octets.subarray(70)];
    const extended = (oid: string, critical: boolean, value: Uint8Array) =>
      raw(sequence(integer(9), utcTime(NOW), sequence(encodeExtension(oid, critical, value))));
    const bad: readonly (readonly CrlPiece[])[] = [
      // Together whole, each by itself not.
      [raw(first), raw(second)],
      [raw(ONE.octets.subarray(0, -1)), TWO],
      [raw(ONE.octets, Uint8Array.of(0)), TWO],
      [raw(sequence(ONE.octets)), TWO],
      [raw(integer(1)), TWO],
      [raw(sequence(integer(1))), TWO],
      [raw(sequence(integer(1), utcTime(NOW), integer(1))), TWO],
      // Entries for another issuer. RFC 5280 §5.3.3
      [extended(OID.certificateIssuer, true, sequence()), TWO],
      [extended(OID.reasonCode, true, Uint8Array.of(10, 1, 1)), TWO],
      [extended(OID.reasonCode, false, Uint8Array.of(10, 1, 7)), TWO],
    ];
    for (const [at, pieces] of bad.entries())
      await expect(sign(issuer, listOf(issuer, pieces)), String(at)).rejects.toThrow(/refused/);
    // Such pieces are not held under their names either.
    expect(isGood(issuer, listOf(issuer, [TWO]), await sign(issuer, listOf(issuer, [TWO])))).toBe(true);
    // In one call, which is what short lists take, the same entries are refused.
    const tbsDer = encodeTbsCertList({ ...fieldsOf(issuer), entries: [entry(1)] });
    const call = { key: issuer.key, signatureScheme: issuer.signatureScheme, issuerChain: [issuer.certificateDer] };
    await expect(signer.signCrl({ ...call, tbsDer })).resolves.toBeInstanceOf(Uint8Array);
    for (const pieces of [bad[7], bad[8], bad[9]] as (readonly CrlPiece[])[])
      await expect(signer.signCrl({ ...call, tbsDer: whole(listOf(issuer, pieces)) as never })).rejects.toThrow();
    const late = raw(sequence(integer(9), generalizedTime(new Date(Date.UTC(2050, 1)))));
    expect(isGood(issuer, listOf(issuer, [late]), await sign(issuer, listOf(issuer, [late])))).toBe(true);
  });

  it('is refused when a piece is named twice, was never sent, or none is named', async () => {
    const issuer = await makeIssuer();
    await expect(sign(issuer, listOf(issuer, [ONE, ONE]))).rejects.toThrow(/named twice/);
    await expect(sign(issuer, { ...listOf(issuer, [ONE]), pieces: [] })).rejects.toThrow(/has entries/);
    // The name of other octets: what comes is held under its own name.
    const never = { ...TWO, name: createHash('sha256').update('never sent').digest('hex') };
    await expect(sign(issuer, listOf(issuer, [ONE, never]))).rejects.toThrow(/did not keep all pieces/);
    const other = { octets: THREE.octets, name: TWO.name };
    const lied = listOf(issuer, [ONE, other]);
    // Held under this name are the octets of TWO, and they do not fit what stands around.
    await signer.offerCrlPieces([TWO]);
    await expect(sign(issuer, lied)).rejects.toThrow(/refused/);
  });

  it('is refused when what stands around the pieces is not around them', async () => {
    const issuer = await makeIssuer();
    const pieces = [ONE, TWO];
    const { head, tail } = listOf(issuer, pieces);
    const join = (...parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
    const bad: readonly ListInPieces[] = [
      { head, tail, pieces: [ONE, THREE] },
      { head, tail, pieces: [ONE] },
      { head: join(head, Uint8Array.of(0)), tail, pieces },
      { head, tail: join(tail, Uint8Array.of(5, 0)), pieces },
      { head, tail: new Uint8Array(), pieces },
      { head: join(head, tail), tail: new Uint8Array(), pieces },
      { head: head.subarray(0, -4), tail: join(head.subarray(-4), tail), pieces },
      // A list within a list: a whole one in front of the pieces.
      { head: join(whole({ head, tail, pieces }), head), tail, pieces },
    ];
    for (const [at, one] of bad.entries()) await expect(sign(issuer, one), String(at)).rejects.toThrow(/refused/);
  });

  it('is refused where the list in one is refused', async () => {
    const issuer = await makeIssuer();
    const other = await makeIssuer('P-384');
    const removing = piece(entry(1, { reason: 'removeFromCRL' }));
    const point = (change: object) => ({
      issuingDistributionPoint: {
        fullNameUrls: ['http://a.lan/'],
        onlyContainsUserCerts: false,
        onlyContainsCACerts: false,
        ...change,
      },
    });
    const bad: readonly (readonly [ListInPieces, Issuer, RegExp])[] = [
      [listOf(issuer, [ONE], { issuer: encodeName([{ type: 'CN', value: 'Else' }]) }), issuer, /another issuer/],
      [listOf(issuer, [ONE], { nextUpdate: NOW }), issuer, /ends before it begins/],
      [listOf(issuer, [ONE], { signatureAlgorithm: other.algorithm }), issuer, /algorithm/],
      [listOf(issuer, [ONE]), { ...issuer, certificateDer: other.certificateDer }, /another key/],
      [listOf(issuer, [ONE]), { ...issuer, key: { ...issuer.key, kind: 'endEntity' } }, /only an authority key/],
      [listOf(issuer, [ONE, removing]), issuer, /removes an entry/],
      [indirect(listOf(issuer, [ONE], point({ onlyContainsUserCerts: true }))), issuer, /for other issuers/],
    ];
    for (const [tbs, by, reason] of bad) {
      await expect(sign(by, tbs), String(reason)).rejects.toThrow(reason);
      const call = { key: by.key, signatureScheme: by.signatureScheme, issuerChain: [by.certificateDer] };
      await expect(signer.signCrl({ ...call, tbsDer: whole(tbs) as never }), String(reason)).rejects.toThrow(reason);
    }
    for (const good of [listOf(issuer, [removing], { baseCrlNumber: 3n }), listOf(issuer, [ONE], point({}))])
      expect(isGood(issuer, good, await sign(issuer, good))).toBe(true);
  });
});

/** onlyContainsUserCerts [1] TRUE becomes indirectCRL [4] TRUE, which no writer here makes. RFC 5280 §5.2.5 */
function indirect(tbs: ListInPieces): ListInPieces {
  const at = Buffer.from(tbs.tail).lastIndexOf(Buffer.from([0x81, 1, 0xff]));
  const tail = tbs.tail.slice();
  tail[at] = 0x84;
  return { ...tbs, tail };
}

describe('the channel of pieces', () => {
  const open = () => {
    const [down, up] = [new PassThrough(), new PassThrough()];
    let now = 0;
    const held = new HeldPieces(() => now);
    const end = (input: PassThrough, output: PassThrough) =>
      Object.assign(input, { write: output.write.bind(output) }) as unknown as PassThrough;
    const inner = new PassThrough();
    down.on('data', (chunk) => inner.push(chunk));
    held.serve(end(inner, up));
    const answers: Buffer[] = [];
    up.on('data', (chunk: Buffer) => answers.push(chunk));
    return { down, inner, held, answers, wait: (milliseconds: number) => (now += milliseconds) };
  };
  const frame = (octets: Uint8Array) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(octets.length);
    return Buffer.concat([length, octets]);
  };
  const settle = () => new Promise((done) => setTimeout(done, 20));

  it('puts pieces together whatever the parts are that come', async () => {
    const { down, held, answers } = open();
    const sent = Buffer.concat([frame(ONE.octets), frame(Uint8Array.of(1)), frame(TWO.octets)]);
    for (const octet of sent) down.write(Uint8Array.of(octet));
    await settle();
    const said = Buffer.concat(answers);
    expect([said.length, said[0], said[33], said[66]]).toEqual([99, 0, 1, 0]);
    expect(said.subarray(67).toString('hex')).toBe(TWO.name);
    expect(Buffer.from(held.get(ONE.name)?.octets ?? []).equals(ONE.octets)).toBe(true);
    expect(held.get(TWO.name)?.removes).toBe(false);
  });

  it.each([0, 2 * 1_048_576 + 1, 0xffffffff])('ends at a length of %d', async (length) => {
    const { down, inner, answers } = open();
    const header = Buffer.alloc(4);
    header.writeUInt32BE(length);
    down.write(Buffer.concat([header, frame(ONE.octets)]));
    await settle();
    expect(inner.destroyed).toBe(true);
    expect(answers).toEqual([]);
  });

  it('holds no more than its bound, the last used ones, and nothing that is idle', async () => {
    const { down, held, wait } = open();
    const large = (number: number) => piece(...Array.from({ length: 20_000 }, (_, at) => entry(number * 100_000 + at)));
    const pieces: CrlPiece[] = [ONE];
    down.write(frame(ONE.octets));
    for (let at = 0; lengthOf(pieces) <= MOST_HELD_OCTETS + 1_048_576; at += 1) {
      const next = large(at);
      pieces.push(next);
      down.write(frame(next.octets));
      await new Promise((done) => setImmediate(done));
      held.get(ONE.name);
    }
    await settle();
    expect(held.get(ONE.name)).toBeDefined();
    expect(held.get((pieces[1] as CrlPiece).name)).toBeUndefined();
    const rest = pieces.filter(({ name }) => held.get(name) !== undefined);
    expect(lengthOf(rest)).toBeLessThanOrEqual(MOST_HELD_OCTETS);
    wait(3_000_000);
    held.get(ONE.name);
    wait(3_000_000);
    held.dropIdle();
    expect(pieces.filter(({ name }) => held.get(name) !== undefined)).toEqual([ONE]);
  });

  it('fails what was on its way when the other side is gone', async () => {
    const stream = new PassThrough();
    stream.write = (() => true) as never;
    const channel = new PieceChannel(stream);
    const lost = expect(channel.send(ONE.octets)).rejects.toThrow(/gone/);
    stream.destroy();
    await lost;
    await expect(channel.send(TWO.octets)).rejects.toThrow(/gone/);
  });
});
