import type { SQLInputValue, SQLOutputValue } from 'node:sqlite';
import {
  type ArgType,
  type ColumnType,
  ColumnTypeEnum,
  DriverAdapterError,
  type MappedError,
} from '@prisma/driver-adapter-utils';

/** What Prisma hands over and expects back, against what SQLite stores. Times rest as whole milliseconds since 1970. */

export function toSqliteValue(value: unknown, type: ArgType | undefined): SQLInputValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (value instanceof Date) return BigInt(value.getTime());
  if (typeof value === 'string') return textToSqliteValue(value, type);
  // An integer bound as a JS number would arrive as a double.
  if (typeof value === 'number')
    return Number.isSafeInteger(value) && type?.scalarType !== 'float' ? BigInt(value) : value;
  if (typeof value === 'bigint') return value;
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  throw new DriverAdapterError({
    kind: 'InvalidInputValue',
    message: `A ${typeof value} cannot be stored in SQLite; text, number, boolean, time or bytes are expected.`,
  });
}

function textToSqliteValue(value: string, type: ArgType | undefined): SQLInputValue {
  switch (type?.scalarType) {
    case 'int':
    case 'bigint':
      return BigInt(value);
    case 'float':
    case 'decimal':
      return Number(value);
    case 'datetime':
      return BigInt(new Date(value).getTime());
    case 'bytes':
      return new Uint8Array(Buffer.from(value, 'base64'));
    default:
      return value;
  }
}

/** By the declared type of the column; an expression has none and is judged by its first value that is not null. */
export function columnTypeOf(declared: string | null, column: number, rows: readonly SQLOutputValue[][]): ColumnType {
  const known = declared === null ? undefined : DECLARED_TYPES[declared.toUpperCase()];
  if (known !== undefined) return known;
  for (const row of rows) {
    const value = row[column];
    if (typeof value === 'bigint') return ColumnTypeEnum.Int64;
    if (typeof value === 'number') return ColumnTypeEnum.Double;
    if (value instanceof Uint8Array) return ColumnTypeEnum.Bytes;
    if (typeof value === 'string') return ColumnTypeEnum.Text;
  }
  return ColumnTypeEnum.Text;
}

export function fromSqliteValue(value: SQLOutputValue, type: ColumnType): unknown {
  if (value === null) return null;
  switch (type) {
    case ColumnTypeEnum.Boolean:
      return value === 1n || value === 1;
    case ColumnTypeEnum.DateTime:
      return new Date(typeof value === 'string' ? value : Number(value)).toISOString();
    case ColumnTypeEnum.Int32:
    case ColumnTypeEnum.Double:
      return Number(value);
    default:
      // Beyond 2^53 a JS number would round: integers travel as text.
      return typeof value === 'bigint' ? value.toString() : value;
  }
}

/** SQLite's extended result codes (sqlite.org/rescode.html) as Prisma's kinds; anything but a SQLite error is passed on. */
export function toDriverAdapterError(error: unknown): unknown {
  if (!isSqliteError(error)) return error;
  return new DriverAdapterError({
    originalCode: String(error.errcode),
    originalMessage: error.message,
    ...mapSqliteError(error),
  });
}

function mapSqliteError({ errcode, message }: SqliteError): MappedError {
  if ((errcode & 0xff) === SQLITE_BUSY) return { kind: 'SocketTimeout' };
  switch (errcode) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
      return { kind: 'UniqueConstraintViolation', constraint: { fields: failedColumns(message) } };
    case SQLITE_CONSTRAINT_NOTNULL:
      return { kind: 'NullConstraintViolation', constraint: { fields: failedColumns(message) } };
    case SQLITE_CONSTRAINT_FOREIGNKEY:
    case SQLITE_CONSTRAINT_TRIGGER:
      return { kind: 'ForeignKeyConstraintViolation', constraint: { foreignKey: {} } };
  }
  if (message.startsWith('no such table: ')) return { kind: 'TableDoesNotExist', table: message.slice(15) };
  if (message.startsWith('no such column: ')) return { kind: 'ColumnNotFound', column: message.slice(16) };
  return { kind: 'sqlite', extendedCode: errcode, message };
}

/** "UNIQUE constraint failed: Certificate.issuerId, Certificate.serialHex" names the columns. */
function failedColumns(message: string): string[] {
  const list = message.split(': ').at(1) ?? '';
  return list.split(', ').map((name) => name.split('.').at(-1) ?? name);
}

interface SqliteError extends Error {
  readonly errcode: number;
}
function isSqliteError(error: unknown): error is SqliteError {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number';
}

const SQLITE_BUSY = 5;
const SQLITE_CONSTRAINT_FOREIGNKEY = 787;
const SQLITE_CONSTRAINT_NOTNULL = 1299;
const SQLITE_CONSTRAINT_PRIMARYKEY = 1555;
const SQLITE_CONSTRAINT_TRIGGER = 1811;
const SQLITE_CONSTRAINT_UNIQUE = 2067;

const DECLARED_TYPES: Readonly<Record<string, ColumnType>> = {
  TEXT: ColumnTypeEnum.Text,
  INTEGER: ColumnTypeEnum.Int32,
  BIGINT: ColumnTypeEnum.Int64,
  BOOLEAN: ColumnTypeEnum.Boolean,
  DATETIME: ColumnTypeEnum.DateTime,
  BLOB: ColumnTypeEnum.Bytes,
  REAL: ColumnTypeEnum.Double,
};
