import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OwnProfile } from '../../lib/domain/entities.ts';
import type { Store } from '../../lib/domain/store.ts';
import {
  createAuthority,
  intent,
  NOW,
  openDatabase,
  PROVIDERS,
  secondsFromNow,
  type TestDatabase,
} from './fixtures.ts';

const profile = (id: string, change: Partial<OwnProfile> = {}): OwnProfile => ({
  id,
  base: 'tlsServer',
  name: `Profile ${id}`,
  status: 'active',
  revision: 1,
  definition: '{"version":1}',
  createdAt: NOW,
  createdBy: 'ada@example.test',
  updatedAt: NOW,
  ...change,
});

for (const { provider, skip } of PROVIDERS)
  describe.skipIf(skip)(`profiles on ${provider}`, () => {
    let database: TestDatabase;
    let store: Store;
    beforeAll(async () => {
      database = await openDatabase(provider);
      store = database.store;
      await createAuthority(store);
    });
    afterAll(() => database?.release());

    it('keeps them as they were given, in the order of their names', async () => {
      const kept = [
        profile('p1', { name: 'zebra' }),
        profile('p2', { name: 'Äpfel' }),
        profile('p3', { name: 'mill' }),
      ];
      for (const one of kept) await store.transaction((tx) => tx.insertProfile(one));
      expect(await store.ownProfile('p2')).toEqual(kept[1]);
      expect(await store.ownProfile('none')).toBeNull();
      expect((await store.ownProfiles()).map(({ id }) => id)).toEqual(['p2', 'p3', 'p1']);
    });

    it('changes one only from the revision that was seen', async () => {
      const updatedAt = secondsFromNow(60);
      const change = { name: 'Renamed', status: 'retired', definition: '{"version":1,"x":1}', updatedAt } as const;
      expect(await store.transaction((tx) => tx.updateProfile('p1', 2, change))).toBe(false);
      expect(await store.transaction((tx) => tx.updateProfile('p1', 1, change))).toBe(true);
      expect(await store.transaction((tx) => tx.updateProfile('p1', 1, change))).toBe(false);
      expect(await store.ownProfile('p1')).toEqual(profile('p1', { ...change, revision: 2 }));
    });

    it('counts and lists what was made under each, and deletes only what nothing was made under', async () => {
      const insert = (id: string, serial: string, profileId: string | null, seconds: number) =>
        store.transaction((tx) =>
          tx.insertCertificateIntent({
            ...intent(id, { serialNumber: serial as never }),
            profileId,
            createdAt: secondsFromNow(seconds),
          }),
        );
      const before = await store.profileUsage();
      await insert('u1', '0a01', 'p2', 1);
      await insert('u2', '0a02', 'p2', 2);
      await insert('u3', '0a03', null, 3);
      const usage = await store.profileUsage();
      const { profile: base } = intent('x');
      expect(usage.get('p2')).toBe(2);
      expect(usage.get('p3')).toBeUndefined();
      expect((usage.get(base) ?? 0) - (before.get(base) ?? 0)).toBe(1);
      expect((await store.certificatesOfProfile('p2', 10)).map(({ id }) => id)).toEqual(['u2', 'u1']);
      expect((await store.certificatesOfProfile('p2', 1)).map(({ id }) => id)).toEqual(['u2']);
      expect(await store.transaction((tx) => tx.deleteProfile('p2'))).toBe(false);
      expect(await store.transaction((tx) => tx.deleteProfile('p3'))).toBe(true);
      expect(await store.transaction((tx) => tx.deleteProfile('p3'))).toBe(false);
    });
  });
