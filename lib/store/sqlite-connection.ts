import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { DatabaseRefusal } from './database-refusal.ts';

/**
 * Opens one connection with every setting that durability and safety rest on, and reads each back: SQLite ignores a
 * PRAGMA it does not know or cannot honour without a word. Throws DatabaseRefusal.
 */
export function openSqliteConnection(args: { path: string; readOnly: boolean; foreignKeys?: boolean }): DatabaseSync {
  if (!args.readOnly) preparePrivateFile(args.path);
  const database = openFile(args.path, args.readOnly);
  try {
    for (const { name, value, expected } of settings(args.foreignKeys ?? true)) {
      if (!(args.readOnly && name === 'journal_mode')) database.exec(`PRAGMA ${name} = ${value}`);
      const found = readPragma(database, name);
      if (found !== expected) throw refusePragma(args.path, name, expected, found);
    }
    if (args.readOnly) database.exec('PRAGMA query_only = ON');
    return database;
  } catch (error) {
    database.close();
    throw error instanceof DatabaseRefusal ? error : refuseToOpen(args.path, error);
  }
}

export function readPragma(database: DatabaseSync, name: string): string {
  const row = database.prepare(`PRAGMA ${name}`).get();
  return String(row === undefined ? '' : Object.values(row)[0]);
}

/** The path behind a `file:` URL as this program writes them: an absolute path, no parameters. */
export function sqlitePath(databaseUrl: string): string {
  return databaseUrl.slice('file:'.length);
}

/**
 * The file exists with mode 0600 before SQLite sees it: SQLite gives its -wal and -shm the mode of the database, so
 * this is enough, whatever the umask of the process is.
 */
function preparePrivateFile(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    closeSync(openSync(path, 'a', 0o600));
    if (process.platform === 'win32') return;
    for (const file of [path, `${path}-wal`, `${path}-shm`])
      if (existsSync(file) && (statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600);
  } catch (error) {
    throw refuseToOpen(path, error);
  }
}

function openFile(path: string, readOnly: boolean): DatabaseSync {
  try {
    return new DatabaseSync(path, {
      readOnly,
      timeout: BUSY_TIMEOUT_MILLISECONDS,
      enableDoubleQuotedStringLiterals: false,
      defensive: true,
    });
  } catch (error) {
    throw refuseToOpen(path, error);
  }
}

function refuseToOpen(path: string, error: unknown): DatabaseRefusal {
  const reason = error instanceof Error ? error.message : String(error);
  const primary = typeof error === 'object' && error !== null && 'errcode' in error ? Number(error.errcode) & 0xff : 0;
  if (primary === 5 || primary === 6)
    return new DatabaseRefusal(
      'locked',
      `The database ${path} is locked by another program for more than ${BUSY_TIMEOUT_MILLISECONDS / 1000} seconds. Close that program (a backup, a database browser) and start again.`,
      { cause: error },
    );
  return new DatabaseRefusal(
    'not-writable',
    `The database ${path} cannot be opened for writing: ${reason}. It must be a SQLite database, and it and its folder must belong to the user that runs this program. Correct the path or its owner and start again.`,
    { cause: error },
  );
}

function refusePragma(path: string, name: string, expected: string, found: string): DatabaseRefusal {
  return new DatabaseRefusal(
    'pragma',
    `The database ${path} does not accept the setting ${name}: expected ${expected}, found ${found || 'nothing'}. Without it, acknowledged records could be lost. Keep the database on a local disk (network folders do not support write-ahead logging) and start again.`,
  );
}

/**
 * Folds the write-ahead log into the database and cuts it to nothing. False when readers held on to it all the while.
 * It asks again instead of waiting inside SQLite, which would stop the readers of this process as well.
 */
export async function emptyWriteAheadLog(database: DatabaseSync): Promise<boolean> {
  for (let attempt = 1; attempt <= 20; attempt += 1) {
    database.exec('PRAGMA busy_timeout = 0');
    try {
      const { busy } = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number };
      if (busy === 0) return true;
    } finally {
      database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MILLISECONDS}`);
    }
    await delay(250);
  }
  return false;
}

const BUSY_TIMEOUT_MILLISECONDS = 5000;

/** In this order: the busy timeout first, because changing the journal mode may have to wait for another connection. */
function settings(foreignKeys: boolean): readonly { name: string; value: string; expected: string }[] {
  return [
    { name: 'busy_timeout', value: String(BUSY_TIMEOUT_MILLISECONDS), expected: String(BUSY_TIMEOUT_MILLISECONDS) },
    { name: 'journal_mode', value: 'WAL', expected: 'wal' },
    // FULL: a commit that was answered survives a power cut. NORMAL, the common default with WAL, may lose the last ones.
    { name: 'synchronous', value: 'FULL', expected: '2' },
    { name: 'foreign_keys', value: foreignKeys ? 'ON' : 'OFF', expected: foreignKeys ? '1' : '0' },
    // A crafted database file must not run functions from its schema, and damaged pages are found when read.
    { name: 'trusted_schema', value: 'OFF', expected: '0' },
    { name: 'cell_size_check', value: 'ON', expected: '1' },
    // Zeros over what is removed, as an erased key must not stay in free space of the file.
    { name: 'secure_delete', value: 'ON', expected: '1' },
    { name: 'cache_size', value: '-65536', expected: '-65536' },
    { name: 'mmap_size', value: '268435456', expected: '268435456' },
    { name: 'temp_store', value: 'MEMORY', expected: '2' },
    // 32 MiB of log: pages that a bulk changes again and again go into the file once, not after every commit.
    { name: 'wal_autocheckpoint', value: '8192', expected: '8192' },
  ];
}
