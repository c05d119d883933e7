import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LabRecordJson, LabRun, LabSide } from '../../lib/domain/lab.ts';
import type { Store } from '../../lib/domain/store.ts';
import { openDatabase, PROVIDERS, secondsFromNow, type TestDatabase } from './fixtures.ts';

const side = (name: 'client' | 'server'): LabSide => ({
  side: name,
  outcome: 'accepted',
  code: null,
  stackCode: null,
  verdict: 'Grüße',
  fix: '',
  checks: [],
  alert: null,
});
const record: LabRecordJson = {
  setup: {
    serverName: 'api.lan',
    mutual: true,
    version: 'TLSv1.3',
    serverChain: ['CN=api.lan'],
    clientChain: [],
    clientTrusts: ['CN=Root'],
    serverTrusts: [],
    clientLists: 0,
    serverLists: 0,
    serverCertificateId: null,
    clientCertificateId: null,
  },
  recording: {
    transcript: { chunks: [{ from: 'client', at: 0.125, data: 'FgMBAA==' }], keylog: 'CLIENT_RANDOM 00 11\n' },
    events: [{ at: 1.5, side: 'client', kind: 'secure', text: 'done' }],
    client: side('client'),
    server: side('server'),
    ok: true,
    noticedBy: null,
    protocol: 'TLSv1.3',
    cipher: null,
    durationMilliseconds: 2.5,
  },
  measured: null,
};
const run = (id: string, change: Partial<LabRun> = {}): LabRun => ({
  id,
  groupId: id,
  kind: 'bench',
  caseId: 'mutual',
  connectionId: null,
  title: 'Mutual, all right',
  ok: true,
  protocol: 'TLSv1.3',
  verdict: 'Both proved themselves.',
  createdAt: secondsFromNow(0),
  createdBy: 'operator@example.test',
  ...change,
});

for (const { provider, skip } of PROVIDERS)
  describe.skipIf(skip)(`runs of the lab on ${provider}`, () => {
    let database: TestDatabase;
    let store: Store;
    beforeAll(async () => {
      database = await openDatabase(provider);
      store = database.store;
    });
    afterAll(() => database?.release());

    it('are kept as they were given', async () => {
      expect(await store.labRun('none')).toBeNull();
      const bare = run('a1', { protocol: null, caseId: null, ok: false, connectionId: 'c1', kind: 'connection' });
      await store.transaction((tx) => tx.insertLabRun(bare, record));
      expect(await store.labRun('a1')).toEqual({ run: bare, record });
    });

    it('are found by group in the order they were made, and by connection, newest first', async () => {
      const made = [
        run('b1', { groupId: 'g', connectionId: 'c2', createdAt: secondsFromNow(1) }),
        run('b2', { groupId: 'g', connectionId: 'c2', createdAt: secondsFromNow(2) }),
      ];
      await store.transaction(async (tx) => {
        for (const one of made) await tx.insertLabRun(one, record);
      });
      expect((await store.labRunsOfGroup('g')).map((found) => found.run.id)).toEqual(['b1', 'b2']);
      expect(await store.labRunsOfGroup('other')).toEqual([]);
      expect((await store.labRunsOfConnection('c2', 10)).map(({ id }) => id)).toEqual(['b2', 'b1']);
      expect((await store.labRunsOfConnection('c2', 1)).map(({ id }) => id)).toEqual(['b2']);
    });

    it('come in pages, newest first, each once', async () => {
      await store.transaction(async (tx) => {
        for (let index = 0; index < 7; index += 1)
          await tx.insertLabRun(run(`p${index}`, { createdAt: secondsFromNow(10 + Math.floor(index / 2)) }), record);
      });
      const seen: string[] = [];
      let before: string | null = null;
      do {
        const page: Awaited<ReturnType<Store['labRuns']>> = await store.labRuns({ limit: 3, before });
        seen.push(...page.items.map(({ id }) => id));
        before = page.next;
      } while (before !== null);
      expect(seen).toEqual(['p6', 'p5', 'p4', 'p3', 'p2', 'p1', 'p0', 'b2', 'b1', 'a1']);
      expect(Object.keys((await store.labRuns({ limit: 1, before: null })).items[0] ?? {})).not.toContain('record');
    });

    it('lose their oldest beyond those that are kept', async () => {
      expect(await store.transaction((tx) => tx.pruneLabRuns(20))).toBe(0);
      expect(await store.transaction((tx) => tx.pruneLabRuns(4))).toBe(6);
      expect((await store.labRuns({ limit: 50, before: null })).items.map(({ id }) => id)).toEqual([
        'p6',
        'p5',
        'p4',
        'p3',
      ]);
    });
  });
