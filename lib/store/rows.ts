import type { Prisma, PrismaClient } from './generated/sqlite/client.ts';

/**
 * The one type of database client in this room. Both clients are generated from the same models; the SQLite one offers
 * the narrower set of filters, so code that fits it runs on PostgreSQL too.
 */
export type DatabaseClient = PrismaClient;

/** What repositories work on: a client outside transactions, or one transaction. */
export type Rows = Prisma.TransactionClient;

/** Prisma wants bytes over an ArrayBuffer of their own; DER types are views of any buffer. */
export function bytes(value: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(value);
}

/** The one row of a table that has at most one. */
export const SINGLETON = 1;
