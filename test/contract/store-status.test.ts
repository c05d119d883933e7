import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CertificateIntent } from '../../lib/domain/entities.ts';
import type { Store } from '../../lib/domain/store.ts';
import type { SerialNumber } from '../../lib/pki/types.ts';
import type { OpenedStore } from '../../lib/store/open-store.ts';
import {
  createAuthority,
  daysFromNow,
  intent,
  issue,
  key,
  NOW,
  openDatabase,
  PROVIDERS,
  type TestDatabase,
} from './fixtures.ts';

for (const { provider, skip } of PROVIDERS)
  describe.skipIf(skip)(`status on ${provider}`, () => {
    let database: TestDatabase;
    let store: Store;
    const authorityId = 'ca';
    beforeAll(async () => {
      database = await openDatabase(provider);
      store = database.store;
      await createAuthority(store);
    });
    afterAll(() => database?.release());

    const issued = async (id: string, change: Partial<CertificateIntent> = {}, into = store) => {
      const serialNumber = randomBytes(16).toString('hex') as SerialNumber;
      await issue(into, id, { serialNumber, ...change });
      return { id, serialNumber };
    };
    const statusOf = async (serial: string) => (await store.statusFacts(authorityId, [serial]))?.statuses[0];

    it('knows no authority and no serial that is not there', async () => {
      expect(await store.statusFacts('none', ['01'])).toBeNull();
      expect(await store.statusFacts(authorityId, ['0badcafe'])).toMatchObject({ statuses: [null] });
    });

    it('knows serials that only a database from elsewhere lists, behind revocations and certificates', async () => {
      const end = daysFromNow(30);
      const serials = (...all: string[]) =>
        all.map((serialNumber) => ({ serialNumber: serialNumber as SerialNumber, notAfter: end }));
      const insert = (...all: string[]) =>
        store.transaction((tx) => tx.insertIssuedSerials(authorityId, serials(...all), NOW));
      expect(await insert('a1', 'a2')).toBe(2);
      expect(await insert('a2', 'a3')).toBe(1);
      expect(await statusOf('a1')).toEqual({
        state: 'issued',
        createdAt: NOW,
        notAfter: end,
        revokedAt: null,
        reason: null,
      });
      expect((await store.statusFacts(authorityId, ['a4', 'a3']))?.statuses.map((one) => one?.state)).toEqual([
        undefined,
        'issued',
      ]);
      await store.transaction((tx) =>
        tx.insertRevokedEntries(authorityId, [
          {
            serialNumber: 'a2' as SerialNumber,
            revokedAt: NOW,
            reason: 'superseded',
            invalidityDate: null,
            notAfter: end,
          },
        ]),
      );
      expect(await statusOf('a2')).toMatchObject({ state: 'revoked', reason: 'superseded' });
      await issued('status-also-listed', { serialNumber: 'a3' as SerialNumber, notAfter: daysFromNow(60) });
      expect(await statusOf('a3')).toMatchObject({ state: 'issued', notAfter: daysFromNow(60) });
    });

    it('says each state of a certificate at once, in the order of the serials', async () => {
      const leaf = await issued('status-issued');
      const waiting = intent('status-waiting');
      await store.transaction((tx) => tx.insertCertificateIntent(waiting));
      const facts = await store.statusFacts(authorityId, [waiting.serialNumber, 'ff', leaf.serialNumber]);
      expect(facts?.statuses.map((one) => one?.state)).toEqual(['intended', undefined, 'issued']);
      expect(facts?.statuses[2]).toMatchObject({ createdAt: NOW, notAfter: daysFromNow(90) });

      await store.transaction((tx) => tx.recordHeld({ id: leaf.id, at: NOW }));
      expect(await statusOf(leaf.serialNumber)).toMatchObject({ state: 'held', revokedAt: NOW });
      await store.transaction((tx) => tx.recordReleased({ id: leaf.id, at: NOW }));
      expect(await statusOf(leaf.serialNumber)).toMatchObject({ state: 'issued', revokedAt: null, reason: null });
      const at = daysFromNow(1);
      await store.transaction((tx) =>
        tx.recordRevoked({ id: leaf.id, at, reason: 'superseded', invalidityDate: null }),
      );
      expect(await statusOf(leaf.serialNumber)).toMatchObject({
        state: 'revoked',
        revokedAt: at,
        reason: 'superseded',
      });
    });

    it('finds a revocation whose certificate is not here', async () => {
      const serialNumber = 'abcdef01' as SerialNumber;
      await store.transaction((tx) =>
        tx.insertRevokedEntries(authorityId, [
          { serialNumber, revokedAt: NOW, reason: 'keyCompromise', invalidityDate: null, notAfter: daysFromNow(9) },
        ]),
      );
      expect(await statusOf(serialNumber)).toEqual({
        state: 'revoked',
        createdAt: NOW,
        notAfter: null,
        revokedAt: NOW,
        reason: 'keyCompromise',
      });
    });

    it('says who answers, and whether its key is still here', async () => {
      const responderKey = key('status-responder-key', { kind: 'responder' });
      await store.transaction((tx) => tx.insertKey(responderKey));
      const responder = await issued('status-responder', { profile: 'ocspResponder', keyId: responderKey.id });
      await store.transaction((tx) => tx.updateAuthority(authorityId, { responderCertificateId: responder.id }));
      expect(await store.statusFacts(authorityId, ['01'])).toMatchObject({
        authority: { responderCertificateId: responder.id },
        responder: { state: 'issued', hasKey: true },
      });
      await store.transaction((tx) => tx.eraseKey(responderKey.id));
      expect((await store.statusFacts(authorityId, ['01']))?.responder?.hasKey).toBe(false);
    });

    it('has another mark after each committed change, and the same one without', async () => {
      const before = await store.changeMark();
      expect(await store.changeMark()).toBe(before);
      await expect(
        store.transaction(async (tx) => {
          await tx.clearAttempts('nothing');
          throw new Error('rolled back');
        }),
      ).rejects.toThrow('rolled back');
      expect(await store.changeMark()).toBe(before);
      const seen = new Set([before]);
      for (let round = 0; round < 5; round += 1) {
        const { id } = await issued(`status-mark-${round}`);
        await store.transaction((tx) => tx.recordHeld({ id, at: NOW }));
        seen.add(await store.changeMark());
      }
      expect(seen.size).toBe(6);
    });

    it.skipIf(provider === 'sqlite')('has another mark after a change of another process', async () => {
      const other: OpenedStore = await database.open();
      try {
        const before = await store.changeMark();
        const { id, serialNumber } = await issued('status-other', {}, other.store);
        await other.store.transaction((tx) => tx.recordHeld({ id, at: NOW }));
        expect(await store.changeMark()).not.toBe(before);
        expect(await statusOf(serialNumber)).toMatchObject({ state: 'held' });
      } finally {
        await other.store.close();
      }
    });
  });
