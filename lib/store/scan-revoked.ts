import type { Pool, QueryArrayConfig } from 'pg';
import { openSqliteConnection } from './sqlite-connection.ts';

/**
 * All revoked entries of an authority as one moment saw them, in slices of lines that `RevokedLines` reads, ordered by
 * serial. Past the object mapper, on a connection of its own, and as text that the database puts together: a million
 * rows take half a second this way, one second as rows of values, fifteen by the mapper. Between slices other work gets
 * its turn.
 */
export type RevokedScan = (authorityId: string, notExpiredBefore: Date) => AsyncIterable<Uint8Array>;

export function sqliteRevokedScan(path: string): RevokedScan {
  return async function* scan(authorityId, notExpiredBefore) {
    const connection = openSqliteConnection({ path, readOnly: true });
    try {
      // Each page is read once, in order: neither a cache nor a mapping of the file would be used again.
      connection.exec('PRAGMA mmap_size = 0; PRAGMA cache_size = -4096');
      connection.exec('BEGIN');
      // A blob, as a string would be made of it first.
      const statement = connection.prepare(`
        SELECT count(*), max("serialHex"),
          CAST(concat(group_concat(concat("serialHex", ',', "revokedAt", ',', "reason", ',', "invalidityDate"), char(10)), char(10)) AS BLOB)
        FROM (SELECT "serialHex", "revokedAt", "reason", "invalidityDate" FROM "RevokedEntry"
          WHERE "authorityId" = ? AND "serialHex" > ? AND "notAfter" >= ? ORDER BY "serialHex" LIMIT ${SLICE})`);
      statement.setReturnArrays(true);
      for (let after = ''; ; ) {
        const [count, last, lines] = statement.get(authorityId, after, notExpiredBefore.getTime()) as unknown as Slice;
        if (last === null || lines === null) return;
        yield lines;
        if (count < SLICE) return;
        after = last;
        await new Promise((resolve) => setImmediate(resolve));
      }
    } finally {
      connection.close();
    }
  };
}

export function postgresRevokedScan(pool: Pool): RevokedScan {
  return async function* scan(authorityId, notExpiredBefore) {
    const client = await pool.connect();
    try {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      for (let after = ''; ; ) {
        // The columns have no time zone and hold UTC; epoch seconds say so without the session's own zone.
        const query: QueryArrayConfig = {
          rowMode: 'array',
          text: `
            SELECT count(*)::int, max("serialHex"), string_agg("serialHex" || ',' || "revoked" || ',' || "reason" || ',' ||
              coalesce("invalidity"::text, '') || chr(10), '' ORDER BY "serialHex")
            FROM (SELECT "serialHex", (EXTRACT(EPOCH FROM "revokedAt") * 1000)::bigint AS "revoked", "reason",
                (EXTRACT(EPOCH FROM "invalidityDate") * 1000)::bigint AS "invalidity"
              FROM "RevokedEntry" WHERE "authorityId" = $1 AND "serialHex" > $2
                AND "notAfter" >= to_timestamp($3 / 1000.0) AT TIME ZONE 'UTC'
              ORDER BY "serialHex" LIMIT ${SLICE}) AS slice`,
          values: [authorityId, after, notExpiredBefore.getTime()],
        };
        const [count, last, lines] = (await client.query(query)).rows[0] as unknown as Slice<string>;
        if (last === null || lines === null) return;
        yield Buffer.from(lines, 'latin1');
        if (count < SLICE) return;
        after = last;
      }
    } finally {
      await client.query('ROLLBACK').catch(() => undefined);
      client.release();
    }
  };
}

type Slice<Lines = Uint8Array> = readonly [count: number, last: string | null, lines: Lines | null];

/** A few milliseconds of work at a time: what was encoded goes to the signer between two slices. */
const SLICE = 4_000;
