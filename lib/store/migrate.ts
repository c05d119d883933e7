import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { DatabaseRefusal } from './database-refusal.ts';
import { postgresConnectionSettings, refuseUnreachable } from './postgres-connection.ts';
import { openSqliteConnection } from './sqlite-connection.ts';

/**
 * Applies the migrations a database lacks, in Prisma's layout of files and of the table `_prisma_migrations`, without
 * Prisma's tools. Each database is left as it was, or at the newest migration; never between. Both functions return the
 * names of those applied and throw DatabaseRefusal. `migrationsDirectory` is the folder with `sqlite` and `postgresql`.
 */
export function migrateSqlite(args: { path: string; migrationsDirectory: string }): readonly string[] {
  const migrations = readMigrations(args.migrationsDirectory, 'sqlite');
  // Rebuilding a table drops the one its references point to. Inside a transaction the setting cannot be changed.
  const database = openSqliteConnection({ path: args.path, readOnly: false, foreignKeys: false });
  try {
    const isUpToDate = () => findPending(migrations, appliedOn(database)).length === 0;
    if (hasTable(database) && isUpToDate()) return [];
    database.exec('BEGIN EXCLUSIVE');
    try {
      database.exec(SQLITE_TABLE);
      const pending = findPending(migrations, appliedOn(database));
      for (const migration of pending) {
        runOnSqlite(database, migration);
        database.prepare(SQLITE_RECORD).run(rowId(migration), migration.checksum, migration.name);
      }
      database.exec('COMMIT');
      return pending.map(({ name }) => name);
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  } catch (error) {
    throw asRefusal(error);
  } finally {
    database.close();
  }
}

export async function migratePostgres(args: { url: string; migrationsDirectory: string }): Promise<readonly string[]> {
  const migrations = readMigrations(args.migrationsDirectory, 'postgresql');
  const client = new Client(postgresConnectionSettings(args.url));
  // A connection that dies reports here too; the statement under way has the error already.
  client.on('error', () => {});
  await client.connect().catch((error: unknown) => {
    throw refuseUnreachable(args.url, error);
  });
  try {
    await client.query(`SET lock_timeout = '60s'`);
    await client.query('SELECT pg_advisory_lock($1)', [ADVISORY_LOCK]);
    await client.query(POSTGRES_TABLE);
    const applied = await client.query(APPLIED);
    const pending = findPending(migrations, applied.rows as AppliedRow[]);
    for (const migration of pending) await runOnPostgres(client, migration);
    return pending.map(({ name }) => name);
  } catch (error) {
    throw asRefusal(error);
  } finally {
    await client.end();
  }
}

interface Migration {
  readonly name: string;
  readonly sql: string;
  /** SHA-256 hex of the file's bytes. */
  readonly checksum: string;
}

function readMigrations(directory: string, provider: 'sqlite' | 'postgresql'): readonly Migration[] {
  const folder = join(directory, provider, 'migrations');
  const names = existsSync(folder)
    ? readdirSync(folder).filter((name) => existsSync(join(folder, name, 'migration.sql')))
    : [];
  if (names.length === 0)
    throw new DatabaseRefusal(
      'failed-migration',
      `There are no migrations in ${folder}. They are part of the program: install it again.`,
    );
  return names.sort().map((name) => {
    const bytes = readFileSync(join(folder, name, 'migration.sql'));
    return { name, sql: bytes.toString('utf8'), checksum: createHash('sha256').update(bytes).digest('hex') };
  });
}

interface AppliedRow {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished: boolean | number;
}

/** What is left to apply. Throws when the history of the database is not a beginning of ours. */
function findPending(migrations: readonly Migration[], applied: readonly AppliedRow[]): readonly Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const row of applied) {
    const name = row.migration_name;
    if (!row.finished)
      throw new DatabaseRefusal(
        'failed-migration',
        `The migration ${name} was started on this database by another tool and never finished. Restore the backup made before it, or finish it with that tool, and start again.`,
      );
    const migration = known.get(name);
    if (migration === undefined)
      throw new DatabaseRefusal(
        'newer-schema',
        `The database has the migration ${name}, which this program does not know: a newer program has used it. Start that newer program, or restore a backup from before it.`,
      );
    if (migration.checksum !== row.checksum)
      throw new DatabaseRefusal(
        'edited-migration',
        `The file of the migration ${name} is not the one that was applied: expected SHA-256 ${row.checksum}, found ${migration.checksum}. Put the original file back; changes belong in a new migration.`,
      );
  }
  const done = new Set(applied.map((row) => row.migration_name));
  return migrations.filter(({ name }) => !done.has(name));
}

type SqliteConnection = ReturnType<typeof openSqliteConnection>;

function hasTable(database: SqliteConnection): boolean {
  return (
    database.prepare(`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '_prisma_migrations'`).get() !==
    undefined
  );
}

function appliedOn(database: SqliteConnection): readonly AppliedRow[] {
  return database.prepare(APPLIED).all() as unknown as AppliedRow[];
}

function runOnSqlite(database: SqliteConnection, migration: Migration): void {
  try {
    database.exec(migration.sql);
  } catch (error) {
    throw refuseFailed(migration.name, error);
  }
  const broken = database.prepare('PRAGMA foreign_key_check').all();
  if (broken.length > 0)
    throw refuseFailed(migration.name, new Error(`${broken.length} rows would refer to rows that do not exist`));
}

async function runOnPostgres(client: Client, migration: Migration): Promise<void> {
  try {
    await client.query('BEGIN');
    await client.query(migration.sql);
    await client.query(POSTGRES_RECORD, [rowId(migration), migration.checksum, migration.name]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw refuseFailed(migration.name, error);
  }
}

function refuseFailed(name: string, error: unknown): DatabaseRefusal {
  const reason = error instanceof Error ? error.message : String(error);
  return new DatabaseRefusal(
    'failed-migration',
    `The migration ${name} failed and was undone, the database is as it was: ${reason}. The program before this version still runs on it. Report this together with the line above.`,
    { cause: error },
  );
}

function asRefusal(error: unknown): unknown {
  if (error instanceof DatabaseRefusal) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const busy = error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === 5;
  const reason = error instanceof Error ? error.message : String(error);
  if (busy || code === '55P03')
    return new DatabaseRefusal(
      'locked',
      'Another program holds the database, so its schema could not be brought up to date in time. Wait until that program is done and start again.',
      { cause: error },
    );
  return new DatabaseRefusal(
    'not-writable',
    `The schema of the database could not be brought up to date: ${reason}. The database user must be allowed to create tables. Grant that and start again.`,
    { cause: error },
  );
}

/** Prisma puts a random UUID here; ours follows from the migration, as this room has no randomness of its own. */
function rowId({ name, checksum }: Migration): string {
  const hex = createHash('sha256').update(`${name}\0${checksum}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

/** The number Prisma's own tools lock, so that they and this program wait for each other. */
const ADVISORY_LOCK = 72_707_369;

const APPLIED = `SELECT migration_name, checksum, finished_at IS NOT NULL AS finished
  FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY migration_name`;

const SQLITE_TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                    TEXT PRIMARY KEY NOT NULL,
    "checksum"              TEXT NOT NULL,
    "finished_at"           DATETIME,
    "migration_name"        TEXT NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        DATETIME,
    "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
)`;
const SQLITE_RECORD = `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count)
  VALUES (?, ?, ?, current_timestamp, 1)`;

const POSTGRES_TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                      VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum                VARCHAR(64) NOT NULL,
    finished_at             TIMESTAMPTZ,
    migration_name          VARCHAR(255) NOT NULL,
    logs                    TEXT,
    rolled_back_at          TIMESTAMPTZ,
    started_at              TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count     INTEGER NOT NULL DEFAULT 0
)`;
const POSTGRES_RECORD = `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
  VALUES ($1, $2, $3, now(), 1)`;
