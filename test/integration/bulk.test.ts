import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../lib/api/client.ts';
import { parseCertificate } from '../../lib/pki/certificate.ts';
import { decodePem } from '../../lib/pki/pem.ts';
import { makeCsr } from '../support/requests.ts';
import { removeDirectory, setUp, signedIn, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let client: ApiClient;
beforeAll(async () => {
  server = await startTestServer();
  ({ client } = await setUp(server));
});
afterAll(async () => {
  await server.stop();
  removeDirectory(server.dataDirectory);
});

interface Job {
  id: string;
  state: string;
  total: number;
  done: number;
  failed: number;
}
const job = async (id: string) => ((await client.get(`/jobs/${id}`)) as { job: Job }).job;
async function until(id: string, ended: (job: Job) => boolean): Promise<Job> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const now = await job(id);
    if (ended(now)) return now;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The job did not end within a minute.');
}
const count = async () => ((await client.get('/certificates?limit=1')) as { counts: { total: number } }).counts.total;

describe('bulk issuance', () => {
  it('maps, tries, issues each good row and reports each bad one, and hands everything out', async () => {
    const table = [
      'Host;Alternative;Type;Days;Owner;Labels;Request',
      'web-1.lan;10.1.0.1 web.lan;tlsServer;30;Web team;edge, pci;',
      'api_lan;;tlsServer;;;;',
      ';alice@example.com;tlsClient;;;;',
      'late.lan;;tlsServer;9999;;;',
      'odd.lan;;router;;;;',
      `;;tlsServer;;;;"${makeCsr({ commonName: 'by-request.lan' }).pem}"`,
    ].join('\n');
    const seen = (await client.post('/bulk-issuance/columns', { format: 'csv', content: table })) as {
      rowCount: number;
      suggestedMapping: Record<string, string>;
    };
    expect(seen.rowCount).toBe(6);
    const mapping = { ...seen.suggestedMapping, Alternative: 'names' };
    expect(mapping).toMatchObject({
      Host: 'names',
      Type: 'profile',
      Days: 'validityDays',
      Labels: 'tags',
      Request: 'csr',
    });
    const before = await count();
    const plan = (await client.post('/bulk-issuance/dry-run', { format: 'csv', content: table, mapping })) as {
      valid: number;
      refused: { row: number; problems: { field: string }[] }[];
    };
    expect(plan.valid).toBe(3);
    expect(plan.refused.map(({ row, problems }) => [row, problems[0]?.field])).toEqual([
      [2, 'names.0'],
      [4, 'validityDays'],
      [5, 'profile'],
    ]);
    await expect(client.post('/bulk-issuance', { format: 'csv', content: table, mapping })).rejects.toMatchObject({
      status: 422,
    });
    expect(await count()).toBe(before);
    expect(((await client.get('/jobs')) as { items: unknown[] }).items).toEqual([]);

    const started = (await client.post('/bulk-issuance', {
      format: 'csv',
      content: table,
      mapping,
      label: 'hosts.csv',
      skipRefused: true,
    })) as Job;
    expect(await until(started.id, ({ state }) => state === 'finished')).toMatchObject({
      total: 6,
      done: 3,
      failed: 3,
    });
    expect(await count()).toBe(before + 3);
    const tagged = (await client.get('/certificates?tag=pci')) as {
      items: { certificate: { displayName: string; owner: string } }[];
    };
    expect(tagged.items.map(({ certificate }) => [certificate.displayName, certificate.owner])).toEqual([
      ['web-1.lan', 'Web team'],
    ]);

    const refused = await client.download('GET', `/jobs/${started.id}/refused`);
    const lines = Buffer.from(refused.content).toString('utf8').trim().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toBe('Host,Alternative,Type,Days,Owner,Labels,Request,reason');
    expect(lines[1]).toContain('api_lan');

    const files = unzipSync((await client.download('POST', `/jobs/${started.id}/export`)).content);
    expect(Object.keys(files).sort()).toEqual([
      '00001-web-1.lan/web-1.lan-fullchain.pem',
      '00001-web-1.lan/web-1.lan.key',
      '00001-web-1.lan/web-1.lan.pem',
      '00003-alice-example.com/alice-example.com-fullchain.pem',
      '00003-alice-example.com/alice-example.com.key',
      '00003-alice-example.com/alice-example.com.pem',
      '00006-by-request.lan/by-request.lan-fullchain.pem',
      '00006-by-request.lan/by-request.lan.pem',
      'certificates.csv',
      'trust-anchor.pem',
    ]);
    const pem = Buffer.from(files['00001-web-1.lan/web-1.lan.pem'] as Uint8Array).toString('utf8');
    const leaf = parseCertificate((decodePem(pem, ['CERTIFICATE'])[0] as { der: Uint8Array }).der);
    expect(leaf.subjectAltName.map((name) => name.value)).toEqual(['web-1.lan', '10.1.0.1', 'web.lan']);
    const audit = (await client.get('/audit?action=certificate.key-exported')) as { items: unknown[] };
    expect(audit.items).toHaveLength(2);
  });

  it('goes on after the process was killed, with no row twice and none lost', async () => {
    const names = Array.from({ length: 1_500 }, (_, at) => `many-${at}.lan`);
    const started = (await client.post('/bulk-issuance', {
      format: 'json',
      content: JSON.stringify(names.map((name) => ({ names: name }))),
      mapping: { names: 'names' },
    })) as Job;
    await until(started.id, ({ done }) => done > 0);
    const { process: child } = server;
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    server = await startTestServer({ dataDirectory: server.dataDirectory });
    client = await signedIn(server);
    const ended = await until(started.id, ({ state }) => state === 'finished');
    expect(ended).toMatchObject({ total: 1_500, done: 1_500, failed: 0 });
    const found = new Map<string, number>();
    for (let cursor = ''; ; ) {
      const page = (await client.get(
        `/certificates?q=many-&status=valid&limit=100${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
      )) as { items: { certificate: { displayName: string } }[]; next: string | null };
      for (const { certificate } of page.items)
        found.set(certificate.displayName, (found.get(certificate.displayName) ?? 0) + 1);
      if (!page.next) break;
      cursor = page.next;
    }
    expect([...found.values()].every((times) => times === 1)).toBe(true);
    expect(found.size).toBe(1_500);
    expect(await client.get('/audit?limit=1')).toMatchObject({ verification: { state: 'verified' } });
  });

  it('is cancelled in the middle; what was issued stays', async () => {
    const started = (await client.post('/bulk-issuance', {
      format: 'json',
      content: JSON.stringify(Array.from({ length: 5_000 }, (_, at) => ({ names: `stop-${at}.lan` }))),
      mapping: { names: 'names' },
    })) as Job;
    await until(started.id, ({ done }) => done > 0);
    expect(await client.post(`/jobs/${started.id}/cancel`)).toMatchObject({ state: 'cancelled' });
    await expect(client.post(`/jobs/${started.id}/cancel`)).rejects.toMatchObject({ status: 409 });
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const stopped = await job(started.id);
    expect(stopped.done).toBeLessThan(5_000);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect((await job(started.id)).done).toBe(stopped.done);
  });
});
