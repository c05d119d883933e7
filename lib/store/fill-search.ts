import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../domain/ports.ts';
import type { Store } from '../domain/store.ts';
import type { SearchIndex } from './certificate-search.ts';

/**
 * Adds the certificates that were there before the search index, in slices between other transactions, so that a start
 * with a million of them serves at once. `search.kind` tells when texts can be looked for in it. The text is put
 * together as in the triggers of the migration `certificate_search`.
 */
export async function fillSearch(args: {
  store: Store;
  connection: DatabaseSync;
  search: SearchIndex;
  log: Log;
  /** Stops after the slice under way. */
  signal: AbortSignal;
}): Promise<void> {
  const { store, connection, search, log, signal } = args;
  const read = () =>
    connection.prepare('SELECT "next", "last" FROM "CertificateSearchFill" WHERE "id" = 1').get() as {
      next: number;
      last: number;
    };
  const begin = read();
  if (begin.next <= begin.last) log.info({ certificates: begin.last }, 'the search index is being filled');
  try {
    while (!signal.aborted) {
      const { next, last } = read();
      if (next > last) {
        search.kind = 'fts5';
        return;
      }
      const end = Math.min(next + SLICE - 1, last);
      await store.transaction(async () => {
        connection.prepare(ADD).run(next, end);
        connection.prepare('UPDATE "CertificateSearchFill" SET "next" = ? WHERE "id" = 1').run(end + 1);
      });
      await delay(PAUSE_MILLISECONDS);
    }
  } catch (error) {
    if (!signal.aborted) log.error({ error }, 'the search index could not be filled; the next start goes on with it');
  }
}

/** Some twenty milliseconds of work, during which nobody else is served. */
const SLICE = 250;
const PAUSE_MILLISECONDS = 5;
const ADD = `INSERT INTO "CertificateSearch" (rowid, "text")
  SELECT rowid, char(10, 10) || replace(replace("Certificate"."searchText", char(10) || coalesce("Certificate"."fingerprintSha256", char(1)), ''), char(10), char(10, 10))
  FROM "Certificate" WHERE rowid BETWEEN ? AND ?`;
