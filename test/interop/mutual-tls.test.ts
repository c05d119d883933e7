import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../lib/api/client.ts';
import type { Snippet } from '../../lib/services/views.ts';
import { startNginx } from '../support/nginx.ts';
import { findProgram, run, stopProgram } from '../support/programs.ts';
import {
  freePorts,
  removeDirectory,
  setUp,
  startTestServer,
  type TestServer,
  temporaryDirectory,
} from '../support/server.ts';

/** A connection as its two receivers use it: real nginx, curl and openssl on the unpacked bundles. */
const nginx = findProgram('nginx');
const openssl = findProgram('openssl');
const curl = findProgram('curl');
if (process.env.CI && !(nginx && openssl && curl)) throw new Error('CI needs nginx, openssl and curl.');

let server: TestServer;
let client: ApiClient;
let folder: string;
beforeAll(async () => {
  folder = temporaryDirectory();
  server = await startTestServer();
  ({ client } = await setUp(server));
});
afterAll(async () => {
  await server.stop();
  removeDirectory(server.dataDirectory);
  removeDirectory(folder);
});

interface Pair {
  id: string;
  clientCertificateId: string;
  serverFolder: string;
  clientFolder: string;
  snippets: { nginx: string; curl: string };
}

async function makePair(serverNames: string[], clientName: string): Promise<Pair> {
  const made = (await client.post('/connections', { kind: 'mutual', serverNames, clientName })) as {
    id: string;
    clientCertificateId: string;
  };
  const [serverFolder, clientFolder] = [await unpack(made.id, 'server'), await unpack(made.id, 'client')];
  const { snippets } = (await client.get(`/connections/${made.id}/snippets`)) as { snippets: Snippet[] };
  const textOf = (id: string, step: string) =>
    snippets.find((one) => one.id === id)?.files.find((file) => file.step === step)?.text ?? '';
  return {
    ...made,
    serverFolder,
    clientFolder,
    snippets: { nginx: textOf('nginx', 'configuration'), curl: textOf('curl', 'try') },
  };
}

async function unpack(id: string, side: 'server' | 'client'): Promise<string> {
  const target = join(folder, `${id}-${side}-${Math.floor(performance.now())}`);
  mkdirSync(target, { recursive: true });
  const { content } = await client.download('POST', `/connections/${id}/bundles/${side}`);
  for (const [name, bytes] of Object.entries(unzipSync(content)))
    writeFileSync(join(target, name), bytes, { mode: 0o600 });
  return target;
}

describe.skipIf(!nginx || !curl)('nginx and curl', () => {
  it('accept the good client, refuse none, a stranger and a revoked one', async () => {
    const pair = await makePair(['api.lan'], 'billing');
    const stranger = await makePair(['other.lan'], 'stranger');
    const [port] = await freePorts();
    const snippet = pair.snippets.nginx;
    let site = await startNginx({
      nginx: nginx as string,
      snippet,
      bundleDirectory: pair.serverFolder,
      workDirectory: join(folder, 'nginx-1'),
      port,
    });
    const call = async (args: string, cwd = pair.clientFolder) =>
      run(
        'sh',
        [
          '-c',
          `${pair.snippets.curl.replace('https://api.lan/', `https://api.lan:${port}/`)} -sS -o - -w '%{http_code}' --noproxy '*' --resolve api.lan:${port}:127.0.0.1 ${args}`,
        ],
        { cwd },
      );
    const bare = (args: string) =>
      run(
        'sh',
        [
          '-c',
          `curl -sS -o /dev/null -w '%{http_code}' --noproxy '*' --resolve api.lan:${port}:127.0.0.1 ${args} https://api.lan:${port}/`,
        ],
        { cwd: pair.clientFolder },
      );
    try {
      expect(await call('')).toEqual({ code: 0, output: 'hello\n200' });
      expect((await bare('--cacert trust-anchor.pem')).output).toBe('400');
      expect((await bare('')).code).toBe(60);
      // Same names, another authority: a root of its own with an issuing one below.
      const root = (await client.post('/authorities', { kind: 'root', name: 'Rogue Root' })) as { id: string };
      const issuing = (await client.post('/authorities', {
        kind: 'issuing',
        name: 'Rogue Issuing',
        parentId: root.id,
      })) as { id: string };
      const rogue = (await client.post('/certificates', {
        profile: 'tlsClient',
        names: ['billing'],
        authorityId: issuing.id,
      })) as { id: string };
      for (const [name, file] of [
        ['key', await client.download('POST', `/certificates/${rogue.id}/export`, { format: 'key' })],
        ['crt', await client.download('GET', `/certificates/${rogue.id}/download?format=fullchain`)],
      ] as const)
        writeFileSync(join(pair.clientFolder, `rogue.${name}`), file.content);
      expect((await bare('--cacert trust-anchor.pem --cert rogue.crt --key rogue.key')).output).toBe('400');
      expect(
        (
          await bare(
            `--cacert trust-anchor.pem --cert ${pair.serverFolder}/api.lan-fullchain.pem --key ${pair.serverFolder}/api.lan.key`,
          )
        ).output,
      ).toBe('400');
      expect(
        (
          await bare(
            `--cacert trust-anchor.pem --cert ${stranger.clientFolder}/stranger-fullchain.pem --key ${stranger.clientFolder}/stranger.key`,
          )
        ).output,
      ).toBe('200');
    } finally {
      await stopProgram(site);
    }
    await client.post(`/certificates/${pair.clientCertificateId}/revoke`, { reason: 'keyCompromise' });
    const { authorityId } = (await client.get(`/connections/${pair.id}`)) as { authorityId: string };
    const crls = await (await fetch(`${server.publicUrl}/crl/${authorityId}-chain.pem`)).text();
    writeFileSync(join(pair.serverFolder, 'crls.pem'), crls);
    site = await startNginx({
      nginx: nginx as string,
      snippet,
      bundleDirectory: pair.serverFolder,
      workDirectory: join(folder, 'nginx-2'),
      port,
    });
    try {
      expect((await call('')).output).toMatch(/The SSL certificate error[\s\S]*400$/);
      expect(
        (
          await bare(
            `--cacert trust-anchor.pem --cert ${stranger.clientFolder}/stranger-fullchain.pem --key ${stranger.clientFolder}/stranger.key`,
          )
        ).output,
      ).toBe('200');
    } finally {
      await stopProgram(site);
    }
  });
});

describe.skipIf(!openssl)('openssl', () => {
  it('verifies both chains strictly against the CRLs of the whole path, by every purpose and name', async () => {
    const pair = await makePair(['api.lan', '10.0.0.5'], 'billing');
    const verify = (cwd: string, args: string) =>
      run(
        'sh',
        ['-c', `openssl verify -x509_strict -crl_check_all -CAfile trust-anchor.pem -CRLfile crls.pem ${args}`],
        { cwd },
      );
    expect(
      (
        await verify(
          pair.serverFolder,
          '-untrusted api.lan-chain.pem -purpose sslserver -verify_hostname api.lan api.lan.pem',
        )
      ).output,
    ).toContain('api.lan.pem: OK');
    expect(
      (
        await verify(
          pair.serverFolder,
          '-untrusted api.lan-chain.pem -purpose sslserver -verify_ip 10.0.0.5 api.lan.pem',
        )
      ).output,
    ).toContain('OK');
    expect(
      (await verify(pair.clientFolder, '-untrusted billing-chain.pem -purpose sslclient billing.pem')).output,
    ).toContain('billing.pem: OK');
    expect(
      (await verify(pair.serverFolder, '-untrusted api.lan-chain.pem -purpose sslclient api.lan.pem')).code,
    ).not.toBe(0);
    expect(
      (await verify(pair.serverFolder, '-untrusted api.lan-chain.pem -verify_hostname other.lan api.lan.pem')).code,
    ).not.toBe(0);
  });

  it.each(['-sha1', '-sha256'])('ocsp says good, then revoked (%s)', async (hash) => {
    const pair = await makePair(['ocsp.lan'], 'asker');
    const ask = () =>
      run(
        'sh',
        [
          '-c',
          `openssl ocsp ${hash} -issuer asker-chain.pem -cert asker.pem -CAfile trust-anchor.pem -verify_other asker-chain.pem -url ${server.publicUrl}/ocsp -no_nonce`,
        ],
        { cwd: pair.clientFolder },
      );
    const good = await ask();
    expect(good.output).toContain('Response verify OK');
    expect(good.output).toContain('asker.pem: good');
    await client.post(`/certificates/${pair.clientCertificateId}/revoke`, { reason: 'keyCompromise' });
    const revoked = await ask();
    expect(revoked.output).toContain('asker.pem: revoked');
    expect(revoked.output).toContain('keyCompromise');
  });

  it('reads the PKCS#12 file, the key and the CRL', async () => {
    const issued = (await client.post('/certificates', { profile: 'tlsServer', names: ['p12.lan'] })) as { id: string };
    const p12 = await client.download('POST', `/certificates/${issued.id}/export`, {
      format: 'pkcs12',
      password: 'pässwort-ünïcode',
    });
    writeFileSync(join(folder, 'a.p12'), p12.content);
    const info = await run(
      'openssl',
      ['pkcs12', '-in', 'a.p12', '-passin', 'pass:pässwort-ünïcode', '-info', '-nodes'],
      { cwd: folder },
    );
    expect(info.code, info.output).toBe(0);
    expect(info.output).toContain('PBES2, PBKDF2, AES-256-CBC, Iteration 600000, PRF hmacWithSHA256');
    expect(info.output.match(/BEGIN CERTIFICATE/g)).toHaveLength(3);
    expect(info.output).toContain('BEGIN PRIVATE KEY');
    const made = await client.download('POST', `/certificates/${issued.id}/export`, { format: 'pkcs12' });
    expect(made.headers.get('countersign-password')).toMatch(/^[\w-]{20,}$/);
  });
});
