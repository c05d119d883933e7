import { on } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Pool, QueryArrayConfig } from 'pg';
import type { RevokedSaid } from './revoked-reader.ts';
import { isLongScan, type RevokedQuestion, SLICE, sqliteRevokedSlices } from './revoked-slices.ts';

/**
 * All revoked entries of an authority as one moment saw them, in slices of lines that `RevokedLines` reads, ordered by
 * serial. Past the object mapper, on a connection of its own, and as text that the database puts together: a million
 * rows take half a second this way, one second as rows of values, fifteen by the mapper. Between slices other work gets
 * its turn.
 */
export type RevokedScan = (authorityId: string, notExpiredBefore: Date) => AsyncIterable<Uint8Array>;

/** `readerFile` is the entry of the thread that reads long lists; without one this thread reads them, too. */
export function sqliteRevokedScan(path: string, readerFile: string | null): RevokedScan {
  return async function* scan(authorityId, notExpiredBefore) {
    const question = { path, authorityId, notExpiredBefore: notExpiredBefore.getTime() };
    if (readerFile !== null && isLongScan(question)) {
      yield* readInThread(readerFile, question);
      return;
    }
    for (const slice of sqliteRevokedSlices(question)) {
      yield slice;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
}

async function* readInThread(readerFile: string, question: RevokedQuestion): AsyncGenerator<Uint8Array, void> {
  const thread = new Worker(readerFile, { workerData: question, name: 'revoked-reader' });
  try {
    for (let at = 0; at < AHEAD; at += 1) thread.postMessage(null);
    // Refuses when the thread fails, and ends when it does.
    for await (const [said] of on(thread, 'message', { close: ['exit'] })) {
      const slice = said as RevokedSaid;
      if (slice === null) return;
      thread.postMessage(null);
      yield slice;
    }
    throw new Error('The thread that reads revoked entries ended before the last of them.');
  } finally {
    await thread.terminate();
  }
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
        const [count, last, lines] = (await client.query(query)).rows[0] as unknown as Slice;
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

type Slice = readonly [count: number, last: string | null, lines: string | null];

/** Slices that are read before they are asked for: each is some 300 kB. */
const AHEAD = 3;
