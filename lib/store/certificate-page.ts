import type { Certificate, CertificateState, ProfileName } from '../domain/entities.ts';
import type { CertificateBrief, CertificatePage, CertificateQuery, StoreReads } from '../domain/store.ts';
import type { SerialNumber } from '../pki/types.ts';
import { daysAfter, PROFILES, readCounts, readDays } from './certificate-counts.ts';
import { toCertificate } from './certificate-rows.ts';
import { fewCandidates, type SearchIndex, textConditions } from './certificate-search.ts';
import { type Cursor, decodeCursor, encodeCursor } from './cursor.ts';
import { Prisma } from './generated/sqlite/client.ts';
import type { Rows } from './rows.ts';

export function certificatePageReads(rows: Rows, search: SearchIndex) {
  return {
    certificatePage: (query: CertificateQuery) => readPage(rows, search, query),
    certificateBriefs: (query: CertificateQuery) => readBriefs(rows, search, query),
    certificateCounts: (now: Date) => readCounts(rows, now),
    certificateDays: (firstDay: Date) => readDays(rows, firstDay),
  } satisfies Partial<StoreReads>;
}

/**
 * One page by keyset: rows after a place in the order, never an offset, so a page deep in a million rows costs what the
 * first one costs. The page is the start of a union of branches, each with one state and one issuer or profile: each
 * branch is read from an index that is already in the wanted order, and stops after one page. Asking for several states
 * with IN would make both databases sort every match.
 */
async function readPage(rows: Rows, search: SearchIndex, query: CertificateQuery): Promise<CertificatePage> {
  const cursor = query.cursor === null ? null : decodeCursor(query.cursor, query.sort);
  const backward = cursor?.direction === 'backward';
  const ids = await readIds(rows, search, query, cursor);
  const found = await rows.certificate.findMany({
    where: { id: { in: ids.slice(0, query.limit).map(({ id }) => id) } },
  });
  const byId = new Map(found.map((row) => [row.id, row]));
  const items = ids.flatMap(({ id }) => byId.get(id) ?? []).map(toCertificate);
  if (backward) items.reverse();

  const goesOn = ids.length > query.limit;
  const place = (direction: Cursor['direction'], item: Certificate | undefined) => {
    const at = item === undefined ? cursor : { at: timeOf(query, item), id: item.id };
    return at && encodeCursor({ kind: query.sort, direction, at: at.at, id: at.id });
  };
  return {
    items,
    // Behind a page that was reached backward lies the row its cursor came from; likewise forward.
    next: backward || goesOn ? place('forward', items.at(-1)) : null,
    previous: (backward ? goesOn : cursor !== null) ? place('backward', items[0]) : null,
  };
}

/** The identifiers of one page and of the first one behind it, in its order. */
async function readIds(
  rows: Rows,
  search: SearchIndex,
  query: CertificateQuery,
  cursor: Cursor | null,
): Promise<readonly { readonly id: string }[]> {
  const branches = branchesOf(query);
  if (branches.length === 0) return [];
  const few = await fewCandidates(rows, search, query);
  return rows.$queryRaw<{ id: string }[]>(
    few === null ? unionOf(branches, query, cursor) : amongCandidates(few, branches, query, cursor),
  );
}

/** A slice for acts on many: the same rows in the same order, past the object mapper and without what is long. */
async function readBriefs(
  rows: Rows,
  search: SearchIndex,
  query: CertificateQuery,
): Promise<{ items: readonly CertificateBrief[]; next: string | null }> {
  const cursor = query.cursor === null ? null : decodeCursor(query.cursor, query.sort);
  const ids = (await readIds(rows, search, query, cursor)).map(({ id }) => id);
  const goesOn = ids.length > query.limit;
  const wanted = ids.slice(0, query.limit);
  if (wanted.length === 0) return { items: [], next: null };
  const found = await rows.$queryRaw<BriefRow[]>(Prisma.sql`
    SELECT "id", "issuerId", "serialHex", "state", "profile", "displayName", "notAfter", "createdAt",
      CASE WHEN "keyId" IS NULL THEN 0 ELSE 1 END AS "keyHeld"
    FROM "Certificate" WHERE "id" IN (${Prisma.join(wanted)})`);
  const byId = new Map(found.map((row) => [row.id, row]));
  const inOrder = wanted.flatMap((id) => byId.get(id) ?? []);
  const last = inOrder.at(-1);
  return {
    items: inOrder.map((row) => ({
      id: row.id,
      issuerId: row.issuerId,
      serialNumber: row.serialHex as SerialNumber,
      state: row.state as CertificateState,
      profile: row.profile as ProfileName,
      displayName: row.displayName,
      notAfter: row.notAfter,
      keyHeld: Number(row.keyHeld) === 1,
    })),
    next:
      goesOn && last
        ? encodeCursor({
            kind: query.sort,
            direction: 'forward',
            at: query.sort === 'newest' ? last.createdAt : last.notAfter,
            id: last.id,
          })
        : null,
  };
}

interface BriefRow {
  readonly id: string;
  readonly issuerId: string;
  readonly serialHex: string;
  readonly state: string;
  readonly profile: string;
  readonly displayName: string;
  readonly notAfter: Date;
  readonly createdAt: Date;
  readonly keyHeld: bigint | number;
}

function timeOf({ sort }: CertificateQuery, certificate: Certificate): Date {
  return sort === 'newest' ? certificate.createdAt : certificate.notAfter;
}

/** One condition a branch: exactly one state and one profile, of one issuer when asked for. */
function branchesOf(query: CertificateQuery): readonly Prisma.Sql[] {
  const issuer = query.issuerId === undefined ? Prisma.empty : Prisma.sql`"issuerId" = ${query.issuerId} AND `;
  const profiles = query.profiles ?? PROFILES;
  return statesOf(query).flatMap((state) =>
    profiles.map((profile) => Prisma.sql`${issuer}"profile" = ${profile} AND "state" = ${state}`),
  );
}

function statesOf({ status, states }: CertificateQuery): readonly CertificateState[] {
  if (status === undefined) return states ?? ['issued', 'held', 'revoked'];
  const shown: readonly CertificateState[] =
    status === 'revoked' ? ['revoked', 'abandoned'] : status === 'held' ? ['held'] : ['issued'];
  return states ? shown.filter((state) => states.includes(state)) : shown;
}

function unionOf(branches: readonly Prisma.Sql[], query: CertificateQuery, cursor: Cursor | null): Prisma.Sql {
  const { column, order, conditions } = partsOf(query, cursor);
  const selects = branches.map((branch) => {
    const where = Prisma.join([branch, ...conditions], ' AND ');
    // PostgreSQL before 16 wants a name for a derived table.
    return Prisma.sql`SELECT * FROM (SELECT "id", ${column} FROM "Certificate" WHERE ${where} ${order}) AS "branch"`;
  });
  return Prisma.sql`${Prisma.join(selects, ' UNION ALL ')} ${order}`;
}

/** The page among a bounded number of certificates: those are read and sorted, whatever the table holds. */
function amongCandidates(
  candidates: Prisma.Sql,
  branches: readonly Prisma.Sql[],
  query: CertificateQuery,
  cursor: Cursor | null,
): Prisma.Sql {
  const { column, order, conditions } = partsOf(query, cursor);
  const where = Prisma.join([Prisma.sql`(${Prisma.join([...branches], ' OR ')})`, ...conditions], ' AND ');
  return Prisma.sql`SELECT "id", ${column} FROM (${candidates}) AS "Certificate" WHERE ${where} ${order}`;
}

function partsOf(query: CertificateQuery, cursor: Cursor | null) {
  const column = query.sort === 'newest' ? Prisma.sql`"createdAt"` : Prisma.sql`"notAfter"`;
  // Newest first, or first to expire first; a page backward is read in the opposite order.
  const descending = (query.sort === 'newest') !== (cursor?.direction === 'backward');
  const order = descending
    ? Prisma.sql`ORDER BY ${column} DESC, "id" DESC LIMIT ${query.limit + 1}`
    : Prisma.sql`ORDER BY ${column} ASC, "id" ASC LIMIT ${query.limit + 1}`;
  const conditions = [
    ...statusConditions(query),
    ...textConditions(query),
    ...tagConditions(query),
    ...changeConditions(query),
  ];
  if (cursor)
    conditions.push(
      descending
        ? Prisma.sql`(${column}, "id") < (${cursor.at}, ${cursor.id})`
        : Prisma.sql`(${column}, "id") > (${cursor.at}, ${cursor.id})`,
    );
  return { column, order, conditions };
}

/** The same bounds as the status that pages show. */
function statusConditions({ status, now, expiringDays, sort }: CertificateQuery): Prisma.Sql[] {
  switch (status) {
    case 'valid':
      // Nearly all that are issued: newest first they are found at once in the order of creation, while the index by
      // their end would yield all of them to be sorted. COALESCE keeps SQLite from taking that one.
      return [
        Prisma.sql`"notBefore" <= ${now}`,
        sort === 'newest' ? Prisma.sql`COALESCE("notAfter", NULL) > ${now}` : Prisma.sql`"notAfter" > ${now}`,
      ];
    case 'expiring':
      return [
        Prisma.sql`"notBefore" <= ${now}`,
        Prisma.sql`"notAfter" > ${now}`,
        Prisma.sql`"notAfter" <= ${daysAfter(now, expiringDays)}`,
      ];
    case 'expired':
      return [sort === 'newest' ? Prisma.sql`COALESCE("notAfter", NULL) <= ${now}` : Prisma.sql`"notAfter" <= ${now}`];
    default:
      return [];
  }
}

/** By what became of it. Both look at a row of the branch, never at all of them. */
function changeConditions({ unreplaced, revokedBetween, endsAfter, sort }: CertificateQuery): Prisma.Sql[] {
  return [
    // As with `valid`: newest first SQLite is to keep to the order of creation.
    ...(endsAfter
      ? [
          sort === 'newest'
            ? Prisma.sql`COALESCE("notAfter", NULL) > ${endsAfter}`
            : Prisma.sql`"notAfter" > ${endsAfter}`,
        ]
      : []),
    ...(unreplaced
      ? [
          Prisma.sql`NOT EXISTS (SELECT 1 FROM "Certificate" AS "newer" WHERE "newer"."replacesId" = "Certificate"."id"
            AND "newer"."state" = 'issued')`,
        ]
      : []),
    ...(revokedBetween
      ? [Prisma.sql`"revokedAt" >= ${revokedBetween.from}`, Prisma.sql`"revokedAt" <= ${revokedBetween.to}`]
      : []),
  ];
}

function tagConditions({ tag }: CertificateQuery): Prisma.Sql[] {
  if (tag === undefined || tag === '') return [];
  if (tag.includes('\0')) return [Prisma.sql`1 = 0`];
  return [
    Prisma.sql`EXISTS (SELECT 1 FROM "CertificateTag" WHERE "CertificateTag"."certificateId" = "Certificate"."id"
      AND "CertificateTag"."tag" = ${tag})`,
  ];
}
