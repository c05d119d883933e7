import { execFile, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migratePostgres, migrateSqlite } from '../../lib/store/migrate.ts';
import { openStore } from '../../lib/store/open-store.ts';
import { emptyDatabase, MIGRATIONS, PROVIDERS, silentLog, temporaryFolder } from './fixtures.ts';

for (const { provider, skip } of PROVIDERS)
  describe.skipIf(skip)(`migrations on ${provider}`, () => {
    const names = readdirSync(join(MIGRATIONS, provider, 'migrations')).sort();
    let place: Awaited<ReturnType<typeof emptyDatabase>>;
    let folder: ReturnType<typeof temporaryFolder>;
    let migrationsDirectory: string;
    beforeEach(async () => {
      place = await emptyDatabase(provider);
      folder = temporaryFolder();
      migrationsDirectory = folder.path;
      cpSync(join(MIGRATIONS, provider), join(folder.path, provider), { recursive: true });
    });
    afterEach(async () => {
      await place.release();
      folder.remove();
    });

    const migrate = async () =>
      provider === 'sqlite'
        ? migrateSqlite({ path: place.url.slice('file:'.length), migrationsDirectory })
        : migratePostgres({ url: place.url, migrationsDirectory });

    async function migrateInProcess(): Promise<readonly string[]> {
      const source = new URL('../../lib/store/migrate.ts', import.meta.url).href;
      const args = { path: place.url.slice('file:'.length), migrationsDirectory };
      const script = `import { migrateSqlite } from ${JSON.stringify(source)};
        process.stdout.write(JSON.stringify(migrateSqlite(${JSON.stringify(args)})));`;
      const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
      return JSON.parse(stdout) as string[];
    }

    async function execute(sql: string): Promise<Record<string, unknown>[]> {
      if (provider === 'sqlite') {
        const database = new DatabaseSync(place.url.slice('file:'.length));
        try {
          return database.prepare(sql).all();
        } finally {
          database.close();
        }
      }
      const client = new Client({ connectionString: place.url });
      await client.connect();
      try {
        return (await client.query(sql)).rows;
      } finally {
        await client.end();
      }
    }

    function addMigration(name: string, sql: string): void {
      const directory = join(migrationsDirectory, provider, 'migrations', name);
      mkdirSync(directory, { recursive: true });
      writeFileSync(join(directory, 'migration.sql'), sql);
    }

    it('bring an empty database up to date, and do nothing the second time', async () => {
      expect(await migrate()).toEqual(names);
      expect(await migrate()).toEqual([]);
      const rows = await execute('SELECT * FROM _prisma_migrations');
      expect(rows).toHaveLength(names.length);
      expect(rows[0]).toMatchObject({
        migration_name: names[0],
        checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        applied_steps_count: 1,
        rolled_back_at: null,
        logs: null,
      });
      expect(rows[0]?.finished_at).not.toBeNull();
    });

    it('apply what is new, in order', async () => {
      await migrate();
      addMigration('29990102000000_second', 'INSERT INTO "Extra" VALUES (1);');
      addMigration('29990101000000_first', 'CREATE TABLE "Extra" (n INTEGER PRIMARY KEY);');
      expect(await migrate()).toEqual(['29990101000000_first', '29990102000000_second']);
      expect(await execute('SELECT n FROM "Extra"')).toEqual([{ n: 1 }]);
    });

    it('refuse a file that is not the one that was applied', async () => {
      await migrate();
      const file = join(migrationsDirectory, provider, 'migrations', names[0]!, 'migration.sql');
      writeFileSync(file, `${readFileSync(file, 'utf8')}\n`);
      await expect(migrate()).rejects.toMatchObject({
        name: 'DatabaseRefusal',
        code: 'edited-migration',
        message: expect.stringContaining(names[0]!),
      });
    });

    it('refuse a database that a newer program has used', async () => {
      addMigration('29990101000000_newer', 'CREATE TABLE "Newer" (n INTEGER PRIMARY KEY);');
      await migrate();
      rmSync(join(migrationsDirectory, provider, 'migrations', '29990101000000_newer'), { recursive: true });
      await expect(migrate()).rejects.toMatchObject({ code: 'newer-schema' });
      const opened = openStore({ databaseUrl: place.url, migrationsDirectory, log: silentLog });
      await expect(opened).rejects.toMatchObject({ code: 'newer-schema' });
    });

    it('refuse what another tool left unfinished', async () => {
      await migrate();
      await execute(`UPDATE _prisma_migrations SET finished_at = NULL`);
      await expect(migrate()).rejects.toMatchObject({ code: 'failed-migration' });
      await execute(`UPDATE _prisma_migrations SET rolled_back_at = started_at`);
      // Rolled back by that tool: to be applied again, which here fails because its tables are there.
      await expect(migrate()).rejects.toMatchObject({ code: 'failed-migration' });
    });

    it('undo a migration that fails', async () => {
      await migrate();
      addMigration(
        '29990101000000_broken',
        'CREATE TABLE "Half" (n INTEGER PRIMARY KEY); INSERT INTO "NoTable" VALUES (1);',
      );
      await expect(migrate()).rejects.toMatchObject({
        code: 'failed-migration',
        message: expect.stringMatching(/29990101000000_broken.*NoTable/),
      });
      await expect(execute('SELECT * FROM "Half"')).rejects.toThrow(/Half/);
      rmSync(join(migrationsDirectory, provider, 'migrations', '29990101000000_broken'), { recursive: true });
      expect(await migrate()).toEqual([]);
    });

    it('are applied once by two that start together', async () => {
      // On SQLite the applier is synchronous: it takes processes to have several at once.
      const applied = await Promise.all([1, 2, 3].map(provider === 'sqlite' ? migrateInProcess : migrate));
      expect(applied.map(({ length }) => length).sort()).toEqual([0, 0, names.length]);
      expect(await execute('SELECT * FROM _prisma_migrations')).toHaveLength(names.length);
    });

    it('refuse a folder without migrations', async () => {
      rmSync(join(migrationsDirectory, provider), { recursive: true });
      await expect(migrate()).rejects.toMatchObject({ code: 'failed-migration' });
    });
  });

describe('migrations on sqlite only', () => {
  it('refuse a result whose references lead nowhere', () => {
    const folder = temporaryFolder();
    try {
      cpSync(join(MIGRATIONS, 'sqlite'), join(folder.path, 'sqlite'), { recursive: true });
      const directory = join(folder.path, 'sqlite/migrations/29990101000000_orphan');
      mkdirSync(directory);
      writeFileSync(
        join(directory, 'migration.sql'),
        `INSERT INTO "AuthSession" VALUES ('s', 0, 't', 0, 0, NULL, NULL, 'nobody');`,
      );
      const path = join(folder.path, 'test.db');
      expect(() => migrateSqlite({ path, migrationsDirectory: folder.path })).toThrow(/orphan.*do not exist/);
      const database = new DatabaseSync(path);
      expect(database.prepare('SELECT count(*) AS n FROM sqlite_master').get()).toEqual({ n: 0 });
      database.close();
    } finally {
      folder.remove();
    }
  });
});

describe.skipIf(PROVIDERS[1].skip)('a PostgreSQL that cannot be used', () => {
  it('is refused without its password in the words', async () => {
    const place = await emptyDatabase('postgresql');
    try {
      const changed = (change: (url: URL) => void) => {
        const url = new URL(place.url);
        change(url);
        return url.href;
      };
      const wrong = [
        changed((url) => {
          url.password = 'secret-word';
        }),
        changed((url) => {
          url.port = '1';
          url.password = 'secret-word';
        }),
        changed((url) => {
          url.pathname = '/no_such_database';
        }),
        changed((url) => {
          url.searchParams.set('schema', 'other');
        }),
        'postgresql://user:secret-word@[nonsense/x',
        'mysql://user:secret-word@h/x',
      ];
      for (const databaseUrl of wrong) {
        const error = await openStore({ databaseUrl, migrationsDirectory: MIGRATIONS, log: silentLog }).then(
          () => null,
          (reason: Error) => reason,
        );
        expect(error).toMatchObject({ name: 'DatabaseRefusal', code: 'unreachable' });
        expect(`${error?.message} ${error?.cause} ${error?.stack}`).not.toMatch(/secret-word|test-only/);
      }
    } finally {
      await place.release();
    }
  });

  it('is refused when it acknowledges before it has written', async () => {
    const place = await emptyDatabase('postgresql');
    try {
      const url = new URL(place.url);
      const client = new Client({ connectionString: place.url });
      await client.connect();
      await client.query(`ALTER DATABASE "${url.pathname.slice(1)}" SET synchronous_commit = off`);
      await client.end();
      const opened = openStore({ databaseUrl: place.url, migrationsDirectory: MIGRATIONS, log: silentLog });
      await expect(opened).rejects.toMatchObject({
        code: 'pragma',
        message: expect.stringContaining('synchronous_commit'),
      });
    } finally {
      await place.release();
    }
  });
});

describe('the models', () => {
  it('are what the newest migrations describe', () => {
    const script = fileURLToPath(new URL('../../scripts/author-migration.mjs', import.meta.url));
    const result = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
    expect(result.stderr).toBe('');
    expect(result.status).toBe(0);
  });
});
