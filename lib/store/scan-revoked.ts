import type { Pool, QueryArrayConfig } from 'pg';
import type { RevokedEntry } from '../domain/entities.ts';
import type { RevocationReason, SerialNumber } from '../pki/types.ts';
import { openSqliteConnection } from './sqlite-connection.ts';

/**
 * All revoked entries of an authority as one moment saw them, in slices, ordered by serial. Past the object mapper and
 * on a connection of its own: a million rows take about a second this way, fifteen the other, and nobody waits for
 * them. Between slices other work gets its turn.
 */
export type RevokedScan = (authorityId: string, notExpiredBefore: Date) => AsyncIterable<readonly RevokedEntry[]>;

export function sqliteRevokedScan(path: string): RevokedScan {
  return async function* scan(authorityId, notExpiredBefore) {
    const connection = openSqliteConnection({ path, readOnly: true });
    try {
      connection.exec('BEGIN');
      const statement = connection.prepare(`
        SELECT "serialHex", "revokedAt", "reason", "invalidityDate" FROM "RevokedEntry"
        WHERE "authorityId" = ? AND "serialHex" > ? AND "notAfter" >= ? ORDER BY "serialHex" LIMIT ${SLICE}`);
      statement.setReturnArrays(true);
      for (let after = ''; ; ) {
        const rows = statement.all(authorityId, after, notExpiredBefore.getTime()) as unknown as Row[];
        if (rows.length > 0) yield rows.map(toEntry);
        const last = rows.at(-1);
        if (!last || rows.length < SLICE) return;
        after = last[0];
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
            SELECT "serialHex", (EXTRACT(EPOCH FROM "revokedAt") * 1000)::float8, "reason",
              (EXTRACT(EPOCH FROM "invalidityDate") * 1000)::float8
            FROM "RevokedEntry" WHERE "authorityId" = $1 AND "serialHex" > $2
              AND "notAfter" >= to_timestamp($3 / 1000.0) AT TIME ZONE 'UTC'
            ORDER BY "serialHex" LIMIT ${SLICE}`,
          values: [authorityId, after, notExpiredBefore.getTime()],
        };
        const rows = (await client.query(query)).rows as unknown as Row[];
        if (rows.length > 0) yield rows.map(toEntry);
        const last = rows.at(-1);
        if (!last || rows.length < SLICE) return;
        after = last[0];
      }
    } finally {
      await client.query('ROLLBACK').catch(() => undefined);
      client.release();
    }
  };
}

type Row = readonly [serialHex: string, revokedAt: number, reason: string, invalidityDate: number | null];

function toEntry([serialHex, revokedAt, reason, invalidityDate]: Row): RevokedEntry {
  return {
    serialNumber: serialHex as SerialNumber,
    revokedAt: new Date(revokedAt),
    reason: reason as RevocationReason,
    invalidityDate: invalidityDate === null ? null : new Date(invalidityDate),
  };
}

/** About ten milliseconds of work at a time. */
const SLICE = 10_000;
