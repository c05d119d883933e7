import type { DatabaseSync } from 'node:sqlite';
import type { CrlFacts, CrlIntent, CrlKind, CrlRecord, LongCrlIntent, LongCrlResult } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { StoreReads, StoreTransaction } from '../domain/store.ts';
import type { CertificateListDer, TbsCertListDer } from '../pki/types.ts';
import { crlPieceRows } from './crl-piece-rows.ts';
import type { CrlModel } from './generated/sqlite/models.ts';
import { bytes, type Rows } from './rows.ts';

/** `connection` is the one under the client, where that is SQLite. */
export function crlReads(rows: Rows, connection?: DatabaseSync) {
  const pieces = crlPieceRows(rows, connection);

  /** Null when newer lists have pushed it out. */
  async function octetsOf(id: string): Promise<Uint8Array | null> {
    const parts = await rows.crl.findUniqueOrThrow({ where: { id }, select: { head: true, tail: true } });
    const { head, tail } = parts;
    if (head !== null && tail !== null) return joined(id, head, tail);
    // The mapper turns octets into text and back, which costs seconds and gigabytes for a list of a million.
    const row = connection
      ? connection.prepare('SELECT "der" FROM "Crl" WHERE "id" = ?').get(id)
      : await rows.crl.findUnique({ where: { id }, select: { der: true } });
    return (row?.der as Uint8Array | null | undefined) ?? null;
  }

  async function joined(id: string, head: Uint8Array, tail: Uint8Array): Promise<Uint8Array | null> {
    const used = await pieces.ofList(id);
    const out = new Uint8Array(used.reduce((sum, { length }) => sum + length, head.length + tail.length));
    out.set(head);
    let at = head.length;
    for (const { name } of used) {
      const octets = await pieces.octets(name);
      if (octets === null) return null;
      out.set(octets, at);
      at += octets.length;
      // A list of a million entries takes tens of milliseconds.
      await new Promise((resolve) => setImmediate(resolve));
    }
    out.set(tail, at);
    return used.length === 0 ? null : out;
  }

  return {
    async currentCrl(
      authorityId: string,
      { kind, shard }: { kind: CrlKind; shard: number } = WHOLE,
    ): Promise<CrlRecord | null> {
      // Once more when the list was pushed out while its octets were read.
      for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
        const row = await newest(rows, { authorityId, kind, shard });
        if (row === null) return null;
        const der = await octetsOf(row.id);
        if (der !== null) return { ...factsOf(row), certificateListDer: der as CertificateListDer };
      }
      return null;
    },
    async currentCrlFacts(
      authorityId: string,
      { kind, shard }: { kind: CrlKind; shard: number } = WHOLE,
    ): Promise<CrlFacts | null> {
      const row = await newest(rows, { authorityId, kind, shard });
      return row && factsOf(row);
    },
    async crlBefore(authorityId: string): Promise<CrlFacts | null> {
      const found = await rows.crl.findMany({
        where: { authorityId, ...WHOLE, published: true },
        orderBy: { crlNumber: 'desc' },
        omit: OCTETS,
        take: 2,
      });
      const row = found.at(-1);
      return row ? factsOf(row) : null;
    },
    async intendedCrls(): Promise<readonly (CrlIntent | LongCrlIntent)[]> {
      const found = await rows.crl.findMany({
        where: { published: false, OR: [{ tbsDer: { not: null } }, { head: { not: null } }] },
        orderBy: [{ thisUpdate: 'asc' }, { crlNumber: 'asc' }, { id: 'asc' }],
        omit: { der: true },
      });
      const intents: (CrlIntent | LongCrlIntent)[] = [];
      for (const row of found) {
        const { tbsDer, head, tail } = row;
        if (tbsDer !== null) intents.push({ ...factsOf(row), tbsDer: tbsDer as Uint8Array as TbsCertListDer });
        if (head === null || tail === null) continue;
        const read = [];
        for (const { name } of await pieces.ofList(row.id)) {
          const octets = await pieces.octets(name);
          if (octets) read.push({ name, octets });
        }
        intents.push({ ...factsOf(row), tbs: { head, pieces: read, tail } });
      }
      return intents;
    },
  } satisfies Partial<StoreReads>;
}

/** `connection` is the one the transaction runs on, where that is SQLite. */
export function crlWrites(rows: Rows, connection?: DatabaseSync) {
  const pieces = crlPieceRows(rows, connection);
  return {
    async insertCrlIntent(intent: CrlIntent | LongCrlIntent): Promise<void> {
      if ('tbs' in intent) {
        const { tbs, ...facts } = intent;
        await pieces.add(tbs.pieces);
        await rows.crl.create({ data: { ...facts, head: bytes(tbs.head), tail: bytes(tbs.tail) } });
        await pieces.use(intent.id, tbs.pieces);
        return;
      }
      const { tbsDer, ...facts } = intent;
      // A long one that was made elsewhere is published in the same act: it is not kept twice.
      await rows.crl.create({ data: { ...facts, tbsDer: tbsDer.length > LONG ? null : bytes(tbsDer) } });
    },
    async recordCrlPublished(record: CrlRecord | LongCrlResult): Promise<void> {
      const { id, authorityId, kind, shard } = record;
      const isLong = 'head' in record;
      const direct = !isLong && record.certificateListDer.length > LONG ? connection : undefined;
      const { count } = await rows.crl.updateMany({
        where: { id, authorityId },
        data: {
          published: true,
          tbsDer: null,
          ...(isLong ? { head: bytes(record.head), tail: bytes(record.tail) } : {}),
          ...(isLong || direct ? {} : { der: bytes(record.certificateListDer) }),
        },
      });
      if (!isLong) direct?.prepare('UPDATE "Crl" SET "der" = ? WHERE "id" = ?').run(record.certificateListDer, id);
      if (count === 0) throw new CountersignError('not-found', 'There is no record of the intent to sign this CRL.');
      await dropOlder(rows, pieces, { authorityId, kind, shard });
    },
    addCrlPieces: pieces.add,
  } satisfies Partial<StoreTransaction>;
}

type List = { authorityId: string; kind: string; shard: number };

async function newest(rows: Rows, list: List) {
  return rows.crl.findFirst({ where: { ...list, ...WITH_OCTETS }, orderBy: { crlNumber: 'desc' }, omit: OCTETS });
}

/** The rows stay, as the record of which numbers were used; the bytes of all but the newest go. */
async function dropOlder(rows: Rows, pieces: ReturnType<typeof crlPieceRows>, list: List): Promise<void> {
  const kept = await rows.crl.findMany({
    where: { ...list, ...WITH_OCTETS },
    orderBy: { crlNumber: 'desc' },
    take: KEPT_LISTS,
    select: { crlNumber: true },
  });
  const oldest = kept.at(-1);
  if (oldest === undefined || kept.length < KEPT_LISTS) return;
  const older = { ...list, crlNumber: { lt: oldest.crlNumber } };
  // An intent that so many newer lists have overtaken will never be published.
  await rows.crl.updateMany({
    where: { ...older, OR: [{ der: { not: null } }, { tbsDer: { not: null } }, { head: { not: null } }] },
    data: { der: null, tbsDer: null, head: null, tail: null },
  });
  await pieces.release(list, oldest.crlNumber);
}

/** Above this many octets a list goes its own ways. */
const LONG = 1_048_576;

const WHOLE = { kind: 'complete', shard: 0 } as const;
const OCTETS = { der: true, tbsDer: true, head: true, tail: true } as const;
const WITH_OCTETS = { published: true, OR: [{ der: { not: null } }, { head: { not: null } }] };
const MOST_ATTEMPTS = 5;

function factsOf(row: Omit<CrlModel, keyof typeof OCTETS>): CrlFacts {
  const { id, authorityId, crlNumber, kind, baseNumber, shard, thisUpdate, nextUpdate, entryCount } = row;
  return { id, authorityId, crlNumber, kind: kind as CrlKind, baseNumber, shard, thisUpdate, nextUpdate, entryCount };
}

/** Enough to compare a list with the one before it when something looks wrong. */
const KEPT_LISTS = 3;
