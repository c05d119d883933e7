import { AsyncLocalStorage } from 'node:async_hooks';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { isDriverAdapterError } from '@prisma/driver-adapter-utils';
import type { StatusReads } from '../domain/certificate-status.ts';
import { CountersignError } from '../domain/errors.ts';
import type { Store, StoreTransaction } from '../domain/store.ts';
import { anchorReads, anchorWrites } from './anchor-rows.ts';
import { auditReads, auditWrites } from './audit-rows.ts';
import { authorityReads, authorityWrites } from './authority-rows.ts';
import { batchWrites } from './batch-rows.ts';
import { certificatePageReads } from './certificate-page.ts';
import { certificateReads, certificateWrites } from './certificate-rows.ts';
import type { SearchIndex } from './certificate-search.ts';
import { certificationRequestReads, certificationRequestWrites } from './certification-request-rows.ts';
import { connectionReads, connectionWrites } from './connection-rows.ts';
import { crlReads, crlWrites } from './crl-rows.ts';
import { descriptionReads, descriptionWrites } from './description-rows.ts';
import { handoverReads, handoverWrites } from './handover-rows.ts';
import { importReads, importWrites } from './import-rows.ts';
import { instanceReads, instanceWrites } from './instance-rows.ts';
import { intentReads, intentWrites } from './intent-rows.ts';
import { jobReads, jobWrites } from './job-rows.ts';
import { labReads, labWrites } from './lab-rows.ts';
import { livingReads } from './living-counts.ts';
import { operatorReads, operatorWrites } from './operator-rows.ts';
import { plannedRevocationReads, plannedRevocationWrites } from './planned-revocation-rows.ts';
import { profileReads, profileWrites } from './profile-rows.ts';
import { requestReads, requestWrites } from './request-rows.ts';
import { revocationReads, revocationWrites } from './revocation-rows.ts';
import { postgresRowWriter, sqliteRowWriter } from './row-writer.ts';
import { type DatabaseClient, type Rows, SINGLETON } from './rows.ts';
import { savedViewReads, savedViewWrites } from './saved-view-rows.ts';
import type { RevokedScan } from './scan-revoked.ts';
import { statusOfManyWrites } from './status-of-many.ts';
import { type Outcome, TransactionTurns, type Work } from './transaction-turns.ts';
import { watchReads, watchWrites } from './watch-rows.ts';

/**
 * The store over two clients: reads outside transactions have a connection of their own, so they neither wait for
 * writers nor see what is not committed; called inside a transaction they still show what was committed before it.
 * Write transactions of this process run one after another, in the order they were asked for; those that wait at the
 * same time share one COMMIT.
 */
export function createStore(args: {
  provider: 'sqlite' | 'postgresql';
  readClient: DatabaseClient;
  writeClient: DatabaseClient;
  scanRevoked: RevokedScan;
  statusReads: StatusReads;
  search: SearchIndex;
  /** The connection under the writing client on SQLite: large octets go past the object mapper. */
  writeConnection?: DatabaseSync;
  /** The same under the reading client. */
  readConnection?: DatabaseSync;
  scrubErased(): Promise<boolean>;
  close(): Promise<void>;
}): Store {
  const inside = new AsyncLocalStorage<{ open: boolean }>();
  const turns = new TransactionTurns((works) => runTogether(args, works));
  let closed: Promise<void> | null = null;

  const store: Store = {
    ...readsOf(args.readClient, args.search, args.readConnection),
    changeMark: args.statusReads.changeMark,
    statusFacts: args.statusReads.statusFacts,
    scanRevokedEntries: args.scanRevoked,
    async transaction<Result>(work: (tx: StoreTransaction) => Promise<Result>) {
      // The outer one holds the turn that the inner one would wait for.
      if (inside.getStore()?.open)
        throw new Error('A transaction was started inside a transaction. Use the one that was handed over.');
      if (closed !== null) throw new Error('The store is closed.');
      const mark = { open: true };
      const inCaller = AsyncLocalStorage.snapshot();
      const result = turns.run((tx) => inCaller(() => inside.run(mark, () => work(tx))));
      return result.finally(() => {
        mark.open = false;
      });
    },
    async keepCrlPieces(pieces) {
      for (let at = 0; at < pieces.length; at += PIECES_AT_ONCE) {
        await store.transaction((tx) => tx.addCrlPieces(pieces.slice(at, at + PIECES_AT_ONCE)));
        // Else the log is folded into the database at once when it is long, and everybody waits.
        if (args.writeConnection?.isTransaction === false)
          args.writeConnection.exec('PRAGMA wal_checkpoint(PASSIVE); PRAGMA shrink_memory');
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    scrubErased: () => turns.between(() => args.scrubErased()),
    close() {
      closed ??= turns.between(() => args.close());
      return closed;
    },
  };
  return store;
}

function readsOf(rows: Rows, search: SearchIndex, connection?: DatabaseSync) {
  return {
    ...instanceReads(rows),
    ...authorityReads(rows),
    ...certificateReads(rows),
    ...certificatePageReads(rows, search),
    ...livingReads(rows),
    ...descriptionReads(rows),
    ...revocationReads(rows),
    ...crlReads(rows, connection),
    ...connectionReads(rows),
    ...handoverReads(rows),
    ...certificationRequestReads(rows),
    ...auditReads(rows),
    ...anchorReads(rows),
    ...jobReads(rows),
    ...labReads(rows),
    ...profileReads(rows),
    ...requestReads(rows),
    ...importReads(rows),
    ...intentReads(rows),
    ...savedViewReads(rows),
    ...operatorReads(rows),
    ...watchReads(rows),
    ...plannedRevocationReads(rows),
  };
}

function transactionOf(rows: Rows, { scanRevoked, search, writeConnection }: Database): StoreTransaction {
  const writer = writeConnection ? sqliteRowWriter(writeConnection) : postgresRowWriter(rows);
  return {
    ...readsOf(rows, search, writeConnection),
    scanRevokedEntries: scanRevoked,
    ...instanceWrites(rows),
    ...authorityWrites(rows),
    ...certificateWrites(rows),
    ...descriptionWrites(rows, writer),
    ...revocationWrites(rows),
    ...crlWrites(rows, writeConnection),
    ...connectionWrites(rows),
    ...handoverWrites(rows),
    ...certificationRequestWrites(rows),
    ...auditWrites(rows),
    ...anchorWrites(rows),
    ...jobWrites(rows, writer),
    ...labWrites(rows),
    ...profileWrites(rows),
    ...requestWrites(rows),
    ...batchWrites(rows, writer),
    ...intentWrites(rows, writer),
    ...importWrites(rows),
    ...statusOfManyWrites(rows, writer),
    ...savedViewWrites(rows),
    ...operatorWrites(rows),
    ...watchWrites(rows),
    ...plannedRevocationWrites(rows),
  };
}

interface Database {
  readonly provider: 'sqlite' | 'postgresql';
  readonly writeClient: DatabaseClient;
  readonly scanRevoked: RevokedScan;
  readonly search: SearchIndex;
  readonly writeConnection?: DatabaseSync;
}

/**
 * Runs the works in their order inside one transaction of the database, each under a savepoint of its own, so that one
 * fsync serves all of them: each works as if the ones before it were committed, and a failure undoes that one alone. None is
 * acknowledged before the COMMIT. Where that fails, those that surely stored nothing run again, each by itself.
 */
async function runTogether(database: Database, works: readonly Work[]): Promise<readonly Outcome[]> {
  if (works.length === 1) return [await outcomeOf(() => runWithRetries(database, works[0] as Work))];
  const outcomes: Outcome[] = [];
  try {
    await inTransaction(database, async (rows) => {
      outcomes.length = 0;
      for (const work of works) outcomes.push(await underSavepoint(rows, database, work));
    });
  } catch (error) {
    const isLost = !(error instanceof BatchSpoilt) && !isRetryable(error, database.provider);
    outcomes.length = 0;
    for (const work of works) outcomes.push(isLost ? { error } : await outcomeOf(() => runWithRetries(database, work)));
    return outcomes;
  }
  for (const [at, outcome] of outcomes.entries())
    if ('error' in outcome && isRetryable(outcome.error, database.provider))
      outcomes[at] = await outcomeOf(() => runWithRetries(database, works[at] as Work));
  return outcomes;
}

/** Nothing of the batch may be kept: one of it reached out of its savepoint. */
class BatchSpoilt extends Error {}

async function underSavepoint(rows: Rows, database: Database, work: Work): Promise<Outcome> {
  await rows.$executeRaw`SAVEPOINT one`;
  const watched = watch(transactionOf(rows, database));
  const outcome = await outcomeOf(async () => {
    const result = await work(watched.tx);
    watched.requireSound();
    return result;
  });
  // A call that still runs would write into the next one's part.
  if (watched.isRunning()) throw new BatchSpoilt('A call inside a transaction was not awaited.');
  if ('error' in outcome) await rows.$executeRaw`ROLLBACK TO SAVEPOINT one`;
  await rows.$executeRaw`RELEASE SAVEPOINT one`;
  return outcome;
}

async function outcomeOf(work: () => Promise<unknown>): Promise<Outcome> {
  try {
    return { result: await work() };
  } catch (error) {
    return { error };
  }
}

async function runWithRetries(database: Database, work: Work): Promise<unknown> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await runOnce(database, work);
    } catch (error) {
      if (attempt >= MOST_ATTEMPTS || !isRetryable(error, database.provider)) throw error;
      await delay(attempt * 25);
    }
  }
}

async function runOnce(database: Database, work: Work): Promise<unknown> {
  return inTransaction(database, async (rows) => {
    const watched = watch(transactionOf(rows, database));
    const result = await work(watched.tx);
    watched.requireSound();
    return result;
  });
}

async function inTransaction<Result>(
  { provider, writeClient }: Database,
  work: (rows: Rows) => Promise<Result>,
): Promise<Result> {
  return writeClient.$transaction(
    async (rows) => {
      if (provider === 'postgresql') await takeTurn(rows);
      return work(rows);
    },
    { maxWait: LONGEST_MILLISECONDS, timeout: LONGEST_MILLISECONDS, ...ISOLATION[provider] },
  );
}

/**
 * Processes on one PostgreSQL write one after another: whoever holds this row. What is read afterwards under READ
 * COMMITTED is what the one before has committed, so reading and then writing needs no further care.
 */
async function takeTurn(rows: Rows): Promise<void> {
  await rows.auditHead.update({
    where: { id: SINGLETON },
    data: { transactions: { increment: 1 } },
    select: { id: true },
  });
}

/**
 * A statement that failed has ended the transaction on PostgreSQL, where COMMIT then reports success and stores
 * nothing. So a failure that `work` swallowed still fails the transaction, on both databases, and so does a call that
 * `work` did not await. Refusals (CountersignError) are answers, not failures.
 */
function watch(tx: StoreTransaction): { tx: StoreTransaction; requireSound(): void; isRunning(): boolean } {
  let failure: { error: unknown } | null = null;
  let running = 0;
  const watched: Record<string, unknown> = {};
  for (const [name, method] of Object.entries(tx) as [string, (...args: unknown[]) => Promise<unknown>][]) {
    if (name === 'scanRevokedEntries') {
      watched[name] = refuseScan;
      continue;
    }
    watched[name] = async (...args: unknown[]) => {
      running += 1;
      try {
        return await method(...args);
      } catch (error) {
        if (!(error instanceof CountersignError)) failure ??= { error };
        throw error;
      } finally {
        running -= 1;
      }
    };
  }
  return {
    tx: watched as unknown as StoreTransaction,
    requireSound() {
      if (failure !== null) throw failure.error;
      if (running > 0) throw new Error('A call inside the transaction was not awaited; nothing was stored.');
    },
    isRunning: () => running > 0,
  };
}

/** It reads on a connection of its own, which sees nothing of what this transaction and those before it in the batch wrote. */
function refuseScan(): never {
  throw new Error('Entries are scanned outside of transactions.');
}

/** Only what surely stored nothing: a lost connection during COMMIT says neither yes nor no and is not repeated. */
function isRetryable(error: unknown, provider: Database['provider']): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? error.code : undefined;
  const { kind, originalCode } = driverErrorOf(error);
  if (code === 'P2034' || kind === 'TransactionWriteConflict') return true;
  // SQLITE_BUSY: another program held the file for longer than the busy timeout.
  if (provider === 'sqlite') return code === 'P1008' || kind === 'SocketTimeout';
  return originalCode === '40001' || originalCode === '40P01';
}

/** Prisma wraps what a statement threw; what COMMIT threw it passes on as it is. */
function driverErrorOf(error: Error): { kind?: string; originalCode?: string } {
  if (isDriverAdapterError(error)) return error.cause;
  const meta = 'meta' in error ? (error.meta as { driverAdapterError?: unknown } | undefined) : undefined;
  const inner = meta?.driverAdapterError;
  return inner instanceof Error && isDriverAdapterError(inner) ? inner.cause : {};
}

/** About 4 MiB. */
const PIECES_AT_ONCE = 4;
const MOST_ATTEMPTS = 5;
/** No signing, network or file work happens inside, so a transaction that takes this long is stuck. */
const LONGEST_MILLISECONDS = 30_000;

/** SQLite has one level. The type of the client is SQLite's, which does not know PostgreSQL's names. */
const ISOLATION = {
  sqlite: {},
  postgresql: { isolationLevel: 'ReadCommitted' as 'Serializable' },
} as const;
