import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../lib/domain/entities.ts';
import type { IdempotencyRecord, Store } from '../../lib/domain/store.ts';
import {
  authority,
  createAuthority,
  intent,
  issue,
  key,
  NOW,
  openDatabase,
  PROVIDERS,
  secondsFromNow,
  type TestDatabase,
} from './fixtures.ts';

for (const { provider, skip } of PROVIDERS)
  describe.skipIf(skip)(`transactions on ${provider}`, () => {
    let database: TestDatabase;
    let store: Store;
    beforeAll(async () => {
      database = await openDatabase(provider);
      store = database.store;
      await createAuthority(store);
    });
    afterAll(() => database?.release());

    it('keeps the audit chain contiguous under 40 parallel transactions', async () => {
      expect(await store.auditHead()).toEqual({ seq: 0, hash: '0'.repeat(64) });
      await Promise.all(
        Array.from({ length: 40 }, (_, at) =>
          store.transaction(async (tx) => {
            // Read, then write: a lost update would give two entries one number.
            await tx.auditHead();
            await tx.appendAudit(entry(`actor-${at % 3}`, `object-${at}`), seal);
            if (at % 4 === 0) await Promise.all([1, 2].map(() => tx.appendAudit(entry('pair', `object-${at}`), seal)));
          }),
        ),
      );
      const chain = await store.auditRange({ afterSeq: 0, limit: 100 });
      expect(chain.map(({ seq }) => seq)).toEqual(Array.from({ length: 60 }, (_, at) => at + 1));
      let previous = '0'.repeat(64);
      for (const { hash, ...rest } of chain) {
        expect(rest.previousHash).toBe(previous);
        expect(seal(rest)).toBe(hash);
        previous = hash;
      }
      expect(await store.auditHead()).toEqual({ seq: 60, hash: previous });
      expect(chain[0]?.details).toEqual({ z: 'last first', a: 'ü "quoted" \\ \n', '': '' });
      expect(Object.keys(chain[0]!.details)).toEqual(['z', 'a', '']);
    });

    it('pages the audit newest first, with filters', async () => {
      const first = await store.auditPage({ limit: 25, beforeSeq: null });
      expect(first.items.map(({ seq }) => seq)).toEqual(Array.from({ length: 25 }, (_, at) => 60 - at));
      expect(first.next).toBe(36);
      const second = await store.auditPage({ limit: 50, beforeSeq: first.next });
      expect(second.items.map(({ seq }) => seq)).toEqual(Array.from({ length: 35 }, (_, at) => 35 - at));
      expect(second.next).toBeNull();
      const pairs = await store.auditPage({ limit: 50, beforeSeq: null, actor: 'pair', action: 'crl.published' });
      expect(pairs.items).toHaveLength(20);
      const one = await store.auditPage({ limit: 50, beforeSeq: null, objectId: 'object-1' });
      expect(one.items.map(({ objectId }) => objectId)).toEqual(['object-1']);
      expect((await store.auditPage({ limit: 5, beforeSeq: null, action: 'none' })).items).toEqual([]);
      expect((await store.auditRange({ afterSeq: 58, limit: 10 })).map(({ seq }) => seq)).toEqual([59, 60]);
    });

    it('leaves nothing behind when the work fails', async () => {
      const before = await store.auditHead();
      const failure = new Error('the work failed');
      const attempt = store.transaction(async (tx) => {
        await tx.insertKey(key('key-gone'));
        await tx.insertAuthority(authority('gone'));
        await tx.insertCertificateIntent(intent('gone', { issuerId: 'gone' }));
        await tx.appendAudit(entry('a', 'gone'), seal);
        await tx.nextCrlNumber('ca');
        await tx.claimIdempotency(record('a', 'gone'));
        expect(await tx.certificate('gone')).not.toBeNull();
        throw failure;
      });
      await expect(attempt).rejects.toBe(failure);
      expect(await store.authority('gone')).toBeNull();
      expect(await store.certificate('gone')).toBeNull();
      expect(await store.auditHead()).toEqual(before);
      expect(await store.idempotent('a', 'gone')).toBeNull();
      expect(await store.transaction((tx) => tx.nextCrlNumber('ca'))).toBe(1n);
    });

    it('does not acknowledge a transaction in which a failed statement was swallowed', async () => {
      const attempt = store.transaction(async (tx) => {
        await tx.insertKey(key('key-swallowed'));
        await tx.insertCertificateIntent(intent('orphan', { issuerId: 'no such authority' })).catch(() => {});
      });
      await expect(attempt).rejects.toMatchObject({ code: expect.stringMatching(/^P20/) });
      expect(await store.key('key-swallowed')).toBeNull();
    });

    it('does not acknowledge a transaction in which a call was not awaited', async () => {
      const attempt = store.transaction(async (tx) => {
        void tx.insertKey(key('key-floating')).catch(() => {});
      });
      await expect(attempt).rejects.toThrow(/not awaited/);
      expect(await store.key('key-floating')).toBeNull();
    });

    it('lets those that wait together share a commit, and undoes the failed ones alone', async () => {
      await store.changeMark();
      const [before, head] = [BigInt(await store.changeMark()), await store.auditHead()];
      const answers = await Promise.allSettled(
        Array.from({ length: 24 }, (_, at) =>
          store.transaction(async (tx) => {
            await tx.appendAudit(entry('together', `${at}`), seal);
            await tx.insertKey(key(`key-together-${at}`));
            if (at % 5 === 1) throw new Error(`no ${at}`);
            // A failed statement that the work swallowed, which on PostgreSQL spoils all that follows it.
            if (at % 5 === 2) await tx.insertKey(key(`key-together-${at}`)).catch(() => {});
            if (at % 5 === 3) void tx.nextCrlNumber('ca').catch(() => {});
            return at;
          }),
        ),
      );
      for (const [at, answer] of answers.entries()) {
        const isKept = at % 5 === 0 || at % 5 === 4;
        expect([at, answer.status]).toEqual([at, isKept ? 'fulfilled' : 'rejected']);
        expect((await store.key(`key-together-${at}`)) !== null).toBe(isKept);
        if (at % 5 === 1) expect((answer as PromiseRejectedResult).reason.message).toBe(`no ${at}`);
      }
      const kept = await store.auditRange({ afterSeq: head.seq, limit: 100 });
      expect(kept.map(({ objectId }) => objectId)).toEqual(['0', '4', '5', '9', '10', '14', '15', '19', '20']);
      expect(kept[0]?.previousHash).toBe(head.hash);
      expect(BigInt(await store.changeMark())).toBeGreaterThan(before);
    });

    it('writes what waits together with fewer commits than transactions', async () => {
      const before = BigInt(await store.changeMark());
      await Promise.all(
        Array.from({ length: 32 }, (_, at) => store.transaction((tx) => tx.insertKey(key(`key-shared-${at}`)))),
      );
      const commits = BigInt(await store.changeMark()) - before;
      expect(commits).toBeGreaterThanOrEqual(1n);
      expect(commits).toBeLessThan(8n);
    });

    it('refuses a transaction inside a transaction instead of waiting for itself', async () => {
      const attempt = store.transaction(async () => store.transaction(async () => 1));
      await expect(attempt).rejects.toThrow(/inside a transaction/);
      expect(await store.transaction(async () => 2)).toBe(2);
    });

    it('shows uncommitted rows to the transaction alone, and committed ones at once', async () => {
      await store.transaction(async (tx) => {
        await tx.insertKey(key('key-private'));
        expect(await tx.key('key-private')).not.toBeNull();
        // The root store reads on a connection of its own: it does not wait, and does not see it yet.
        expect(await store.key('key-private')).toBeNull();
      });
      expect(await store.key('key-private')).not.toBeNull();
      for (let at = 0; at < 50; at += 1) {
        await store.transaction((tx) => tx.insertKey(key(`key-visible-${at}`)));
        expect(await store.key(`key-visible-${at}`)).not.toBeNull();
      }
    });

    it('lets one of many claim an idempotency key', async () => {
      const claims = await Promise.all(
        Array.from({ length: 20 }, (_, at) =>
          store.transaction((tx) => tx.claimIdempotency(record('race', 'key', `request-${at}`))),
        ),
      );
      expect(claims.filter(Boolean)).toHaveLength(1);
      expect(await store.idempotent('race', 'key')).toEqual(record('race', 'key', `request-${claims.indexOf(true)}`));
      expect(await store.transaction((tx) => tx.claimIdempotency(record('other actor', 'key')))).toBe(true);

      const answer = { actor: 'race', key: 'key', status: 201, body: '{"ü":1}' };
      await store.transaction((tx) => tx.completeIdempotency(answer));
      expect(await store.idempotent('race', 'key')).toMatchObject({ status: 201, body: '{"ü":1}' });
      await store.transaction((tx) => tx.releaseIdempotency('race', 'key'));
      expect(await store.idempotent('race', 'key')).toBeNull();
      expect(await store.transaction((tx) => tx.claimIdempotency(record('race', 'key')))).toBe(true);

      await store.transaction((tx) => tx.claimIdempotency(record('late', 'key', 'r', secondsFromNow(10))));
      expect(await store.transaction((tx) => tx.dropIdempotencyBefore(secondsFromNow(10)))).toBe(2);
      expect(await store.idempotent('late', 'key')).not.toBeNull();
    });

    it('gives a lease to one holder until it ends', async () => {
      const acquire = (holder: string, at: number) =>
        store.transaction((tx) => tx.acquireLease({ name: 'crl', holder, now: secondsFromNow(at), seconds: 30 }));
      const raced = await Promise.all(Array.from({ length: 10 }, (_, at) => acquire(`holder-${at}`, 0)));
      expect(raced.filter(Boolean)).toHaveLength(1);
      const winner = `holder-${raced.indexOf(true)}`;
      expect(await acquire(winner, 10)).toBe(true);
      expect(await acquire('another', 39)).toBe(false);
      expect(await acquire('another', 40)).toBe(true);
      expect(await acquire(winner, 41)).toBe(false);
    });

    it('lets one of many revoke', async () => {
      await issue(store, 'revoke-race');
      const results = await Promise.all(
        Array.from({ length: 10 }, () =>
          store.transaction((tx) =>
            tx.recordRevoked({ id: 'revoke-race', at: NOW, reason: 'superseded', invalidityDate: null }),
          ),
        ),
      );
      expect(results.filter(Boolean)).toHaveLength(1);
    });

    it('says which database it is, without a password', () => {
      const words = database.describe();
      expect(words).toMatch(
        provider === 'sqlite'
          ? /^SQLite database \/.*test\.db$/
          : /^PostgreSQL database countersign_test_\w+ at \S+:\d+$/,
      );
      expect(words).not.toContain('test-only');
    });

    it('ends what is under way before it closes, and nothing starts after', async () => {
      const other = await openDatabase(provider);
      const written = other.store.transaction((tx) => tx.insertKey(key('key-last')));
      const closed = other.store.close();
      await written;
      await closed;
      await expect(other.store.transaction(async () => 1)).rejects.toThrow(/closed/);
      await other.store.close();
      const again = await other.open();
      expect(await again.store.key('key-last')).not.toBeNull();
      await again.store.close();
      await other.release();
    });
  });

for (const { provider, skip } of PROVIDERS.filter(({ provider }) => provider === 'postgresql'))
  describe.skipIf(skip)(`several instances on ${provider}`, () => {
    it('keep one audit chain and one sequence of CRL numbers', async () => {
      const database = await openDatabase(provider);
      const others = await Promise.all([database.open(), database.open()]);
      const stores = [database.store, ...others.map(({ store }) => store)];
      try {
        await createAuthority(database.store);
        const numbers = await Promise.all(
          Array.from({ length: 45 }, (_, at) =>
            stores[at % 3]!.transaction(async (tx) => {
              await tx.appendAudit(entry('many', `${at}`), seal);
              return tx.nextCrlNumber('ca');
            }),
          ),
        );
        expect(new Set(numbers).size).toBe(45);
        expect(await database.store.auditHead()).toMatchObject({ seq: 45 });
        const chain = await database.store.auditRange({ afterSeq: 0, limit: 100 });
        for (const [at, { previousHash }] of chain.entries())
          expect(previousHash).toBe(at === 0 ? '0'.repeat(64) : chain[at - 1]?.hash);
        const claims = await Promise.all(
          stores.map((store) => store.transaction((tx) => tx.claimIdempotency(record('many', 'one')))),
        );
        expect(claims.filter(Boolean)).toHaveLength(1);
      } finally {
        await Promise.all(others.map(({ store }) => store.close()));
        await database.release();
      }
    });
  });

function entry(actor: string, objectId: string): Omit<AuditEntry, 'seq' | 'previousHash' | 'hash'> {
  const details = { z: 'last first', a: 'ü "quoted" \\ \n', '': '' };
  return { at: NOW, actor, action: 'crl.published', objectType: 'crl', objectId, details };
}

function seal(unsealed: Omit<AuditEntry, 'hash'>): string {
  const { seq, at, actor, action, objectType, objectId, details, previousHash } = unsealed;
  const text = JSON.stringify([seq, at.toISOString(), actor, action, objectType, objectId, details, previousHash]);
  return createHash('sha256').update(text).digest('hex');
}

function record(actor: string, name: string, requestHash = 'r', createdAt = NOW): IdempotencyRecord {
  return { actor, key: name, requestHash, status: null, body: null, createdAt };
}
