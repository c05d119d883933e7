import { chmodSync, closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { DatabaseRefusal } from './database-refusal.ts';

/**
 * One Countersign process a SQLite database. The lock is a write transaction held open on a small database beside the
 * real one: the operating system frees it when its owner dies in whatever way, so there is no stale lock to recognise,
 * and process numbers, which repeat and mean nothing between containers, decide nothing. They are kept for the message.
 */
export function takeInstanceLock(databasePath: string): { release(): void } {
  const path = `${databasePath}.lock`;
  const lock = openLock(path);
  try {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      if (!beginHolding(lock)) throw refuse(databasePath, readOwner(lock));
      if (readOwner(lock)?.pid === process.pid && attempt > 0) return { release: () => lock.close() };
      // Others read the owner while the lock is held, so its row must be committed before the lock is taken for good.
      lock.exec('DELETE FROM owner');
      lock
        .prepare("INSERT INTO owner (pid, startedAt) VALUES (?, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))")
        .run(process.pid);
      lock.exec('COMMIT');
    }
    throw refuse(databasePath, readOwner(lock));
  } catch (error) {
    lock.close();
    throw error;
  }
}

function openLock(path: string): DatabaseSync {
  try {
    closeSync(openSync(path, 'a', 0o600));
    if (process.platform !== 'win32') chmodSync(path, 0o600);
    // A rollback journal, not WAL: a write lock then lets others read. Long enough a wait for another's few statements.
    const lock = new DatabaseSync(path, { timeout: 500 });
    lock.exec('CREATE TABLE IF NOT EXISTS owner (pid INTEGER NOT NULL, startedAt TEXT NOT NULL)');
    return lock;
  } catch (error) {
    if (isBusy(error)) throw refuse(path.replace(/\.lock$/, ''), null);
    throw new DatabaseRefusal(
      'not-writable',
      `The lock ${path} beside the database cannot be written: ${error instanceof Error ? error.message : String(error)}. The folder must belong to the user that runs this program. Correct its owner and start again.`,
      { cause: error },
    );
  }
}

function beginHolding(lock: DatabaseSync): boolean {
  try {
    lock.exec('BEGIN IMMEDIATE');
    return true;
  } catch (error) {
    if (isBusy(error)) return false;
    throw error;
  }
}

interface Owner {
  readonly pid: number;
  readonly startedAt: string;
}

function readOwner(lock: DatabaseSync): Owner | null {
  try {
    const row = lock.prepare('SELECT pid, startedAt FROM owner').get();
    return row === undefined ? null : { pid: Number(row.pid), startedAt: String(row.startedAt) };
  } catch {
    return null;
  }
}

function refuse(databasePath: string, owner: Owner | null): DatabaseRefusal {
  const who = owner === null ? 'another process' : `process ${owner.pid} since ${owner.startedAt}`;
  return new DatabaseRefusal(
    'locked',
    `The database ${databasePath} is in use by ${who}. One Countersign process may use a SQLite database. Stop that one first, give this one another data directory, or move to PostgreSQL, which serves several.`,
  );
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === 5;
}

/** Two are enough unless others start in the same moment. */
const MOST_ATTEMPTS = 5;
