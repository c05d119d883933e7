import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiToken, Invitation, OperatorAccount, SecondFactor } from '../../lib/domain/operators.ts';
import type { Store } from '../../lib/domain/store.ts';
import { daysFromNow, NOW, openDatabase, PROVIDERS, type TestDatabase } from './fixtures.ts';

const operator = (id: string, change: Partial<OperatorAccount> = {}): OperatorAccount => ({
  id,
  email: `${id}@example.test`,
  name: `Grüße ${id}`,
  roles: ['approver', 'auditor'],
  authorityIds: null,
  createdAt: NOW,
  disabledAt: null,
  ...change,
});
const invitation = (id: string, change: Partial<Invitation> = {}): Invitation => ({
  id,
  operatorId: null,
  email: 'new@example.test',
  name: 'New',
  roles: ['viewer'],
  authorityIds: ['a', 'b'],
  createdAt: NOW,
  createdBy: 'admin@example.test',
  expiresAt: daysFromNow(3),
  acceptedAt: null,
  withdrawnAt: null,
  ...change,
});
const token = (id: string, change: Partial<ApiToken> = {}): ApiToken => ({
  id,
  operatorId: 'ada',
  name: id,
  rights: ['inventory.read', 'certificate.issue'],
  authorityIds: null,
  profileIds: ['tlsServer'],
  networks: ['192.0.2.0/24'],
  createdAt: NOW,
  expiresAt: daysFromNow(30),
  revokedAt: null,
  lastUsedAt: null,
  ...change,
});

for (const { provider, skip } of PROVIDERS)
  describe.skipIf(skip)(`people and their programs on ${provider}`, () => {
    let database: TestDatabase;
    let store: Store;
    beforeAll(async () => {
      database = await openDatabase(provider);
      store = database.store;
      await store.transaction(async (tx) => {
        await tx.insertOperator(operator('ada'), 'hash of ada');
        await tx.insertOperator(operator('bob', { createdAt: daysFromNow(1), authorityIds: ['one'] }), 'hash of bob');
      });
    });
    afterAll(() => database?.release());

    it('gives operators back as they were, in the order in which they joined', async () => {
      expect(await store.operators()).toEqual([
        operator('ada'),
        operator('bob', { createdAt: daysFromNow(1), authorityIds: ['one'] }),
      ]);
      expect(await store.operatorByEmail('bob@example.test')).toMatchObject({ id: 'bob' });
      expect(await store.operator('nobody')).toBeNull();
    });

    it('takes each address once, and what was begun with the second is not there', async () => {
      await expect(
        store.transaction(async (tx) => {
          await tx.insertInvitation(invitation('lost'), 'lost');
          await tx.insertOperator(operator('other', { email: 'ada@example.test' }), 'hash');
        }),
      ).rejects.toMatchObject({ code: 'conflict' });
      expect(await store.invitation('lost')).toBeNull();
      expect(await store.operators()).toHaveLength(2);
    });

    it('changes what is asked for and leaves the rest', async () => {
      await store.transaction(async (tx) => {
        expect(await tx.updateOperator('bob', { roles: ['viewer'], disabledAt: NOW })).toBe(true);
        expect(await tx.updateOperator('nobody', { roles: [] })).toBe(false);
        expect(await tx.replacePassword('bob', 'another', NOW)).toBe(true);
        expect(await tx.replacePassword('nobody', 'another', NOW)).toBe(false);
        expect(await tx.endSessionsOf('bob', null)).toBe(0);
      });
      expect(await store.operator('bob')).toEqual(
        operator('bob', { createdAt: daysFromNow(1), authorityIds: ['one'], roles: ['viewer'], disabledAt: NOW }),
      );
    });

    it('lets an invitation be accepted by one only, in time, and not after it was withdrawn', async () => {
      await store.transaction(async (tx) => {
        await tx.insertInvitation(invitation('first'), 'hash-1');
        await tx.insertInvitation(
          invitation('second', { createdAt: daysFromNow(1), expiresAt: daysFromNow(2) }),
          'hash-2',
        );
        await tx.insertInvitation(invitation('third', { email: 'third@example.test' }), 'hash-3');
      });
      expect((await store.openInvitations()).map(({ id }) => id)).toEqual(['second', 'third', 'first']);
      expect(await store.invitationByToken('hash-1')).toEqual(invitation('first'));
      await store.transaction(async (tx) => {
        expect(await tx.acceptInvitation('second', daysFromNow(2))).toBe(false);
        expect(await tx.acceptInvitation('first', daysFromNow(1))).toBe(true);
        expect(await tx.acceptInvitation('first', daysFromNow(1))).toBe(false);
        expect(await tx.withdrawInvitation('first', daysFromNow(1))).toBe(false);
        expect(await tx.withdrawInvitationsFor('new@example.test', daysFromNow(1))).toBe(1);
        expect(await tx.acceptInvitation('second', daysFromNow(1))).toBe(false);
        expect(await tx.withdrawInvitation('third', daysFromNow(1))).toBe(true);
      });
      expect(await store.openInvitations()).toEqual([]);
    });

    it('gives tokens back as they were, by what only their holder knows, and revokes each once', async () => {
      await store.transaction(async (tx) => {
        await tx.insertApiToken(token('older'), 'secret-1');
        await tx.insertApiToken(
          token('newer', { createdAt: daysFromNow(1), profileIds: null, networks: null }),
          'secret-2',
        );
        await tx.insertApiToken(token('bobs', { operatorId: 'bob' }), 'secret-3');
      });
      expect(await store.apiTokenBySecret('secret-1')).toEqual(token('older'));
      expect(await store.apiTokenBySecret('older')).toBeNull();
      expect((await store.apiTokens('ada')).map(({ id }) => id)).toEqual(['newer', 'older']);
      expect((await store.apiTokens(null)).length).toBe(3);
      await store.transaction(async (tx) => {
        await tx.recordApiTokenUse('older', daysFromNow(2));
        expect(await tx.revokeApiToken('older', daysFromNow(2))).toBe(true);
        expect(await tx.revokeApiToken('older', daysFromNow(3))).toBe(false);
      });
      expect(await store.apiToken('older')).toEqual(
        token('older', { lastUsedAt: daysFromNow(2), revokedAt: daysFromNow(2) }),
      );
    });

    it('keeps one second factor of each, in the place of the one before', async () => {
      const factor: SecondFactor = {
        operatorId: 'ada',
        sealedSecret: new Uint8Array([0, 1, 255]),
        createdAt: NOW,
        confirmedAt: null,
        lastStep: 0,
        recoveryHashes: [],
      };
      expect(await store.secondFactor('ada')).toBeNull();
      await store.transaction((tx) => tx.saveSecondFactor(factor));
      const confirmed = { ...factor, confirmedAt: NOW, lastStep: 59_000_000, recoveryHashes: ['ab', 'cd'] };
      await store.transaction((tx) => tx.saveSecondFactor(confirmed));
      const kept = await store.secondFactor('ada');
      expect({ ...kept, sealedSecret: [...(kept?.sealedSecret ?? [])] }).toEqual({
        ...confirmed,
        sealedSecret: [0, 1, 255],
      });
      expect(await store.transaction((tx) => tx.deleteSecondFactor('ada'))).toBe(true);
      expect(await store.transaction((tx) => tx.deleteSecondFactor('ada'))).toBe(false);
    });

    it('takes no two tokens with one secret', async () => {
      await expect(store.transaction((tx) => tx.insertApiToken(token('again'), 'secret-1'))).rejects.toBeInstanceOf(
        Error,
      );
    });
  });
