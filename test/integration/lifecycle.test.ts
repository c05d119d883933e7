import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  freePorts,
  OPERATOR,
  removeDirectory,
  runToExit,
  SETUP_TOKEN,
  setUp,
  signedIn,
  startTestServer,
  temporaryDirectory,
} from '../support/server.ts';

const directories: string[] = [];
const scratch = () => {
  const path = temporaryDirectory();
  directories.push(path);
  return path;
};
afterAll(() => directories.forEach(removeDirectory));

describe('starting and stopping', () => {
  it('answers health, prints the setup token once, ends cleanly on SIGTERM and keeps its state', async () => {
    const dataDirectory = scratch();
    const first = await startTestServer({ dataDirectory });
    expect(await (await fetch(`${first.adminUrl}/healthz`)).text()).toBe('ok\n');
    expect((await fetch(`${first.adminUrl}/readyz`)).status).toBe(200);
    expect(first.output()).toContain(SETUP_TOKEN);
    await setUp(first);
    expect(await first.stop()).toBe(0);

    const second = await startTestServer({ dataDirectory });
    expect(second.output()).not.toContain('Setup token');
    const client = await signedIn(second);
    const { items } = (await client.get('/authorities')) as {
      items: { authority: { name: string }; children: unknown[] }[];
    };
    expect(items.map((node) => node.authority.name)).toEqual(['Test Org Root']);
    await expect(
      second.client().post('/setup', { setupToken: SETUP_TOKEN, operator: OPERATOR, organisation: 'Again' }),
    ).rejects.toMatchObject({ status: 404 });
    expect(await second.stop()).toBe(0);
  });

  it('makes a fresh token when none is configured, and keeps files to itself', async () => {
    const dataDirectory = scratch();
    const server = await startTestServer({ dataDirectory, env: { COUNTERSIGN_SETUP_TOKEN: '' } });
    const token = /Setup token: +(\S+)/.exec(server.output())?.[1] ?? '';
    expect(token).toMatch(/^[\w-]{22}$/);
    await setUp(server, { setupToken: token });
    for (const name of readdirSync(dataDirectory))
      expect(statSync(join(dataDirectory, name)).mode & 0o077, name).toBe(0);
    expect(await server.stop()).toBe(0);
  });

  it('writes no secret into its output', async () => {
    const server = await startTestServer({ env: { LOG_LEVEL: 'debug', COUNTERSIGN_SETUP_TOKEN: '' } });
    const token = /Setup token: +(\S+)/.exec(server.output())?.[1] ?? '';
    const before = server.output().length;
    await setUp(server, { setupToken: token });
    await expect(
      server.client().post('/session', { email: OPERATOR.email, password: 'a wrong canary password' }),
    ).rejects.toMatchObject({ status: 401 });
    await server.stop();
    const logged = server.output().slice(before);
    const keyFile = readFileSync(join(server.dataDirectory, 'key-encryption.key'), 'utf8').trim();
    const session = readFileSync(join(server.dataDirectory, 'session.key'), 'utf8').trim();
    for (const secret of [OPERATOR.password, 'a wrong canary password', token, keyFile, session])
      expect(logged).not.toContain(secret);
    directories.push(server.dataDirectory);
  });
});

describe('a start that must be refused says why and leaves with a code', () => {
  it.each([
    ['COUNTERSIGN_ADMIN_PORT', 'eighty', /COUNTERSIGN_ADMIN_PORT: "eighty" is not a port/],
    ['COUNTERSIGN_HOST', 'example.com', /COUNTERSIGN_HOST: "example.com" is not an IP address/],
    ['COUNTERSIGN_HOST', '0.0.0.0', /COUNTERSIGN_HOST: "0.0.0.0" is not a loopback address/],
    ['COUNTERSIGN_PUBLIC_URL', 'https://pki.example', /COUNTERSIGN_PUBLIC_URL: .* is not plain HTTP/],
    ['DATABASE_URL', 'mysql://root:secret-word@db/x', /DATABASE_URL: the value is neither/],
    ['COUNTERSIGN_KEY_SOURCE', 'tpm', /COUNTERSIGN_KEY_SOURCE: "tpm" is not a key source/],
    ['COUNTERSIGN_SETUP_TOKEN', 'short', /COUNTERSIGN_SETUP_TOKEN: the token has 5 characters/],
    ['LOG_LEVEL', 'loud', /LOG_LEVEL: "loud" is not a log level/],
  ])('%s=%s', async (name, value, words) => {
    const { code, output } = await runToExit({ dataDirectory: scratch(), env: { [name]: value } });
    expect(code).toBe(1);
    expect(output).toMatch(words);
    expect(output).not.toContain('secret-word');
  });

  it.each([
    [0, 'COUNTERSIGN_ADMIN_PORT'],
    [1, 'COUNTERSIGN_PUBLIC_PORT'],
  ])('a port in use (%i)', async (which, variable) => {
    const ports = await freePorts();
    const other = createServer().listen(ports[which], '127.0.0.1');
    const { code, output } = await runToExit({ dataDirectory: scratch(), ports });
    other.close();
    expect(code).toBe(1);
    expect(output).toContain('already listens');
    expect(output).toContain(variable);
  });

  it('a data directory that cannot be written', async () => {
    const path = join(scratch(), 'a-file');
    writeFileSync(path, '');
    const { code, output } = await runToExit({ dataDirectory: join(path, 'below') });
    expect(code).toBe(1);
    expect(output).toContain('cannot be written');
    expect(output).toContain('COUNTERSIGN_DATA');
  });

  it('a second instance on the same SQLite file', async () => {
    const dataDirectory = scratch();
    const first = await startTestServer({ dataDirectory });
    const { code, output } = await runToExit({ dataDirectory });
    expect(code).toBe(1);
    expect(output).toContain(String(first.process.pid));
    expect((await fetch(`${first.adminUrl}/healthz`)).ok).toBe(true);
    expect(await first.stop()).toBe(0);
  });

  it('a database from a newer version', async () => {
    const dataDirectory = scratch();
    const server = await startTestServer({ dataDirectory });
    await server.stop();
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(join(dataDirectory, 'countersign.db'));
    database.exec(
      "INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count) VALUES ('x', 'y', '29990101000000_future', 1, 1, 1)",
    );
    database.close();
    const { code, output } = await runToExit({ dataDirectory });
    expect(code).toBe(1);
    expect(output).toMatch(/newer/i);
  });

  it('a key file that others may read', async () => {
    const dataDirectory = scratch();
    const server = await startTestServer({ dataDirectory });
    await setUp(server);
    await server.stop();
    mkdirSync(dataDirectory, { recursive: true });
    chmodSync(join(dataDirectory, 'key-encryption.key'), 0o644);
    const { code, output } = await runToExit({ dataDirectory });
    expect(code).toBe(1);
    expect(output).toContain('chmod 600');
  });
});

describe('keys sealed by a passphrase', () => {
  it('start sealed: reading works, signing is refused, unsealing opens them', async () => {
    const dataDirectory = scratch();
    const passphrase = 'six quite unrelated words here';
    const first = await startTestServer({ dataDirectory, env: { COUNTERSIGN_KEY_SOURCE: 'passphrase' } });
    const { rootId, issuingId } = await setUp(first, { keyProtection: { mode: 'passphrase', passphrase } });
    await first.stop();
    const second = await startTestServer({ dataDirectory });
    expect(second.output()).toContain('sealed');
    expect((await fetch(`${second.adminUrl}/readyz`)).status).toBe(503);
    expect((await fetch(`${second.publicUrl}/crl/${rootId}.crl`)).status).toBe(200);
    const client = await signedIn(second);
    await expect(client.post('/certificates', { profile: 'tlsServer', names: ['a.lan'] })).rejects.toMatchObject({
      status: 503,
      problem: { code: 'sealed' },
    });
    await expect(client.post('/seal/unseal', { passphrase: 'not the passphrase' })).rejects.toMatchObject({
      status: 422,
    });
    await client.post('/seal/unseal', { passphrase });
    await client.post('/certificates', { profile: 'tlsServer', names: ['a.lan'], authorityId: issuingId });
    await second.stop();
  });
});
