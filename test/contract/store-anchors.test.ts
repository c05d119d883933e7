import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditCheckpoint } from '../../lib/domain/audit-anchor.ts';
import type { Store } from '../../lib/domain/store.ts';
import { NOW, openDatabase, PROVIDERS, type TestDatabase } from './fixtures.ts';

const checkpoint = (seq: number): AuditCheckpoint => ({
  seq,
  at: NOW,
  text: `{"seq":${seq},"at":"Grüße"}`,
  signature: new Uint8Array([1, 2, 255, seq]),
});

for (const { provider, skip } of PROVIDERS)
  describe.skipIf(skip)(`what proves the end of the log on ${provider}`, () => {
    let database: TestDatabase;
    let store: Store;
    beforeAll(async () => {
      database = await openDatabase(provider);
      store = database.store;
    });
    afterAll(() => database?.release());

    it('keeps checkpoints octet for octet, each later than the one before', async () => {
      expect(await store.latestCheckpoint()).toBeNull();
      await store.transaction(async (tx) => {
        expect(await tx.insertCheckpoint(checkpoint(3))).toBe(true);
        expect(await tx.insertCheckpoint(checkpoint(9))).toBe(true);
        expect(await tx.insertCheckpoint(checkpoint(9))).toBe(false);
        expect(await tx.insertCheckpoint(checkpoint(5))).toBe(false);
      });
      const latest = await store.latestCheckpoint();
      expect({ ...latest, signature: [...(latest?.signature ?? [])] }).toEqual({
        ...checkpoint(9),
        signature: [1, 2, 255, 9],
      });
      expect((await store.checkpoints({ afterSeq: 3, upToSeq: 9 })).map(({ seq }) => seq)).toEqual([9]);
      expect((await store.checkpoints({ afterSeq: 0, upToSeq: 8 })).map(({ seq }) => seq)).toEqual([3]);
    });

    it('knows one key for them, once it is named', async () => {
      expect(await store.auditKey()).toBeNull();
      const key = {
        id: 'audit-key',
        kind: 'audit' as const,
        algorithm: 'Ed25519' as const,
        spkiDer: new Uint8Array([48, 1]) as never,
        spkiSha256: 'ab'.repeat(32),
        wrapped: new Uint8Array([7]),
        createdAt: NOW,
      };
      await store.transaction(async (tx) => {
        await tx.insertKey(key);
        await tx.nameAuditKey(key.id);
      });
      expect(await store.auditKey()).toMatchObject({ id: 'audit-key', kind: 'audit', spkiSha256: key.spkiSha256 });
      expect(await store.isAuthorityKey(key.spkiSha256)).toBe(true);
    });

    it('remembers how far each place outside has got', async () => {
      const state = { name: 'file /x', deliveredSeq: 7, checkpointSeq: 3, deliveredAt: NOW, problem: '' };
      await store.transaction((tx) => tx.recordAuditSink(state));
      await store.transaction((tx) => tx.recordAuditSink({ ...state, deliveredSeq: 9, problem: 'no room' }));
      expect(await store.auditSinks()).toEqual([{ ...state, deliveredSeq: 9, problem: 'no room' }]);
    });
  });
