import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../lib/store/open-store.ts';
import {
  createAuthority,
  daysFromNow,
  emptyDatabase,
  issue,
  MIGRATIONS,
  NOW,
  PROVIDERS,
  silentLog,
  temporaryFolder,
} from './fixtures.ts';

for (const { provider, skip } of PROVIDERS)
  describe.skipIf(skip)(`counts by day on ${provider}`, () => {
    it('are filled from what was there before they were kept, and go on from there', async () => {
      const place = await emptyDatabase(provider);
      const folder = temporaryFolder();
      try {
        cpSync(join(MIGRATIONS, provider), join(folder.path, provider), { recursive: true });
        const migrations = join(folder.path, provider, 'migrations');
        const own = readdirSync(migrations).find((name) => name.endsWith('_bulk_and_views')) as string;
        for (const name of readdirSync(migrations))
          if (name >= own) rmSync(join(migrations, name), { recursive: true });
        const before = await openStore({ databaseUrl: place.url, migrationsDirectory: folder.path, log: silentLog });
        await createAuthority(before.store);
        await issue(before.store, 'kept', { createdAt: daysFromNow(-3) });
        await issue(before.store, 'held', { createdAt: daysFromNow(-3) });
        await issue(before.store, 'gone', { createdAt: daysFromNow(-2) });
        await issue(before.store, 'responder', { createdAt: daysFromNow(-2), profile: 'ocspResponder' });
        await before.store.transaction(async (tx) => {
          await tx.recordHeld({ id: 'held', at: daysFromNow(-1) });
          await tx.recordRevoked({ id: 'gone', at: daysFromNow(-1), reason: 'superseded', invalidityDate: null });
        });
        await before.store.close();

        const after = await openStore({ databaseUrl: place.url, migrationsDirectory: MIGRATIONS, log: silentLog });
        await issue(after.store, 'later', { createdAt: daysFromNow(-2) });
        const midnight = (days: number) => new Date(Math.floor(daysFromNow(days).getTime() / 86_400_000) * 86_400_000);
        expect(await after.store.certificateDays(daysFromNow(-10))).toEqual([
          { day: midnight(-3), issued: 2, revoked: 0 },
          { day: midnight(-2), issued: 2, revoked: 0 },
          { day: midnight(-1), issued: 0, revoked: 1 },
        ]);
        expect(await after.store.certificateDays(NOW)).toEqual([]);
        await after.store.close();
      } finally {
        await place.release();
        folder.remove();
      }
    });
  });
