import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../lib/api/client.ts';
import { removeDirectory, setUp, startTestServer, type TestServer } from '../support/server.ts';

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

interface Run {
  readonly id: string;
  readonly ok: boolean;
  readonly protocol: string | null;
  readonly verdict: string;
}

describe('the lab over the API', () => {
  it('runs every case it lists, in every version, with the verdict it announces', async () => {
    const { items } = (await client.get('/lab/cases')) as {
      items: {
        id: string;
        versions: string[];
        expects: { noticedBy: 'client' | 'server' | null; code: string | null };
      }[];
    };
    expect(items.length).toBeGreaterThanOrEqual(29);
    for (const { id, versions, expects } of items) {
      const { runs } = (await client.post('/lab/runs', { kind: 'bench', case: id })) as { runs: Run[] };
      expect(runs).toHaveLength(versions.length);
      for (const run of runs) {
        const { shown } = (await client.get(`/lab/runs/${run.id}`)) as {
          shown: { noticedBy: string | null } & Record<'client' | 'server', { code: string | null }>;
        };
        expect([id, run.protocol, run.ok, shown.noticedBy]).toEqual([
          id,
          run.protocol,
          expects.noticedBy === null,
          expects.noticedBy,
        ]);
        if (expects.noticedBy !== null) expect(shown[expects.noticedBy].code).toBe(expects.code);
      }
    }
  });

  it('lists runs in pages, newest first, and hands out capture and key log', async () => {
    const first = (await client.get('/lab/runs?limit=3')) as { items: Run[]; next: string };
    expect(first.items).toHaveLength(3);
    const second = (await client.get(`/lab/runs?limit=3&cursor=${encodeURIComponent(first.next)}`)) as { items: Run[] };
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(6);
    const id = first.items[0]?.id ?? '';
    const capture = await client.download('GET', `/lab/runs/${id}/capture.pcapng`);
    expect(Buffer.from(capture.content).readUInt32LE(0)).toBe(0x0a0d0d0a);
    const keylog = await client.download('GET', `/lab/runs/${id}/keylog.txt`);
    expect(Buffer.from(keylog.content).toString()).toMatch(/^[A-Z0-9_]+ [0-9a-f]{64} [0-9a-f]+$/m);
  });

  it('refuses what it does not know, and everyone who is not signed in', async () => {
    await expect(client.post('/lab/runs', { kind: 'bench', case: 'nonsense' })).rejects.toMatchObject({ status: 404 });
    for (const body of [
      { kind: 'remote', host: 'example.test' },
      { kind: 'bench', case: 'mutual', versions: ['TLSv1.1'] },
      { kind: 'post-quantum', more: 1 },
    ])
      await expect(client.post('/lab/runs', body)).rejects.toMatchObject({ status: 422 });
    await expect(client.get('/lab/runs/none')).rejects.toMatchObject({ status: 404 });
    for (const path of ['/lab/runs', '/lab/cases', '/lab/runs/x/capture.pcapng'])
      expect((await fetch(`${server.adminUrl}/api/v1${path}`)).status).toBe(401);
  });

  it('keeps no private key in its database', async () => {
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(`${server.dataDirectory}/countersign.db`, { readOnly: true });
    const rows = database.prepare('SELECT "record" FROM "LabRun"').all() as { record: string }[];
    database.close();
    expect(rows.length).toBeGreaterThan(50);
    // Every PKCS#8 of an EC key begins so, and so does its base64.
    for (const { record } of rows) expect(record).not.toMatch(/PRIVATE KEY|MIGHAgEAMBMGByqGSM49|3081870201003013/);
  });
});
