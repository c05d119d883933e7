import type { DatabaseSync } from 'node:sqlite';
import type { CrlPiece } from '../domain/entities.ts';
import { bytes, type Rows } from './rows.ts';

/**
 * The pieces of long lists. On SQLite octets take the short way, past the object mapper, on the `connection` under
 * `rows`; on PostgreSQL a piece is small enough for the mapper.
 */
export function crlPieceRows(rows: Rows, connection?: DatabaseSync) {
  return {
    /** Those that are not there yet. */
    async add(pieces: readonly CrlPiece[]): Promise<void> {
      if (connection) {
        if (!connection.isTransaction) throw new Error('Pieces were to be written outside of a transaction.');
        const insert = connection.prepare('INSERT INTO "CrlPiece" ("name", "octets") VALUES (?, ?)');
        const present = connection.prepare('SELECT 1 FROM "CrlPiece" WHERE "name" = ?');
        for (const { name, octets } of pieces) if (present.get(name) === undefined) insert.run(name, octets);
        return;
      }
      const found = await rows.crlPiece.findMany({
        where: { name: { in: pieces.map(({ name }) => name) } },
        select: { name: true },
      });
      const present = new Set(found.map(({ name }) => name));
      for (const { name, octets } of pieces) {
        if (!present.has(name)) await rows.crlPiece.create({ data: { name, octets: bytes(octets) } });
        present.add(name);
      }
    },
    /** Says that the list is made of these pieces, in this order. */
    async use(crlId: string, pieces: readonly CrlPiece[]): Promise<void> {
      await rows.crlPieceUse.createMany({ data: pieces.map(({ name }, position) => ({ crlId, position, name })) });
    },
    /** The names and lengths of a list's pieces, in order. */
    async ofList(crlId: string): Promise<readonly { readonly name: string; readonly length: number }[]> {
      const found = await rows.$queryRaw<{ name: string; length: number | bigint }[]>`
        SELECT u."name", length(p."octets") AS "length" FROM "CrlPieceUse" u JOIN "CrlPiece" p ON p."name" = u."name"
        WHERE u."crlId" = ${crlId} ORDER BY u."position"`;
      return found.map(({ name, length }) => ({ name, length: Number(length) }));
    },
    /** Null: there is no such piece any more. */
    async octets(name: string): Promise<Uint8Array | null> {
      if (connection) {
        const found = connection.prepare('SELECT "octets" FROM "CrlPiece" WHERE "name" = ?').get(name);
        return (found?.octets as Uint8Array | undefined) ?? null;
      }
      return (await rows.crlPiece.findUnique({ where: { name } }))?.octets ?? null;
    },
    /** Lists below this number are no longer made of anything, and a piece that no list has is removed. */
    async release(list: { authorityId: string; kind: string; shard: number }, below: bigint): Promise<void> {
      const { count } = await rows.crlPieceUse.deleteMany({ where: { crl: { ...list, crlNumber: { lt: below } } } });
      if (count > 0) await removeUnused(rows, connection);
    },
  };
}

/** Also pieces of a list that is being made: who records its intent adds what is missing once more. */
async function removeUnused(rows: Rows, connection?: DatabaseSync): Promise<void> {
  // Everybody has read what was published: zeros over it would only double what is written.
  connection?.exec('PRAGMA secure_delete = FAST');
  try {
    await rows.$executeRaw`
      DELETE FROM "CrlPiece" WHERE NOT EXISTS (SELECT 1 FROM "CrlPieceUse" u WHERE u."name" = "CrlPiece"."name")`;
  } finally {
    connection?.exec('PRAGMA secure_delete = ON');
  }
}
