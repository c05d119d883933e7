import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../lib/api/client.ts';
import { parseCertificateList } from '../../lib/pki/crl.ts';
import { OPERATOR, removeDirectory, setUp, signedIn, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let client: ApiClient;
let issuingId = '';
beforeAll(async () => {
  server = await startTestServer();
  ({ client, issuingId } = await setUp(server));
});
afterAll(async () => {
  await server.stop();
  removeDirectory(server.dataDirectory);
});

interface Job {
  id: string;
  kind: string;
  state: string;
  total: number;
  done: number;
  failed: number;
  message: string;
}
const job = async (id: string) => ((await client.get(`/jobs/${id}`)) as { job: Job }).job;
async function until(id: string, ended: (job: Job) => boolean): Promise<Job> {
  for (let attempt = 0; attempt < 900; attempt += 1) {
    const now = await job(id);
    if (ended(now)) return now;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The job did not end within a minute and a half.');
}
const issueMany = async (stem: string, count: number, tags: string) => {
  const { id } = (await client.post('/bulk-issuance', {
    format: 'json',
    content: JSON.stringify(Array.from({ length: count }, (_, at) => ({ names: `${stem}-${at}.lan`, tags }))),
    mapping: { names: 'names', tags: 'tags' },
  })) as Job;
  await until(id, ({ state }) => state === 'finished');
};
const act = (body: object, key?: string) =>
  client.post('/certificates/bulk', body, key === undefined ? undefined : { 'idempotency-key': key }) as Promise<Job>;

describe('acts on many over the API', () => {
  it('revoke all that a filter finds: password first, one list for a batch, and once after the process was killed', {
    timeout: 180_000,
  }, async () => {
    await issueMany('fleet', 2_600, 'fleet');
    const filter = { tag: 'fleet' };
    const preview = (await client.post('/certificates/bulk/preview', { act: 'revoke', selection: { filter } })) as {
      total: number;
    };
    expect(preview.total).toBe(2_600);
    const body = { act: { kind: 'revoke', reason: 'superseded' }, selection: { filter, count: 2_600 } };
    await expect(act(body)).rejects.toMatchObject({ problem: { code: 'step-up-required' } });
    await client.post('/session/step-up', { password: OPERATOR.password });
    await expect(act({ ...body, selection: { filter, count: 2_599 } })).rejects.toMatchObject({ status: 409 });
    const started = await act(body);
    expect(started).toMatchObject({ kind: 'bulk-revocation', total: 2_600 });
    await until(started.id, ({ done }) => done > 0);
    const { process: child } = server;
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    server = await startTestServer({ dataDirectory: server.dataDirectory });
    client = await signedIn(server);
    const ended = await until(started.id, ({ state }) => state === 'finished');
    expect(ended).toMatchObject({ total: 2_600, done: 2_600, failed: 0 });

    const log = { revoked: 0, lists: 0 };
    for (let before: number | null = null; ; ) {
      const page = (await client.get(`/audit?limit=100${before === null ? '' : `&before=${before}`}`)) as {
        items: { action: string }[];
        next: number | null;
      };
      for (const { action } of page.items) {
        if (action === 'certificate.revoked') log.revoked += 1;
        if (action === 'crl.published') log.lists += 1;
      }
      if (page.next === null) break;
      before = page.next;
    }
    expect(log.revoked).toBe(2_600);
    // Two of the set-up, one for each of six batches, and what a start after a crash publishes.
    expect(log.lists).toBeLessThanOrEqual(12);
    const read = async () =>
      parseCertificateList(
        new Uint8Array(await (await fetch(`${server.publicUrl}/crl/${issuingId}.crl`)).arrayBuffer()),
      ).entries.length;
    await expect.poll(read, { timeout: 40_000 }).toBe(2_600);
    expect(await client.get('/audit?limit=1')).toMatchObject({ verification: { state: 'verified' } });
  });

  it('renew, and hand out the new keys; the same request once only', { timeout: 60_000 }, async () => {
    await issueMany('again', 30, 'again');
    const body = { act: { kind: 'renew' }, selection: { filter: { q: 'again-' }, count: 30 } };
    const [first, second] = await Promise.all([act(body, 'the-same-key-1'), act(body, 'the-same-key-1')]);
    expect(second.id).toBe(first.id);
    expect(await until(first.id, ({ state }) => state === 'finished')).toMatchObject({ done: 30, failed: 0 });
    const files = Object.keys(unzipSync((await client.download('POST', `/jobs/${first.id}/export`)).content));
    expect(files.filter((name) => name.endsWith('.key'))).toHaveLength(30);
    const results = Buffer.from((await client.download('GET', `/jobs/${first.id}/results`)).content).toString('utf8');
    expect(results.trim().split('\r\n')).toHaveLength(31);
    await expect(client.post(`/jobs/${first.id}/retry`)).rejects.toMatchObject({ status: 409 });
  });

  it('refuse what they do not know, and store nothing of it', async () => {
    const before = ((await client.get('/jobs')) as { items: unknown[] }).items.length;
    const one = (
      (await client.get('/certificates?limit=1&status=valid')) as { items: { certificate: { id: string } }[] }
    ).items[0]?.certificate.id;
    for (const body of [
      { act: { kind: 'destroy' }, selection: { ids: [one] } },
      { act: { kind: 'hold' }, selection: { ids: [one], filter: {} } },
      { act: { kind: 'hold' }, selection: { filter: { page: 2 }, count: 1 } },
      { act: { kind: 'hold' }, selection: { filter: { q: 'no-such-name' }, count: 0 } },
      { act: { kind: 'revoke' }, selection: { ids: [one] } },
      { act: { kind: 'describe', addTags: ['not a tag'] }, selection: { ids: [one] } },
    ])
      await expect(act(body)).rejects.toMatchObject({ status: 422 });
    expect(((await client.get('/jobs')) as { items: unknown[] }).items).toHaveLength(before);
  });

  it('hand out public files by identifiers and by filter', async () => {
    const zip = await client.download('POST', '/certificates/export', {
      format: 'zip',
      selection: { filter: { q: 'again-1.lan' } },
    });
    const names = Object.keys(unzipSync(zip.content));
    expect(names.filter((name) => name.endsWith('-fullchain.pem'))).toHaveLength(2);
    expect(names.some((name) => name.endsWith('.key'))).toBe(false);
    const csv = await client.download('POST', '/certificates/export', {
      format: 'csv',
      selection: { filter: { q: 'again-1.lan' } },
    });
    expect(Buffer.from(csv.content).toString('utf8').trim().split('\r\n')).toHaveLength(3);
  });
});

describe('views and planned revocations over the API', () => {
  it('are kept, changed and ended', async () => {
    const view = (await client.post('/views', { name: 'Fleet', query: 'tag=fleet' })) as { id: string };
    expect(await client.get('/views')).toMatchObject({ items: [{ id: view.id, query: 'tag=fleet' }] });
    await client.patch(`/views/${view.id}`, { name: 'Whole fleet' });
    await client.delete(`/views/${view.id}`);
    expect(await client.get('/views')).toEqual({ items: [] });

    const old = (await client.post('/certificates', { profile: 'tlsServer', names: ['plan.lan'] })) as { id: string };
    const path = `/certificates/${old.id}/renew`;
    expect(await client.post(`${path}/preview`, { revokeReplacedAfterDays: 3 })).toMatchObject({ refusals: [] });
    const made = (await client.post(path, { revokeReplacedAfterDays: 3 })) as {
      plannedRevocation: { id: string; dueAt: string };
    };
    expect(await client.get('/planned-revocations')).toMatchObject({
      items: [{ id: made.plannedRevocation.id, certificateName: 'plan.lan', state: 'waiting' }],
    });
    await client.post(`/planned-revocations/${made.plannedRevocation.id}/cancel`);
    expect(await client.get('/planned-revocations')).toEqual({ items: [] });
  });
});
