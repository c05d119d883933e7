import type { DatabaseSync } from 'node:sqlite';
import type { CrlIntent, CrlKind, CrlRecord } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { StoreReads, StoreTransaction } from '../domain/store.ts';
import type { CertificateListDer, TbsCertListDer } from '../pki/types.ts';
import type { CrlModel } from './generated/sqlite/models.ts';
import { bytes, type Rows } from './rows.ts';

/** `connection` is the one under the client, where that is SQLite. */
export function crlReads(rows: Rows, connection?: DatabaseSync) {
  return {
    async currentCrl(
      authorityId: string,
      { kind, shard }: { kind: CrlKind; shard: number } = WHOLE,
    ): Promise<CrlRecord | null> {
      const row = await rows.crl.findFirst({
        where: { authorityId, kind, shard, published: true, der: { not: null } },
        orderBy: { crlNumber: 'desc' },
        omit: { tbsDer: true, ...(connection ? { der: true } : {}) },
      });
      if (row === null) return null;
      // The mapper turns octets into text and back, which costs seconds and gigabytes for a list of a million.
      const der = connection ? connection.prepare('SELECT "der" FROM "Crl" WHERE "id" = ?').get(row.id)?.der : row.der;
      // Pushed out by newer lists in between.
      if (!(der instanceof Uint8Array)) return null;
      return { ...factsOf(row), certificateListDer: der as Uint8Array as CertificateListDer };
    },
    async currentCrlFacts(
      authorityId: string,
      { kind, shard }: { kind: CrlKind; shard: number } = WHOLE,
    ): Promise<Omit<CrlRecord, 'certificateListDer'> | null> {
      const row = await rows.crl.findFirst({
        where: { authorityId, kind, shard, published: true, der: { not: null } },
        orderBy: { crlNumber: 'desc' },
        omit: { der: true, tbsDer: true },
      });
      return row && factsOf(row);
    },
    async crlBefore(authorityId: string): Promise<Omit<CrlRecord, 'certificateListDer'> | null> {
      const found = await rows.crl.findMany({
        where: { authorityId, ...WHOLE, published: true },
        orderBy: { crlNumber: 'desc' },
        omit: { der: true, tbsDer: true },
        take: 2,
      });
      const row = found.at(-1);
      return row ? factsOf(row) : null;
    },
    async intendedCrls(): Promise<readonly CrlIntent[]> {
      const found = await rows.crl.findMany({
        where: { published: false, tbsDer: { not: null } },
        orderBy: [{ thisUpdate: 'asc' }, { crlNumber: 'asc' }, { id: 'asc' }],
      });
      return found.map((row) => ({ ...factsOf(row), tbsDer: row.tbsDer as Uint8Array as TbsCertListDer }));
    },
  } satisfies Partial<StoreReads>;
}

/** `connection` is the one the transaction runs on, where that is SQLite. */
export function crlWrites(rows: Rows, connection?: DatabaseSync) {
  return {
    async insertCrlIntent(intent: CrlIntent): Promise<void> {
      const { tbsDer, ...facts } = intent;
      // A long one is made again after a crash instead: its number is skipped, which numbers may be.
      await rows.crl.create({ data: { ...facts, tbsDer: tbsDer.length > LONG ? null : bytes(tbsDer) } });
    },
    async recordCrlPublished(record: CrlRecord): Promise<void> {
      const { id, authorityId, kind, shard, certificateListDer } = record;
      const direct = certificateListDer.length > LONG ? connection : undefined;
      const { count } = await rows.crl.updateMany({
        where: { id, authorityId },
        data: { published: true, tbsDer: null, ...(direct ? {} : { der: bytes(certificateListDer) }) },
      });
      direct?.prepare('UPDATE "Crl" SET "der" = ? WHERE "id" = ?').run(certificateListDer, id);
      if (count === 0) throw new CountersignError('not-found', 'There is no record of the intent to sign this CRL.');
      await dropOlder(rows, { authorityId, kind, shard });
    },
  } satisfies Partial<StoreTransaction>;
}

/** The rows stay, as the record of which numbers were used; the bytes of all but the newest go. */
async function dropOlder(rows: Rows, list: { authorityId: string; kind: string; shard: number }): Promise<void> {
  const kept = await rows.crl.findMany({
    where: { ...list, published: true, der: { not: null } },
    orderBy: { crlNumber: 'desc' },
    take: KEPT_LISTS,
    select: { crlNumber: true },
  });
  const oldest = kept.at(-1);
  if (oldest === undefined || kept.length < KEPT_LISTS) return;
  await rows.crl.updateMany({
    where: { ...list, crlNumber: { lt: oldest.crlNumber }, published: true, der: { not: null } },
    data: { der: null },
  });
  // An intent that so many newer lists have overtaken will never be published.
  await rows.crl.updateMany({
    where: { ...list, crlNumber: { lt: oldest.crlNumber }, published: false },
    data: { tbsDer: null },
  });
}

/** Above this many octets a list goes its own ways. */
const LONG = 1_048_576;

const WHOLE = { kind: 'complete', shard: 0 } as const;

function factsOf(row: Omit<CrlModel, 'der' | 'tbsDer'>): Omit<CrlRecord, 'certificateListDer'> {
  const { id, authorityId, crlNumber, kind, baseNumber, shard, thisUpdate, nextUpdate, entryCount } = row;
  return { id, authorityId, crlNumber, kind: kind as CrlKind, baseNumber, shard, thisUpdate, nextUpdate, entryCount };
}

/** Enough to compare a list with the one before it when something looks wrong. */
const KEPT_LISTS = 3;
