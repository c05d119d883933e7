import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { Prisma } from './generated/sqlite/client.ts';
import type { Rows } from './rows.ts';

/** What a column holds; each may be null. */
export type ValueType = 'text' | 'integer' | 'time' | 'octets';
export type Columns = Readonly<Record<string, ValueType>>;
type Value = string | number | Date | Uint8Array | null;
export type RowOf<Names extends Columns> = { readonly [Name in keyof Names]: Value };

/**
 * Adds one row to `into` for each row of values. `unless`: a condition under which a row is left out, `:name` in it is
 * that row's value. `conflict`: what stands behind ON CONFLICT.
 */
export interface Insertion<Names extends Columns> {
  readonly into: string;
  readonly columns: Names;
  readonly unless?: string;
  readonly conflict?: string;
}
/** Changes the rows of `table` that `where` finds, for each row of values. `:name` in both texts is that row's value. */
export interface Change<Names extends Columns> {
  readonly table: string;
  readonly columns: Names;
  readonly set: string;
  readonly where: string;
}

/**
 * Writes many rows inside the open transaction, in their order. Resolves to how many rows of the table were added or
 * changed. What each database takes fastest: a compiled statement that runs once for each row in SQLite, which is in
 * this process; one statement over all rows in PostgreSQL, which is a round trip away.
 */
export interface RowWriter {
  insert<Names extends Columns>(insertion: Insertion<Names>, rows: readonly RowOf<Names>[]): Promise<number>;
  change<Names extends Columns>(change: Change<Names>, rows: readonly RowOf<Names>[]): Promise<number>;
}

/** `connection` is the one that the transaction is open on. */
export function sqliteRowWriter(connection: DatabaseSync): RowWriter {
  const write = (sql: string, columns: Columns, rows: readonly RowOf<Columns>[]) => {
    // Outside of a transaction every row would be stored for itself, whatever became of the others.
    if (!connection.isTransaction) throw new Error('Rows were to be written outside of a transaction.');
    const statement = compiled(connection, sql);
    const names = Object.keys(columns);
    let count = 0;
    for (const row of rows)
      count += Number(statement.run(...names.map((name) => sqliteValue(row[name] as Value))).changes);
    return Promise.resolve(count);
  };
  return {
    insert: ({ into, columns, unless, conflict }, rows) =>
      write(
        `INSERT INTO "${into}" (${quoted(columns).join(', ')}) ${sqliteSource(columns, unless)}${conflictClause(conflict)}`,
        columns,
        rows,
      ),
    change: ({ table, columns, set, where }, rows) =>
      write(numbered(`UPDATE "${table}" SET ${set} WHERE ${where}`, columns), columns, rows),
  };
}

/** All rows of a statement travel as one JSON parameter: its text stays the same and short, and there is no limit of parameters. */
export function postgresRowWriter(client: Rows): RowWriter {
  const inTables = async <Row>(rows: readonly Row[], write: (slice: readonly Row[]) => Promise<number>) => {
    let count = 0;
    for (let at = 0; at < rows.length; at += MOST_ROWS) count += await write(rows.slice(at, at + MOST_ROWS));
    return count;
  };
  return {
    insert: ({ into, columns, unless, conflict }, rows) => {
      const names = Prisma.raw(quoted(columns).join(', '));
      const condition = unless === undefined ? '' : `WHERE NOT ${named(unless, columns, (name) => `"v"."${name}"`)}`;
      return inTables(
        rows,
        (slice) =>
          client.$executeRaw`INSERT INTO ${Prisma.raw(`"${into}"`)} (${names})
            SELECT ${names} FROM ${valueTable(columns, slice)} AS "v" ${Prisma.raw(condition)}
            ${Prisma.raw(conflictClause(conflict))}`,
      );
    },
    change: ({ table, columns, set, where }, rows) => {
      const withValues = (text: string) => Prisma.raw(named(text, columns, (name) => `"v"."${name}"`));
      return inTables(
        rows,
        (slice) =>
          client.$executeRaw`UPDATE ${Prisma.raw(`"${table}"`)} SET ${withValues(set)}
            FROM ${valueTable(columns, slice)} AS "v" WHERE ${withValues(where)}`,
      );
    },
  };
}

function valueTable(columns: Columns, rows: readonly RowOf<Columns>[]): Prisma.Sql {
  const names = Object.keys(columns);
  const json = JSON.stringify(rows.map((row) => names.map((name) => jsonValue(row[name] as Value))));
  const selected = Object.entries(columns).map(([name, type], at) =>
    Prisma.raw(`${READ[type](`("j"."value" ->> ${at})`)} AS "${name}"`),
  );
  return Prisma.sql`(SELECT ${Prisma.join(selected)} FROM jsonb_array_elements(CAST(${json} AS JSONB)) AS "j"("value"))`;
}

const READ: Readonly<Record<ValueType, (text: string) => string>> = {
  text: (text) => text,
  integer: (text) => `CAST(${text} AS BIGINT)`,
  time: (text) => `CAST(${text} AS TIMESTAMP(3))`,
  octets: (text) => `decode(${text}, 'hex')`,
};

/** Times rest without a zone and mean UTC, as the client writes them. */
function jsonValue(value: Value): string | number | null {
  if (value instanceof Date) return value.toISOString().slice(0, -1);
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex');
  return value;
}

/** As in `sqlite-values.ts`: times are milliseconds, whole numbers bind as bigint. */
function sqliteValue(value: Value): SQLInputValue {
  if (value instanceof Date) return BigInt(value.getTime());
  return typeof value === 'number' ? BigInt(value) : value;
}

function sqliteSource(columns: Columns, unless: string | undefined): string {
  const values = quoted(columns)
    .map((_, at) => `?${at + 1}`)
    .join(', ');
  return unless === undefined ? `VALUES (${values})` : `SELECT ${values} WHERE NOT ${numbered(unless, columns)}`;
}

function numbered(text: string, columns: Columns): string {
  return named(text, columns, (_, at) => `?${at + 1}`);
}

function conflictClause(conflict: string | undefined): string {
  return conflict === undefined ? '' : ` ON CONFLICT ${conflict}`;
}

function quoted(columns: Columns): readonly string[] {
  return Object.keys(columns).map((name) => `"${name}"`);
}

function named(text: string, columns: Columns, write: (name: string, at: number) => string): string {
  const names = Object.keys(columns);
  return text.replace(/:(\w+)/g, (_, name: string) => {
    const at = names.indexOf(name);
    if (at < 0) throw new Error(`The statement names a value ":${name}" that its rows do not have.`);
    return write(name, at);
  });
}

/** Compiling costs as much as running some rows; the texts are the few of this room. */
function compiled(connection: DatabaseSync, sql: string): StatementSync {
  let ofConnection = statements.get(connection);
  if (!ofConnection) {
    ofConnection = new Map();
    statements.set(connection, ofConnection);
  }
  const known = ofConnection.get(sql);
  if (known) return known;
  const statement = connection.prepare(sql);
  ofConnection.set(sql, statement);
  return statement;
}

const statements = new WeakMap<DatabaseSync, Map<string, StatementSync>>();
/** A few megabytes of JSON. */
const MOST_ROWS = 2_000;
