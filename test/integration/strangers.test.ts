import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../lib/api/client.ts';
import { OPERATOR, removeDirectory, setUp, startTestServer, type TestServer } from '../support/server.ts';

/** Probes, proofs, the watch and explanations over the API of a built server. */
let server: TestServer;
let client: ApiClient;
let issuingId: string;
beforeAll(async () => {
  server = await startTestServer();
  ({ client, issuingId } = await setUp(server));
});
afterAll(async () => {
  await server.stop();
  removeDirectory(server.dataDirectory);
});

describe('probes', () => {
  it('never go to this machine by default, whatever is listening: its own pages neither', async () => {
    const words = new Set<string>();
    for (const url of [server.adminUrl, server.publicUrl, 'http://127.0.0.1:5432']) {
      const { hostname: host, port } = new URL(url);
      const { id } = (await client.post('/lab/runs', {
        kind: 'remote',
        host,
        port: Number(port),
        protocol: 'tls',
      })) as { id: string };
      const { shown } = (await client.get(`/lab/runs/${id}`)) as {
        shown: { server: { verdict: string }; remote: { failure: { code: string }; connections: number } };
      };
      expect(shown.remote).toMatchObject({ failure: { code: 'address' }, connections: 0 });
      words.add(shown.server.verdict);
    }
    expect(words.size).toBe(1);
  });

  it('refuse bodies of another shape', async () => {
    const good = { kind: 'remote', host: 'a.lan', port: 443, protocol: 'tls' };
    for (const change of [
      { port: 0 },
      { port: 70_000 },
      { protocol: 'ssh' },
      { alpn: ['with space'] },
      { host: '' },
      { more: 1 },
    ])
      await expect(client.post('/lab/runs', { ...good, ...change })).rejects.toMatchObject({ status: 422 });
  });
});

describe('a proof', () => {
  it('goes over the public listener, before and after', async () => {
    const { id } = (await client.post('/certificates', { profile: 'tlsServer', names: ['seen.lan'] })) as {
      id: string;
    };
    expect(await client.get(`/certificates/${id}/proof`)).toEqual({ proof: null });
    await client.post('/session/step-up', { password: OPERATOR.password });
    await client.post(`/certificates/${id}/revoke`, { reason: 'superseded' });
    const { record } = (await client.post(`/certificates/${id}/proof`, {})) as {
      record: { agrees: boolean; handshake: { refused: boolean }; sources: { url: string; maxAgeSeconds: number }[] };
    };
    expect(record).toMatchObject({ agrees: true, expected: 'revoked', handshake: { refused: true } });
    expect(record.sources.every(({ url }) => url.startsWith(server.publicUrl))).toBe(true);
    expect(record.sources[0]?.maxAgeSeconds).toBeGreaterThan(0);
    expect((await client.get(`/certificates/${id}/proof`)) as object).toMatchObject({ proof: { record } });
    await expect(client.post('/certificates/none/proof', {})).rejects.toMatchObject({ status: 404 });
  });
});

it('the watch is there, and an error is explained and not kept', async () => {
  expect(await client.get(`/authorities/${issuingId}/watch`)).toMatchObject({ everyMinutes: 15 });
  const found = (await client.post('/lab/explain', { text: 'x509: certificate signed by unknown authority' })) as {
    causes: { id: string }[];
  };
  expect(found.causes.map(({ id }) => id)).toEqual(['untrusted-root', 'missing-intermediate']);
  await expect(client.post('/lab/explain', { text: '-----BEGIN PRIVATE KEY-----' })).rejects.toMatchObject({
    status: 422,
  });
  expect(server.output()).not.toContain('signed by unknown authority');
});

it('nobody who is not signed in gets any of it', async () => {
  for (const [method, path] of [
    ['POST', '/lab/runs'],
    ['POST', '/lab/explain'],
    ['POST', '/certificates/x/proof'],
    ['GET', '/certificates/x/proof'],
    ['GET', `/authorities/${issuingId}/watch`],
  ] as const)
    expect(
      (
        await fetch(`${server.adminUrl}/api/v1${path}`, {
          method,
          headers: { origin: server.adminUrl, 'content-type': 'application/json' },
          ...(method === 'POST' ? { body: '{}' } : {}),
        })
      ).status,
    ).toBe(401);
});
