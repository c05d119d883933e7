import { type ChildProcess, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RemoteQuestion } from '../../lib/domain/remote.ts';
import { BenchPki, identityOf } from '../../lib/lab/bench-pki.ts';
import { createRemoteProbe } from '../../lib/lab/remote-probe.ts';
import { encodePem } from '../../lib/pki/pem.ts';
import { privateKeyPem } from '../../lib/pki/pkcs8.ts';
import { createOutboundRules } from '../../lib/validation/outbound-rules.ts';
import { startCluster } from '../support/postgres-cluster.ts';
import { findProgram, run, startProgram, stopProgram } from '../support/programs.ts';
import { freePorts, removeDirectory, temporaryDirectory } from '../support/server.ts';

/** The probe against the servers that people have. */
const openssl = findProgram('openssl');
const nginx = findProgram('nginx');
const mysqld = findProgram('mysqld') ?? findProgram('mariadbd');
if (process.env.CI && !(openssl && nginx)) throw new Error('CI needs openssl and nginx.');

const NOW = new Date(Math.floor(Date.now() / 1_000) * 1_000);
const pki = new BenchPki(NOW);
const root = pki.authority('Probe Root', null);
const issuing = pki.authority('Probe Issuing', root);
const leaf = pki.leaf('probe.lan', issuing, { uses: ['serverAuth'], serverNames: ['probe.lan'] });
const client = pki.leaf('prober', issuing, { uses: ['clientAuth'] });
const probe = createRemoteProbe(
  createOutboundRules({ allow: [], deny: [], loopback: true, ports: [{ from: 1024, to: 65_535 }], ownPorts: [] }),
);
const question = (port: number, change: Partial<RemoteQuestion> = {}): RemoteQuestion => ({
  host: '127.0.0.1',
  port,
  protocol: 'tls',
  serverName: 'probe.lan',
  expectedName: 'probe.lan',
  alpn: [],
  client: null,
  trusted: [root.certificateDer],
  known: [root.certificateDer, issuing.certificateDer],
  crlsFor: async () => [],
  time: NOW,
  ...change,
});
const taken = ({ versions }: Awaited<ReturnType<typeof probe>>) =>
  versions.flatMap((one) => (one.taken ? [one.version] : []));

let folder: string;
const children: ChildProcess[] = [];
beforeAll(() => {
  folder = temporaryDirectory();
  chmodSync(folder, 0o755);
  const { privateKeyPkcs8, certificateChain } = identityOf(leaf);
  const pems = certificateChain.map((der) => encodePem('CERTIFICATE', der));
  writeFileSync(join(folder, 'full.pem'), pems.join(''));
  writeFileSync(join(folder, 'leaf.pem'), pems[0] as string);
  writeFileSync(join(folder, 'key.pem'), privateKeyPem(privateKeyPkcs8), { mode: 0o600 });
  writeFileSync(join(folder, 'root.pem'), encodePem('CERTIFICATE', root.certificateDer));
  writeFileSync(join(folder, 'issuing.pem'), encodePem('CERTIFICATE', issuing.certificateDer));
  writeFileSync(join(folder, 'issuing.key'), privateKeyPem(identityOf(issuing).privateKeyPkcs8), { mode: 0o600 });
});
afterAll(async () => {
  for (const child of children) await stopProgram(child);
  removeDirectory(folder);
});
const at = (name: string) => join(folder, name);
async function start(program: string, argumentsFor: (port: number) => readonly string[]): Promise<number> {
  const [port] = await freePorts();
  children.push(await startProgram(program, argumentsFor(port), port));
  return port;
}

describe.skipIf(!openssl)('openssl s_server', () => {
  const serve = (...more: readonly string[]) =>
    start(openssl as string, (port) => [
      ...['s_server', '-accept', String(port), '-quiet', '-key', at('key.pem'), '-cert', at('leaf.pem')],
      ...more,
    ]);
  const FULL = () => ['-cert_chain', at('full.pem')];

  it('with the full chain, and without it', async () => {
    const whole = await probe(question(await serve(...FULL())));
    expect([whole.failure, whole.recording.ok, taken(whole)]).toEqual([null, true, ['TLSv1.3', 'TLSv1.2']]);
    const alone = await probe(question(await serve()));
    expect(alone.recording.client).toMatchObject({ outcome: 'refused', code: 'missing-intermediate' });
  });

  it('that speaks TLS 1.1 only', async () => {
    const answer = await probe(question(await serve(...FULL(), '-tls1_1', '-cipher', 'DEFAULT@SECLEVEL=0')));
    expect(answer.failure).toBe('handshake');
    expect(taken(answer)).toEqual(['TLSv1.1']);
  });

  it.each(['-tls1_3', '-tls1_2'])('that demands a client certificate, %s', async (version) => {
    const port = await serve(...FULL(), version, '-Verify', '3', '-verify_return_error', '-CAfile', at('root.pem'));
    const without = await probe(question(port));
    expect(without.recording.ok).toBe(false);
    expect(without.clientCertificate).toMatchObject({ asked: true, required: true });
    expect(without.recording.server.alert).toMatchObject({ sent: true });
    const withOne = await probe(question(port, { client: identityOf(client) }));
    expect([withOne.failure, withOne.recording.ok]).toEqual([null, true]);
    const stranger = pki.leaf('stranger', pki.authority('Stranger', null), { uses: ['clientAuth'] });
    const refused = await probe(question(port, { client: identityOf(stranger) }));
    expect(refused.recording.server).toMatchObject({ outcome: 'refused', alert: { name: 'unknown_ca' } });
  });

  it('with an OCSP staple', async () => {
    const serial = (await run(openssl as string, ['x509', '-in', at('leaf.pem'), '-noout', '-serial'])).output;
    const number = /serial=([0-9A-F]+)/.exec(serial)?.[1] ?? '';
    writeFileSync(at('index.txt'), `V\t401231235959Z\t\t${number}\tunknown\t/CN=probe.lan\n`);
    const made = await run(openssl as string, [
      ...['ocsp', '-index', at('index.txt'), '-CA', at('issuing.pem'), '-rsigner', at('issuing.pem')],
      ...['-rkey', at('issuing.key'), '-issuer', at('issuing.pem'), '-cert', at('leaf.pem')],
      ...['-ndays', '1', '-respout', at('staple.der')],
    ]);
    expect(made).toMatchObject({ code: 0 });
    const answer = await probe(question(await serve(...FULL(), '-status_file', at('staple.der'))));
    expect(answer.staple?.length).toBeGreaterThan(100);
    const { judgeStaple } = await import('../../lib/services/probe-facts.ts');
    expect(judgeStaple(answer.staple as Uint8Array, answer.chain, [], new Date(NOW.getTime() + 60_000))).toMatchObject({
      ok: true,
      status: 'good',
    });
    const old = judgeStaple(answer.staple as Uint8Array, answer.chain, [], new Date(NOW.getTime() + 3 * 86_400_000));
    expect(old).toMatchObject({ ok: false, status: 'unknown', words: expect.stringMatching(/out of date/) });
    // Whatever is changed in it, it proves nothing.
    const changed = Buffer.from(answer.staple as Uint8Array);
    const serialAt = changed.indexOf(Buffer.from(number, 'hex'));
    changed[serialAt - 40] = (changed[serialAt - 40] as number) ^ 1;
    expect(judgeStaple(changed, answer.chain, [], NOW)).toMatchObject({ ok: false, status: 'unknown' });
  });
});

describe.skipIf(!nginx)('nginx', () => {
  it('by server name, with ALPN, and on a port for plain HTTP', async () => {
    const [plainPort] = await freePorts();
    const work = at('nginx');
    mkdirSync(work);
    const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `${name}_temp_path ${work}/${name};`,
    );
    const port = await start(nginx as string, (listen) => {
      writeFileSync(
        join(work, 'nginx.conf'),
        `daemon off; worker_processes 1; error_log stderr; pid ${work}/pid; events {}
         http { access_log off; ${temp.join(' ')}
           ssl_certificate_key ${at('key.pem')};
           server { listen 127.0.0.1:${listen} ssl http2 default_server; ssl_certificate ${at('leaf.pem')}; }
           server { listen 127.0.0.1:${listen} ssl http2; server_name probe.lan; ssl_certificate ${at('full.pem')}; }
           server { listen 127.0.0.1:${plainPort}; } }`,
      );
      return ['-c', join(work, 'nginx.conf'), '-p', work];
    });
    const named = await probe(question(port, { alpn: ['h2', 'http/1.1'] }));
    expect([named.failure, named.recording.ok, named.alpn, named.chain.length]).toEqual([null, true, 'h2', 2]);
    const unnamed = await probe(question(port, { serverName: null }));
    expect([unnamed.chain.length, unnamed.recording.client.code]).toEqual([1, 'missing-intermediate']);
    const plain = await probe(question(plainPort as number));
    expect(['not-tls', 'closed']).toContain(plain.failure);
    expect(JSON.stringify(plain.recording.server)).not.toContain('nginx/');
  });
});

describe('PostgreSQL', () => {
  let cluster: Awaited<ReturnType<typeof startCluster>> | null = null;
  afterAll(() => cluster?.stop());

  it('changes to TLS when it is asked, and says when that is off', async (context) => {
    try {
      cluster = await startCluster();
    } catch (error) {
      if (process.env.CI) throw error;
      context.skip();
      return;
    }
    const port = Number(new URL(cluster.adminUrl).port);
    const off = await probe(question(port, { protocol: 'postgresql' }));
    expect([off.failure, off.failureCode]).toEqual(['no-starttls', 'it answers N: TLS is off there']);
    // A key of root may be read by the group of the server.
    const group = Number(spawnSync('id', ['-g', 'nobody'], { encoding: 'utf8' }).stdout);
    if (process.getuid?.() === 0) {
      chownSync(at('key.pem'), 0, group);
      chmodSync(at('key.pem'), 0o640);
    }
    const admin = new Client({ connectionString: cluster.adminUrl });
    await admin.connect();
    for (const [name, value] of [
      ['ssl_cert_file', at('full.pem')],
      ['ssl_key_file', at('key.pem')],
      ['ssl', 'on'],
    ])
      await admin.query(`ALTER SYSTEM SET ${name} = '${value}'`);
    await admin.query('SELECT pg_reload_conf()');
    await admin.end();
    let on = await probe(question(port, { protocol: 'postgresql' }));
    for (let tries = 0; on.failure !== null && tries < 20; tries += 1) {
      await new Promise((done) => setTimeout(done, 100));
      on = await probe(question(port, { protocol: 'postgresql' }));
    }
    expect([on.failure, on.recording.ok, on.chain.length]).toEqual([null, true, 2]);
    // PostgreSQL takes TLS at once only in newer versions and with its own ALPN.
    expect((await probe(question(port))).recording.ok).toBe(false);
  });
});

describe.skipIf(!mysqld)('MySQL or MariaDB', () => {
  it('changes to TLS when it is asked', async () => {
    const data = at('mysql');
    const account = process.getuid?.() === 0 ? ['--user=root'] : [];
    mkdirSync(data);
    const isMaria = /MariaDB/i.test((await run(mysqld as string, ['--version'])).output);
    const init = isMaria
      ? await run(findProgram('mysql_install_db') ?? 'mariadb-install-db', [
          `--datadir=${data}`,
          '--auth-root-authentication-method=normal',
          ...account,
        ])
      : await run(mysqld as string, ['--initialize-insecure', `--datadir=${data}`, ...account], { timeout: 110_000 });
    expect(init.code).toBe(0);
    const port = await start(mysqld as string, (listen) => [
      ...[
        '--no-defaults',
        `--datadir=${data}`,
        `--port=${listen}`,
        '--bind-address=127.0.0.1',
        `--socket=${data}/s`,
        ...account,
      ],
      ...[`--ssl-cert=${at('full.pem')}`, `--ssl-key=${at('key.pem')}`, `--pid-file=${data}/pid`],
    ]);
    const answer = await probe(question(port, { protocol: 'mysql' }));
    expect([answer.failure, answer.recording.ok]).toEqual([null, true]);
  });
});
