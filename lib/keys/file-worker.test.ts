import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Log } from '../domain/ports.ts';
import { PkiError } from '../pki/types.ts';
import { createFileWork } from './file-worker-client.ts';

const log: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const entryFile = resolve(import.meta.dirname, '../../bin/file-worker.ts');
const vectors = resolve(import.meta.dirname, '../../test/vectors/import');
const NOW = new Date('2026-11-24T12:00:00Z');
const read = (name: string) => ({
  fileName: name,
  bytes: name.endsWith('.b64')
    ? new Uint8Array(Buffer.from(readFileSync(join(vectors, name), 'utf8'), 'base64'))
    : new Uint8Array(readFileSync(join(vectors, name))),
});
const question = (names: readonly string[], passwords: readonly string[] = []) => ({
  files: names.map(read),
  passwords,
  now: NOW,
});

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'file-worker-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A process of another make in place of the real one: `source` runs when the task is there. */
function otherWorker(name: string, source: string) {
  const file = join(directory, `${name}.mjs`);
  writeFileSync(
    file,
    `import { existsSync, writeFileSync } from 'node:fs';
    process.once('message', (task) => { ${source} });
    process.send({ step: 'ready' });`,
  );
  return createFileWork({ entryFile: file, log, deadline: () => 20_000 });
}

describe('the file worker', () => {
  it('reads files in a process and hands keys out only where they are taken over', async () => {
    const work = createFileWork({ entryFile, log });
    const report = await work.recognise(question(['ca.pem', 'ca.key', 'index.txt', 'crl.pem']));
    expect(report.items.map(({ kind }) => kind)).toEqual(['certificate', 'privateKey', 'opensslIndex', 'crl']);
    expect(report.authorities).toHaveLength(1);
    expect(report.authorities[0]).toMatchObject({ key: 1, opensslIndex: 2, crls: [3] });
    expect(JSON.stringify(report)).not.toContain('pkcs8');
    const material = await work.importMaterial(question(['ca.pem', 'ca.key']));
    expect(material.keys.get(1)?.pkcs8Der[0]).toBe(0x30);
    expect(material.certificates.get(0)?.profile).toBe('rootAuthority');
  });

  it('keeps a refusal as it is', async () => {
    const work = createFileWork({ entryFile, log });
    const many = Array.from({ length: 1_001 }, (_, at) => ({ fileName: `${at}`, bytes: new Uint8Array(1) }));
    const refusal = await work
      .recognise({ files: many, passwords: [], now: NOW })
      .then(() => null)
      .catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(PkiError);
    expect((refusal as PkiError).code).toBe('too-large');
  });

  it('ends what takes too long, and goes on', async () => {
    const work = createFileWork({
      entryFile,
      log,
      deadline: (task) => (task.kind === 'recognise' && task.input.passwords.length > 0 ? 1 : 10_000),
    });
    await expect(work.recognise(question(['gnutls.p12.b64'], ['wrong', 'changed-2026']))).rejects.toMatchObject({
      code: 'validation-failed',
      message: expect.stringContaining('could not be read within'),
    });
    expect((await work.recognise(question(['ca.pem']))).items).toHaveLength(1);
  });

  it.each([
    ['throws', 'throw new TypeError("a defect");'],
    ['exits', 'process.exit(3);'],
    ['is killed', 'process.kill(process.pid, "SIGKILL");'],
    ['fills its memory', 'const all = []; for (;;) all.push(new Array(100_000).fill({ }));'],
  ])('refuses cleanly when the process %s', async (name, source) => {
    await expect(otherWorker(name.replaceAll(' ', '-'), source).recognise(question(['ca.pem']))).rejects.toMatchObject({
      name: 'CountersignError',
      code: 'validation-failed',
    });
  });

  it('sees nothing of the environment and writes no file', async () => {
    const target = join(directory, 'written.txt');
    const work = otherWorker(
      'environment',
      `let refused = ''; try { writeFileSync(${JSON.stringify(target)}, 'x'); } catch (error) { refused = error.code; }
      process.send({ step: 'done', answer: { names: Object.keys(process.env).sort(), refused } });`,
    );
    expect(await work.recognise(question(['ca.pem']))).toEqual({
      names: ['NODE_ENV'],
      refused: 'ERR_ACCESS_DENIED',
    });
    expect(existsSync(target)).toBe(false);
  });

  it('lets two run at a time and refuses a flood', async () => {
    const work = otherWorker('slow', "setTimeout(() => process.send({ step: 'done', answer: 'done' }), 100);");
    const calls = Array.from({ length: 30 }, () => work.recognise(question(['ca.pem'])));
    const results = await Promise.allSettled(calls);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(22);
    expect(results.find((one) => one.status === 'rejected')).toMatchObject({ reason: { code: 'rate-limited' } });
  });
});
