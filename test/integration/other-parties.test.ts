import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../lib/api/client.ts';
import { makeCsr } from '../support/requests.ts';
import { freePorts, removeDirectory, setUp, startTestServer, type TestServer } from '../support/server.ts';

/** Connections that are renewed and handed over, and requests of others, on the built server. */
let server: TestServer;
let client: ApiClient;
let ids: { rootId: string; issuingId: string };
beforeAll(async () => {
  server = await startTestServer({ env: { LOG_LEVEL: 'debug' } });
  ({ client, ...ids } = await setUp(server));
});
afterAll(async () => {
  await server.stop();
  removeDirectory(server.dataDirectory);
});

interface Connection {
  readonly id: string;
  readonly name: string;
  readonly serverCertificateId: string;
  readonly clientCertificateId: string;
}
let pairs = 0;
const pair = async () => {
  pairs += 1;
  return (await client.post('/connections', {
    kind: 'mutual',
    serverNames: [`api-${pairs}.lan`],
    clientName: `worker-${pairs}`,
  })) as Connection;
};
const statusOf = (work: Promise<unknown>) =>
  work.then(
    () => 200,
    (error: { status?: number }) => error.status,
  );

describe('a connection', () => {
  it('is renewed on both sides in one act, and a repeat with the same key gives the first answer', async () => {
    const made = await pair();
    const preview = (await client.get(`/connections/${made.id}/renewal`)) as {
      sides: { side: string; next: object }[];
    };
    expect(preview.sides.map(({ side, next }) => [side, next !== null])).toEqual([
      ['server', true],
      ['client', true],
    ]);
    const renew = () => client.post(`/connections/${made.id}/renew`, {}, { 'idempotency-key': 'renew-once' });
    const [first, second] = [(await renew()) as Connection, (await renew()) as Connection];
    expect(second).toEqual(first);
    expect(first.serverCertificateId).not.toBe(made.serverCertificateId);
    expect(first.clientCertificateId).not.toBe(made.clientCertificateId);
    const test = (await client.post(`/connections/${made.id}/test`)) as { runs: { ok: boolean }[] };
    expect(test.runs.every(({ ok }) => ok)).toBe(true);
  });

  it('is found by state and name, renamed, and deleted without its certificates', async () => {
    const made = await pair();
    await client.post(`/certificates/${made.clientCertificateId}/revoke`, { reason: 'superseded' });
    const list = async (query: string) =>
      ((await client.get(`/connections?${query}`)) as { items: { connection: Connection }[] }).items.map(
        ({ connection }) => connection.id,
      );
    expect(await list('state=broken')).toEqual([made.id]);
    expect(await list(`q=worker-${pairs}`)).toEqual([made.id]);
    expect(await statusOf(client.get('/connections?state=nonsense'))).toBe(422);
    await client.patch(`/connections/${made.id}`, { name: 'Ledger to API' });
    expect(await list('q=ledger')).toEqual([made.id]);
    await client.delete(`/connections/${made.id}`);
    expect(await statusOf(client.get(`/connections/${made.id}`))).toBe(404);
    expect(await statusOf(client.get(`/certificates/${made.serverCertificateId}`))).toBe(200);
  });
});

describe('a hand-over link', () => {
  it('is collected on the public listener by one of many, and leaves no trace of its secrets', async () => {
    const made = await pair();
    const link = (await client.post(`/connections/${made.id}/handovers`, { side: 'client', withKey: true })) as {
      url: string;
      passphrase: string;
      handover: { id: string; file: { sha256: string } };
    };
    expect(link.url.startsWith(`${server.publicUrl}/handover/`)).toBe(true);
    const page = await fetch(link.url);
    expect([page.status, page.headers.get('x-content-type-options')]).toEqual([200, 'nosniff']);
    expect(await page.text()).toContain('method="post"');
    expect((await fetch(link.url, { method: 'HEAD' })).status).toBe(200);
    const collect = () =>
      fetch(link.url, { method: 'POST', body: new URLSearchParams({ code: link.passphrase.slice(0, 5) }) });
    const answers = await Promise.all(Array.from({ length: 5 }, collect));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410, 410, 410, 410]);
    const got = new Uint8Array(await (answers.find(({ status }) => status === 200) as Response).arrayBuffer());
    expect(createHash('sha256').update(got).digest('hex')).toBe(link.handover.file.sha256);
    const files = unzipSync(got);
    const [sealed, leaf] = ['-encrypted.key', '.pem'].map((end) => files[`worker-${pairs}${end}`] as Uint8Array);
    const key = createPrivateKey({ key: Buffer.from(sealed as Uint8Array), passphrase: link.passphrase });
    expect(new X509Certificate(Buffer.from(leaf as Uint8Array)).checkPrivateKey(key)).toBe(true);
    const token = new URL(link.url).pathname.split('/').at(-1) as string;
    const view = JSON.stringify(await client.get(`/connections/${made.id}`));
    const audit = JSON.stringify(await client.get('/audit?limit=100'));
    for (const secret of [token, link.passphrase, link.passphrase.slice(0, 11)])
      for (const place of [server.output(), view, audit]) expect(place).not.toContain(secret);
    expect(server.output()).toContain('/handover/…');
    expect(audit).toContain('connection.collected');
  });

  it('is refused by other methods, withdrawn at once, and never answers on the admin listener', async () => {
    const made = await pair();
    const link = (await client.post(`/connections/${made.id}/handovers`, { side: 'server' })) as {
      url: string;
      handover: { id: string };
    };
    for (const method of ['PUT', 'DELETE', 'PATCH']) expect((await fetch(link.url, { method })).status).toBe(405);
    expect((await fetch(`${server.publicUrl}/trust`, { method: 'POST', body: 'x' })).status).toBe(405);
    expect((await fetch(`${link.url}/trust-anchor.pem`)).status).toBe(200);
    const path = new URL(link.url).pathname;
    expect((await fetch(`${server.adminUrl}${path}`, { redirect: 'manual' })).status).not.toBe(200);
    await client.delete(`/connections/${made.id}/handovers/${link.handover.id}`);
    for (const address of [link.url, `${link.url}/trust-anchor.pem`]) expect((await fetch(address)).status).toBe(410);
    const stranger = server.client();
    expect(await statusOf(stranger.post(`/connections/${made.id}/handovers`, { side: 'server' }))).toBe(401);
  });

  it('survives a restart, and what was collected stays collected', async () => {
    const made = await pair();
    const link = async (side: string) =>
      (await client.post(`/connections/${made.id}/handovers`, { side, withKey: true })) as {
        url: string;
        passphrase: string;
      };
    const [taken, open] = [await link('client'), await link('server')];
    const collect = ({ url, passphrase }: { url: string; passphrase: string }) =>
      fetch(url, { method: 'POST', body: new URLSearchParams({ code: passphrase.slice(0, 5) }) }).then(
        ({ status }) => status,
      );
    expect(await collect(taken)).toBe(200);
    const { dataDirectory } = server;
    const [adminPort, publicPort] = [server.adminUrl, server.publicUrl].map((url) => Number(new URL(url).port));
    const [enrolPort] = await freePorts();
    await server.stop();
    server = await startTestServer({ dataDirectory, ports: [adminPort as number, publicPort as number, enrolPort] });
    client = server.client();
    await client.post('/session', { email: 'operator@example.test', password: 'correct horse battery staple' });
    expect([await collect(taken), await collect(open)]).toEqual([410, 200]);
  });
});

describe('a request of others', () => {
  it('is kept, looked at and approved once; another is rejected', async () => {
    const submit = (name: string) =>
      client.post('/requests', {
        csr: makeCsr({ commonName: name, names: [{ type: 'dns', value: name as never }] }).pem,
        note: 'From the team next door',
      }) as Promise<{ id: string; state: string }>;
    const [good, bad] = [await submit('good.lan'), await submit('bad.lan')];
    expect(((await client.get('/requests')) as { waiting: number }).waiting).toBe(2);
    const view = (await client.get(`/requests/${good.id}`)) as { csr: { refusals: object[] } };
    expect(view.csr.refusals).toEqual([]);
    const made = (await client.post(`/requests/${good.id}/approve`, { validityDays: 20 })) as { id: string };
    expect(await statusOf(client.post(`/requests/${good.id}/approve`, {}))).toBe(409);
    expect(((await client.get(`/certificates/${made.id}`)) as { keyHeld: boolean }).keyHeld).toBe(false);
    expect(await statusOf(client.post(`/requests/${bad.id}/reject`, { reason: ' ' }))).toBe(422);
    const outcome = await client.post('/requests/reject', { ids: [bad.id, good.id], reason: 'Unknown host' });
    expect(outcome).toMatchObject({ rejected: [bad.id], left: [{ id: good.id }] });
    expect(((await client.get('/requests')) as { waiting: number }).waiting).toBe(0);
    expect(await statusOf(client.post('/requests', { csr: 'nonsense' }))).toBe(422);
    expect(await statusOf(client.get('/requests/nothing'))).toBe(404);
  });
});

describe('an authority', () => {
  it('has a plan for its rollover, and its published addresses are fetched', async () => {
    const plan = (await client.get(`/authorities/${ids.issuingId}/rollover?distributionDays=30`)) as {
      distributionDays: number;
      steps: { id: string }[];
    };
    expect([plan.distributionDays, plan.steps[0]?.id]).toEqual([30, 'create']);
    expect(await statusOf(client.get(`/authorities/${ids.issuingId}/rollover?distributionDays=x`))).toBe(422);
    await client.patch(`/authorities/${ids.issuingId}`, { settings: { distributionDays: 21 } });
    expect(await client.get(`/authorities/${ids.issuingId}/rollover`)).toMatchObject({ distributionDays: 21 });
    const found = (await client.post(`/authorities/${ids.issuingId}/publishing/test`)) as { verdict: string }[];
    expect(found.length).toBeGreaterThan(3);
    expect(found.map(({ verdict }) => verdict)).toEqual(found.map(() => 'ok'));
  });
});
