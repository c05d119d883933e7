import { openSqliteConnection } from './sqlite-connection.ts';

/** Which revoked entries of which database are asked for. */
export interface RevokedQuestion {
  readonly path: string;
  readonly authorityId: string;
  /** Milliseconds since 1970: entries of certificates that expired before are left out. */
  readonly notExpiredBefore: number;
}

/** A few milliseconds of work: between two slices the thread that reads has time for others. */
export const SLICE = 4_000;

/** All of them as one moment saw them, in lines that `RevokedLines` reads, `SLICE` at a time, on a connection of their own. */
export function* sqliteRevokedSlices({
  path,
  authorityId,
  notExpiredBefore,
}: RevokedQuestion): Generator<Uint8Array, void> {
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
      const [count, last, lines] = statement.get(authorityId, after, notExpiredBefore) as unknown as Slice;
      if (last === null || lines === null) return;
      yield lines;
      if (count < SLICE) return;
      after = last;
    }
  } finally {
    connection.close();
  }
}

/** Whether an authority has more lines than are worth a thread of their own. */
export function isLongScan({ path, authorityId }: RevokedQuestion): boolean {
  const connection = openSqliteConnection({ path, readOnly: true });
  try {
    const statement = connection.prepare(
      `SELECT 1 FROM "RevokedEntry" WHERE "authorityId" = ? ORDER BY "serialHex" LIMIT 1 OFFSET ${LONG}`,
    );
    return statement.get(authorityId) !== undefined;
  } finally {
    connection.close();
  }
}

type Slice = readonly [count: number, last: string | null, lines: Uint8Array | null];

/** With fewer a thread costs more than it wins: 100,000 took 240 ms without and 315 ms with one, a million 1.9 and 1.5 s. */
const LONG = 250_000;
