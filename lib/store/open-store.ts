import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';
import type { Log } from '../domain/ports.ts';
import type { Store } from '../domain/store.ts';
import type { SearchIndex } from './certificate-search.ts';
import { DatabaseRefusal } from './database-refusal.ts';
import { fillSearch } from './fill-search.ts';
import { PrismaClient as PostgresClient } from './generated/postgresql/client.ts';
import { PrismaClient as SqliteClient } from './generated/sqlite/client.ts';
import { migratePostgres, migrateSqlite } from './migrate.ts';
import { describePostgres, postgresConnectionSettings, refuseUnreachable } from './postgres-connection.ts';
import { postgresStatusReads, sqliteStatusReads } from './read-status.ts';
import type { DatabaseClient } from './rows.ts';
import { createStore } from './run-transactions.ts';
import { postgresRevokedScan, sqliteRevokedScan } from './scan-revoked.ts';
import { emptyWriteAheadLog, openSqliteConnection, sqlitePath } from './sqlite-connection.ts';
import { createSqliteAdapter } from './sqlite-driver-adapter.ts';
import { takeInstanceLock } from './sqlite-instance-lock.ts';

export interface OpenedStore {
  readonly store: Store;
  /** The client that writes, for the adapter of the sign-in library. */
  readonly authenticationClient: unknown;
  readonly provider: 'sqlite' | 'postgresql';
  /** Which database this is, for people; never a password. */
  describe(): string;
}

/**
 * Opens the database, brings its schema up to date, and makes sure that what it acknowledges is stored. `databaseUrl` is
 * `file:/absolute/path.db` or `postgresql://…`; `migrationsDirectory` is the folder `prisma`;
 * `revokedReaderFile` is the entry of the thread that reads long lists, none: they are read in this one. Throws DatabaseRefusal.
 */
export async function openStore(args: {
  databaseUrl: string;
  migrationsDirectory: string;
  log: Log;
  revokedReaderFile?: string;
}): Promise<OpenedStore> {
  if (args.databaseUrl.startsWith('file:')) return openSqliteStore(args);
  if (/^postgres(ql)?:\/\//.test(args.databaseUrl)) return openPostgresStore(args);
  throw new DatabaseRefusal(
    'unreachable',
    'The database URL is of no known kind. Expected file:/absolute/path.db or postgresql://user:password@host:port/database.',
  );
}

async function openSqliteStore(args: {
  databaseUrl: string;
  migrationsDirectory: string;
  log: Log;
  revokedReaderFile?: string;
}): Promise<OpenedStore> {
  const path = sqlitePath(args.databaseUrl);
  // The first connection makes the folder; the lock stands beside the file.
  openSqliteConnection({ path, readOnly: false }).close();
  const lock = takeInstanceLock(path);
  try {
    reportMigrations(args.log, migrateSqlite({ path, migrationsDirectory: args.migrationsDirectory }));
    // The writer first: a reader cannot make the files of the write-ahead log.
    const writeConnection = openSqliteConnection({ path, readOnly: false });
    const readConnection = openSqliteConnection({ path, readOnly: true });
    const statusReads = sqliteStatusReads(openSqliteConnection({ path, readOnly: true }));
    const writeClient = new SqliteClient({ adapter: createSqliteAdapter(writeConnection), errorFormat: 'minimal' });
    const readClient = new SqliteClient({ adapter: createSqliteAdapter(readConnection), errorFormat: 'minimal' });
    const search: SearchIndex = { kind: 'none', provider: 'sqlite' };
    const stop = new AbortController();
    let filling: Promise<void> = Promise.resolve();
    const store = createStore({
      provider: 'sqlite',
      search,
      readClient,
      writeClient,
      writeConnection,
      readConnection,
      scanRevoked: sqliteRevokedScan(path, args.revokedReaderFile ?? null),
      statusReads,
      scrubErased: () => emptyWriteAheadLog(writeConnection),
      async close() {
        await filling;
        // The writer last: the last connection folds the write-ahead log into the database.
        statusReads.close();
        await readClient.$disconnect();
        if (readConnection.isOpen) readConnection.close();
        await writeClient.$disconnect();
        if (writeConnection.isOpen) writeConnection.close();
        lock.release();
      },
    });
    filling = fillSearch({ store, connection: writeConnection, search, log: args.log, signal: stop.signal });
    return {
      // Its close waits for the slice under way.
      store: { ...store, close: () => (stop.abort(), store.close()) },
      authenticationClient: writeClient,
      provider: 'sqlite',
      describe: () => `SQLite database ${path}`,
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function openPostgresStore(args: {
  databaseUrl: string;
  migrationsDirectory: string;
  log: Log;
}): Promise<OpenedStore> {
  const { databaseUrl: url, log } = args;
  reportMigrations(log, await migratePostgres({ url, migrationsDirectory: args.migrationsDirectory }));
  // Two pools: were reads to share one with writers that wait for their turn, neither might get on.
  const writePool = openPool(url, log, WRITERS);
  const readPool = openPool(url, log, READERS);
  try {
    await requireDurability(url, writePool, log);
  } catch (error) {
    await Promise.all([writePool.end(), readPool.end()]);
    throw error;
  }
  const search: SearchIndex = { kind: (await hasTrigrams(readPool)) ? 'pg_trgm' : 'none', provider: 'postgresql' };
  const writeClient = postgresClient(writePool);
  const readClient = postgresClient(readPool);
  const store = createStore({
    provider: 'postgresql',
    search,
    readClient,
    writeClient,
    scanRevoked: postgresRevokedScan(readPool),
    statusReads: postgresStatusReads(readPool),
    // A plain VACUUM leaves dead octets in their pages; FULL writes the table anew.
    scrubErased: () => writePool.query('VACUUM FULL "PrivateKey"').then(() => true),
    async close() {
      await Promise.all([readClient.$disconnect(), writeClient.$disconnect()]);
      await Promise.all([readPool.end(), writePool.end()]);
    },
  });
  return { store, authenticationClient: writeClient, provider: 'postgresql', describe: () => describePostgres(url) };
}

function openPool(url: string, log: Log, max: number): Pool {
  const pool = new Pool({
    ...postgresConnectionSettings(url),
    max,
    // A process that stops in the middle of a transaction must not hold up the others for longer than this.
    idle_in_transaction_session_timeout: 60_000,
  });
  pool.on('error', (error) =>
    log.warn({ error }, 'an idle database connection was lost; the next query opens another'),
  );
  return pool;
}

function postgresClient(pool: Pool): DatabaseClient {
  const client = new PostgresClient({ adapter: new PrismaPg(pool), errorFormat: 'minimal' });
  return client as unknown as DatabaseClient;
}

async function requireDurability(url: string, pool: Pool, log: Log): Promise<void> {
  const settings = await pool
    .query<{ commit: string; fsync: string }>(
      `SELECT current_setting('synchronous_commit') AS commit, current_setting('fsync') AS fsync`,
    )
    .catch((error: unknown) => {
      throw refuseUnreachable(url, error);
    });
  if (settings.rows[0]?.commit === 'off')
    throw new DatabaseRefusal(
      'pragma',
      `The ${describePostgres(url)} runs with synchronous_commit = off: found off, expected on, local or stricter. Acknowledged certificates could be lost in a crash. Set it to on for this database or user and start again.`,
    );
  if (settings.rows[0]?.fsync === 'off')
    log.warn(
      {},
      'the database server runs with fsync = off: a power cut can lose or destroy everything; for tests only',
    );
}

/** The migration makes it where the extension can be had. */
async function hasTrigrams(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query(`SELECT to_regclass('"Certificate_searchText_trgm"') IS NOT NULL AS "has"`);
  return rows[0].has;
}

function reportMigrations(log: Log, applied: readonly string[]): void {
  if (applied.length > 0) log.info({ migrations: applied }, 'the database schema was brought up to date');
}

/** Transactions of the store use one at a time; the rest is for the sign-in library. */
const WRITERS = 4;
const READERS = 8;
