import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import {
  DriverAdapterError,
  type IsolationLevel,
  type SqlDriverAdapter,
  type SqlDriverAdapterFactory,
  type SqlQuery,
  type SqlResultSet,
  type Transaction,
} from '@prisma/driver-adapter-utils';
import { columnTypeOf, fromSqliteValue, toDriverAdapterError, toSqliteValue } from './sqlite-values.ts';

const IDENTITY = { provider: 'sqlite', adapterName: 'countersign-node-sqlite' } as const;

/**
 * Prisma over one `node:sqlite` connection. The stock adapters were seen to lose acknowledged writes: a plain write
 * slipped into another caller's transaction and went away with its rollback, and a failed COMMIT left the connection
 * inside a transaction that later writes joined. Here every statement takes one lock, a transaction holds it for its
 * whole length, and a transaction is over when COMMIT or ROLLBACK says so and not before.
 */
export function createSqliteAdapter(database: DatabaseSync): SqlDriverAdapterFactory {
  const adapter = new SqliteAdapter(new Connection(database));
  return { ...IDENTITY, connect: async () => adapter };
}

class SqliteAdapter implements SqlDriverAdapter {
  readonly provider = IDENTITY.provider;
  readonly adapterName = IDENTITY.adapterName;
  readonly #connection: Connection;
  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async queryRaw(query: SqlQuery): Promise<SqlResultSet> {
    return this.#connection.exclusively(() => this.#connection.query(query));
  }

  async executeRaw(query: SqlQuery): Promise<number> {
    return this.#connection.exclusively(() => this.#connection.execute(query));
  }

  async executeScript(script: string): Promise<void> {
    return this.#connection.exclusively(() => this.#connection.run(script));
  }

  async startTransaction(isolationLevel?: IsolationLevel): Promise<Transaction> {
    // SQLite has one level. A weaker one asked for is a mistake of the caller, not something to upgrade in silence.
    if (isolationLevel !== undefined && isolationLevel !== 'SERIALIZABLE')
      throw new DriverAdapterError({ kind: 'InvalidIsolationLevel', level: isolationLevel });
    const release = await this.#connection.lock();
    try {
      // IMMEDIATE: a deferred one takes the write lock at its first write, and then fails at once when another process
      // has written since its first read, whatever the busy timeout says.
      this.#connection.run('BEGIN IMMEDIATE');
    } catch (error) {
      release();
      throw error;
    }
    return new SqliteTransaction(this.#connection, release);
  }

  getConnectionInfo() {
    return { maxBindValues: 32_766, supportsRelationJoins: false };
  }

  async dispose(): Promise<void> {
    const release = await this.#connection.lock();
    this.#connection.close();
    release();
  }
}

class SqliteTransaction implements Transaction {
  readonly provider = IDENTITY.provider;
  readonly adapterName = IDENTITY.adapterName;
  /** COMMIT and ROLLBACK are ours: Prisma's own would not know whether the connection has left the transaction. */
  readonly options = { usePhantomQuery: true };
  readonly #connection: Connection;
  #release: (() => void) | null;
  constructor(connection: Connection, release: () => void) {
    this.#connection = connection;
    this.#release = release;
  }

  async queryRaw(query: SqlQuery): Promise<SqlResultSet> {
    this.#requireOpen();
    return this.#connection.query(query);
  }

  async executeRaw(query: SqlQuery): Promise<number> {
    this.#requireOpen();
    return this.#connection.execute(query);
  }

  async commit(): Promise<void> {
    try {
      this.#requireOpen();
      this.#connection.run('COMMIT');
    } finally {
      this.#leave();
    }
  }

  async rollback(): Promise<void> {
    this.#leave();
  }

  async createSavepoint(name: string): Promise<void> {
    this.#requireOpen();
    this.#connection.run(`SAVEPOINT ${name}`);
  }

  async rollbackToSavepoint(name: string): Promise<void> {
    this.#requireOpen();
    this.#connection.run(`ROLLBACK TO ${name}`);
  }

  async releaseSavepoint(name: string): Promise<void> {
    this.#requireOpen();
    this.#connection.run(`RELEASE ${name}`);
  }

  /** A full disk or an I/O error makes SQLite roll back by itself; the next statement would then commit on its own. */
  #requireOpen(): void {
    if (this.#release !== null && this.#connection.inTransaction) return;
    throw new DriverAdapterError({
      kind: 'TransactionAlreadyClosed',
      cause: 'The transaction was already ended; nothing of it is stored.',
    });
  }

  /** Out of the transaction by all means, then free for the next caller. Does nothing the second time. */
  #leave(): void {
    const release = this.#release;
    if (release === null) return;
    this.#release = null;
    this.#connection.abandonTransaction();
    release();
  }
}

/** The connection, its one lock, and its prepared statements. */
class Connection {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #tail: Promise<void> = Promise.resolve();
  #broken: string | null = null;
  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  get inTransaction(): boolean {
    return this.#database.isOpen && this.#database.isTransaction;
  }

  /** Waits for its turn, first come first served, and returns what gives the turn to the next. */
  async lock(): Promise<() => void> {
    const before = this.#tail;
    const turn = Promise.withResolvers<void>();
    this.#tail = turn.promise;
    await before;
    return turn.resolve;
  }

  async exclusively<Result>(work: () => Result): Promise<Result> {
    const release = await this.lock();
    try {
      return work();
    } finally {
      release();
    }
  }

  query(query: SqlQuery): SqlResultSet {
    return this.#guarded(() => {
      const statement = this.#prepare(query.sql);
      const columns = statement.columns();
      const rows = statement.all(...bind(query)) as unknown as SQLOutputValue[][];
      const columnTypes = columns.map(({ type }, at) => columnTypeOf(type, at, rows));
      return {
        columnNames: columns.map(({ name }) => name),
        columnTypes,
        rows: rows.map((row) => row.map((value, at) => fromSqliteValue(value, columnTypes[at]!))),
      };
    });
  }

  execute(query: SqlQuery): number {
    return this.#guarded(() => Number(this.#prepare(query.sql).run(...bind(query)).changes));
  }

  run(script: string): void {
    this.#guarded(() => this.#database.exec(script));
  }

  /** After this the connection is outside any transaction, or refuses everything: a write must never join a dead one. */
  abandonTransaction(): void {
    if (!this.inTransaction) return;
    try {
      this.#database.exec('ROLLBACK');
    } catch (error) {
      this.#broken = error instanceof Error ? error.message : String(error);
    }
    if (this.inTransaction) this.#broken ??= 'the connection stayed inside a transaction after ROLLBACK';
  }

  close(): void {
    this.#statements.clear();
    if (!this.#database.isOpen) return;
    this.abandonTransaction();
    this.#database.close();
  }

  #guarded<Result>(work: () => Result): Result {
    if (this.#broken !== null)
      throw new DriverAdapterError({
        kind: 'sqlite',
        extendedCode: 0,
        message: `The database connection is no longer used, because a rollback failed: ${this.#broken}. Restart the program.`,
      });
    if (!this.#database.isOpen) throw new DriverAdapterError({ kind: 'ConnectionClosed' });
    try {
      return work();
    } catch (error) {
      throw toDriverAdapterError(error);
    }
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) {
      // The map is in order of use: what is used again moves to the end.
      this.#statements.delete(sql);
      this.#statements.set(sql, known);
      return known;
    }
    const statement = this.#database.prepare(sql);
    statement.setReadBigInts(true);
    statement.setReturnArrays(true);
    if (this.#statements.size >= MOST_STATEMENTS) this.#statements.delete(this.#statements.keys().next().value!);
    this.#statements.set(sql, statement);
    return statement;
  }
}

function bind({ args, argTypes }: SqlQuery) {
  return args.map((value, at) => toSqliteValue(value, argTypes[at]));
}

/** Prepared statements kept; Prisma's texts repeat, apart from lists of varying length. */
const MOST_STATEMENTS = 256;
