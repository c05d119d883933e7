import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { migratePostgres, migrateSqlite } from '../../lib/store/migrate.ts';
import { openStore } from '../../lib/store/open-store.ts';
import { emptyDatabase, MIGRATIONS, PROVIDERS, silentLog, temporaryFolder } from './fixtures.ts';

/** A database that an earlier version has filled: its connections are found by their names afterwards, and keep what they have. */
for (const { provider, skip } of PROVIDERS)
  describe.skipIf(skip)(`connections of an older ${provider} database`, () => {
    it('are found by their names after the upgrade', async () => {
      const place = await emptyDatabase(provider);
      const folder = temporaryFolder();
      try {
        cpSync(join(MIGRATIONS, provider), join(folder.path, provider), { recursive: true });
        const migrations = join(folder.path, provider, 'migrations');
        for (const name of readdirSync(migrations))
          if (name > '20261124225944_certificate_search') rmSync(join(migrations, name), { recursive: true });
        const path = place.url.slice('file:'.length);
        if (provider === 'sqlite') migrateSqlite({ path, migrationsDirectory: folder.path });
        else await migratePostgres({ url: place.url, migrationsDirectory: folder.path });
        const rows = ROWS(provider === 'sqlite' ? String(Date.UTC(2026, 5, 1)) : `'2026-06-01'`);
        if (provider === 'sqlite') {
          const database = new DatabaseSync(path);
          database.exec(rows);
          database.close();
        } else {
          const client = new Client({ connectionString: place.url });
          await client.connect();
          await client.query(rows);
          await client.end();
        }
        const { store } = await openStore({ databaseUrl: place.url, migrationsDirectory: MIGRATIONS, log: silentLog });
        const found = await store.connections({ limit: 10, before: null, text: 'ledger' });
        expect(found.items).toMatchObject([{ id: 'old', name: 'Ledger to API', serverCertificateId: 'leaf' }]);
        expect((await store.connections({ limit: 10, before: null, text: 'nothing' })).items).toEqual([]);
        expect(await store.transaction((tx) => tx.deleteConnection('old'))).toBe(true);
        await store.close();
      } finally {
        await place.release();
        folder.remove();
      }
    });
  });

const ROWS = (at: string) => `
  INSERT INTO "Authority" ("id", "kind", "name", "status", "createdAt") VALUES ('ca', 'root', 'CA', 'active', ${at});
  INSERT INTO "Certificate" ("id", "issuerId", "serialHex", "state", "profile", "displayName", "subject", "names", "notBefore",
    "notAfter", "keyAlgorithm", "spkiSha256", "createdAt", "createdBy", "searchText")
  VALUES ('leaf', 'ca', '01', 'issued', 'tlsServer', 'api.lan', '[]', '[]', ${at}, ${at}, 'P-256', 'aa', ${at}, 'x', 'api.lan');
  INSERT INTO "Connection" ("id", "kind", "name", "serverCertificateId", "createdAt", "createdBy")
  VALUES ('old', 'one-way', 'Ledger to API', 'leaf', ${at}, 'operator');`;
