import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditSink, AuditSinkState } from '../domain/audit-anchor.ts';
import { createAuthority } from '../services/create-authority.ts';
import { deliverAudit } from '../services/deliver-audit.ts';
import { exportAudit } from '../services/export-audit.ts';
import { getAnchors, sinkItems } from '../services/get-anchors.ts';
import { readAuditVerification } from '../services/list-audit.ts';
import { newKey } from '../services/new-key.ts';
import { saveView } from '../services/saved-views.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { signCheckpoint } from '../services/sign-checkpoint.ts';
import { createAuditSinks } from './audit-sinks.ts';
import { OPERATOR, startTestContext, type TestContext } from './context.test-support.ts';

const run = promisify(execFile);
const VERIFIER = resolve(import.meta.dirname, '../../public/verify-audit-log.mjs');
let test: TestContext;
let folder: string;
let minutes = 0;
let context: ServiceContext;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-anchors-'));
  test = await startTestContext();
  const clock = { now: () => new Date(Date.now() + minutes * 60_000) };
  context = {
    ...test.context,
    clock,
    auditSinks: createAuditSinks({ auditFile: join(folder, 'log.jsonl'), auditSyslog: null }),
  };
});
afterAll(async () => {
  await test.close();
  rmSync(folder, { recursive: true, force: true });
});

let views = 0;
function act(): Promise<unknown> {
  views += 1;
  return saveView(context, OPERATOR, { name: `view ${views}`, query: 'q=x' });
}
async function exported(): Promise<string> {
  let text = '';
  for await (const part of exportAudit(context, OPERATOR).parts) text += part;
  return text;
}
async function verify(...args: string[]): Promise<{ code: number; output: string }> {
  try {
    const { stdout } = await run(process.execPath, [VERIFIER, ...args]);
    return { code: 0, output: stdout };
  } catch (error) {
    const { code, stderr } = error as { code: number; stderr: string };
    return { code, output: stderr };
  }
}

describe('checkpoints of the log', () => {
  it('are signed when something happened, and when it concerns an authority at once', async () => {
    expect(await signCheckpoint(context)).toBe(0);
    await act();
    expect(await signCheckpoint(context)).toBe(1);
    expect(await signCheckpoint(context)).toBe(0);
    await act();
    expect(await signCheckpoint(context)).toBe(0);
    minutes = 11;
    expect(await signCheckpoint(context)).toBe(1);
    await createAuthority(context, OPERATOR, { kind: 'root', name: 'Root' });
    expect(await signCheckpoint(context)).toBe(1);
    const { lastCheckpoint } = await getAnchors(context, OPERATOR);
    expect(lastCheckpoint?.seq).toBe((await context.store.auditHead()).seq);
  });

  it('are made by the signer for the log only: no other key, nothing that goes back, no other text', async () => {
    const key = await context.store.auditKey();
    if (!key) throw new Error('There is no key.');
    const checkpoint = { at: '2026-11-30T12:00:00.000Z', headHash: '0'.repeat(64), previous: '0'.repeat(64), seq: 1 };
    await expect(context.signer.signCheckpoint({ key, checkpoint })).rejects.toMatchObject({ code: 'internal' });
    const later = { ...checkpoint, seq: 9_999 };
    await expect(context.signer.signCheckpoint({ key, checkpoint: { ...later, headHash: '"' } })).rejects.toMatchObject(
      { code: 'internal' },
    );
    const wrong = await newKey(context, 'authority', 'Ed25519');
    await expect(context.signer.signCheckpoint({ key: wrong, checkpoint: later })).rejects.toMatchObject({
      code: 'internal',
    });
    await expect(context.signer.exportEndEntityKey({ key })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(
      context.signer.signCertificate({
        key,
        signatureScheme: 'pkcs1',
        tbsDer: new Uint8Array([48, 0]) as never,
        issuerChain: [],
      }),
    ).rejects.toBeInstanceOf(Error);
  });
});

describe('an export', () => {
  it('is verified by a program that has nothing but the file, and a changed one is not', async () => {
    const file = join(folder, 'export.jsonl');
    const text = await exported();
    writeFileSync(file, text);
    const key = (await context.store.auditKey())?.spkiSha256 ?? '';
    const good = await verify('--key', key, file);
    expect(good).toMatchObject({ code: 0, output: expect.stringContaining('Signed up to #') });
    expect((await verify('--key', '0'.repeat(64), file)).code).toBe(1);
    writeFileSync(file, text.replace('view 1', 'view X'));
    expect(await verify(file)).toMatchObject({
      code: 1,
      output: expect.stringMatching(/BROKEN: entry #\d+ was changed/),
    });
    writeFileSync(file, text.split('\n').slice(0, -6).join('\n'));
    const older = join(folder, 'older.jsonl');
    writeFileSync(older, text);
    expect(await verify('--older', older, file)).toMatchObject({
      code: 1,
      output: expect.stringContaining('is missing'),
    });
    expect((await verify()).code).toBe(2);
    expect((await verify(join(folder, 'nothing'))).code).toBe(2);
  });

  it('holds the very key that the page shows', async () => {
    const header = JSON.parse((await exported()).split('\n')[0] as string) as { key: string };
    const sha256 = createHash('sha256').update(Buffer.from(header.key, 'base64')).digest('hex');
    expect((await getAnchors(context, OPERATOR)).keySha256).toBe(sha256);
  });
});

describe('places outside', () => {
  it('a file gets every entry and checkpoint once, in order, and verifies by itself', async () => {
    expect((await getAnchors(context, OPERATOR)).unanchoredSince).not.toBeNull();
    expect(await deliverAudit(context)).toBe((await context.store.auditHead()).seq);
    expect(await deliverAudit(context)).toBe(0);
    await act();
    await act();
    minutes = 30;
    await signCheckpoint(context);
    expect(await deliverAudit(context)).toBe(2);
    await act();
    minutes = 60;
    await signCheckpoint(context);
    await deliverAudit(context);
    const file = join(folder, 'log.jsonl');
    expect(await verify(file)).toMatchObject({ code: 0 });
    expect(readFileSync(file, 'utf8').match(/"type":"checkpoint"/g)?.length).toBe(
      (await context.store.checkpoints({ afterSeq: 0, upToSeq: 1_000_000 })).length,
    );
    expect((await getAnchors(context, OPERATOR)).unanchoredSince).toBeNull();
  });

  it('that fail are shown and tried again, and hold up nobody', async () => {
    let fails = true;
    const kept: string[] = [];
    const sink: AuditSink = {
      name: 'a place that fails',
      deliver: async (lines) => {
        if (fails) throw new Error('no room there');
        kept.push(...lines.map(({ json }) => json));
      },
    };
    const two = { ...context, auditSinks: [sink, ...context.auditSinks] };
    await act();
    expect(await deliverAudit(two)).toBe(1);
    expect(await sinkItems(two)).toMatchObject([{ detail: 'a place that fails: no room there', severity: 'error' }]);
    fails = false;
    await deliverAudit(two);
    expect(kept.filter((line) => line.startsWith('{"type":"entry"'))).toHaveLength(
      (await context.store.auditHead()).seq,
    );
    expect(await sinkItems(two)).toEqual([]);
  });

  it('a file that was begun before the first checkpoint, failed at first, and got lines twice after a crash still verifies', async () => {
    const early = await startTestContext();
    const file = join(folder, 'early.jsonl');
    const [sink] = createAuditSinks({ auditFile: file, auditSyslog: null });
    if (!sink) throw new Error('There is no place.');
    let fails = true;
    const failing = (): AuditSink => ({
      name: sink.name,
      deliver: async (lines) => {
        if (fails) throw new Error('no room there');
        await sink.deliver(lines);
      },
    });
    /** As a process that has just begun. */
    const process = () => ({ ...early.context, auditSinks: [failing()] });
    await saveView(early.context, OPERATOR, { name: 'one', query: 'q=x' });
    await deliverAudit(process());
    fails = false;
    const first = process();
    await deliverAudit(first);
    await signCheckpoint(early.context);
    await deliverAudit(first);
    expect(await verify(file)).toMatchObject({ code: 0, output: expect.stringContaining('Signed up to #') });

    // Delivered, and killed before that was recorded.
    const [before] = await early.context.store.auditSinks();
    await saveView(early.context, OPERATOR, { name: 'two', query: 'q=x' });
    await saveView(early.context, OPERATOR, { name: 'three', query: 'q=x' });
    await deliverAudit(first);
    await early.context.store.transaction((tx) =>
      tx.recordAuditSink({ ...(before as AuditSinkState), checkpointSeq: 0 }),
    );
    await deliverAudit(process());
    const text = readFileSync(file, 'utf8');
    expect(text.match(/three/g)?.length).toBe(2);
    expect(await verify(file)).toMatchObject({ code: 0 });
    // What comes again has to be the same.
    const at = text.lastIndexOf('three');
    writeFileSync(file, `${text.slice(0, at)}thrEE${text.slice(at + 5)}`);
    expect(await verify(file)).toMatchObject({ code: 1 });
    await early.close();
  });

  it('a syslog gets RFC 5424 messages, over UDP and over TCP with their length', async () => {
    const got: string[] = [];
    const udp = createSocket('udp4').on('message', (message) => got.push(message.toString('utf8')));
    await new Promise<void>((done) => udp.bind(0, '127.0.0.1', done));
    let stream = '';
    const tcp = createServer((socket) => socket.setEncoding('utf8').on('data', (text) => (stream += text)));
    await new Promise<void>((done) => tcp.listen(0, '127.0.0.1', done));
    const at = new Date('2026-11-30T12:00:00.000Z');
    const lines = [
      { at, json: '{"type":"entry","entry":"ü"}' },
      { at, json: '{"type":"checkpoint"}' },
    ];
    for (const [transport, port] of [
      ['udp', udp.address().port],
      ['tcp', (tcp.address() as { port: number }).port],
    ] as const) {
      const [sink] = createAuditSinks({ auditFile: null, auditSyslog: { transport, host: '127.0.0.1', port } });
      await sink?.deliver(lines);
    }
    for (let waited = 0; waited < 5_000 && got.length < 2; waited += 20)
      await new Promise((done) => setTimeout(done, 20));
    expect(got[0]).toMatch(
      /^<109>1 2026-11-30T12:00:00\.000Z \S+ countersign \d+ audit - \{"type":"entry","entry":"ü"\}$/,
    );
    const [, length, rest] = /^(\d+) (.*)$/s.exec(stream) ?? [];
    expect(
      Buffer.from(rest ?? '')
        .subarray(0, Number(length))
        .toString(),
    ).toMatch(/"entry":"ü"\}$/);
    udp.close();
    tcp.close();
    const [refused] = createAuditSinks({
      auditFile: null,
      auditSyslog: { transport: 'tcp', host: '127.0.0.1', port: 1 },
    });
    await expect(refused?.deliver(lines)).rejects.toBeInstanceOf(Error);
  });
});

describe('the verdict on the page', () => {
  it('recomputes what is new, and everything when it is asked to', async () => {
    const first = await readAuditVerification(context, OPERATOR, { whole: true });
    expect(first).toMatchObject({ state: 'verified', checkedFrom: 1 });
    await act();
    const next = await readAuditVerification(context, OPERATOR);
    const seq = (await context.store.auditHead()).seq;
    expect(next).toMatchObject({ state: 'verified', upToSeq: seq, checkedFrom: seq });
    minutes += 25 * 60;
    expect(await readAuditVerification(context, OPERATOR)).toMatchObject({ checkedFrom: 1 });
  });
});
