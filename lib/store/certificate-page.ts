import type { Certificate, CertificateState } from '../domain/entities.ts';
import type { CertificatePage, CertificateQuery, StoreReads } from '../domain/store.ts';
import { daysAfter, PROFILES, readCounts } from './certificate-counts.ts';
import { toCertificate } from './certificate-rows.ts';
import { fewCandidates, type SearchIndex, textConditions } from './certificate-search.ts';
import { type Cursor, decodeCursor, encodeCursor } from './cursor.ts';
import { Prisma } from './generated/sqlite/client.ts';
import type { Rows } from './rows.ts';

export function certificatePageReads(rows: Rows, search: SearchIndex) {
  return {
    certificatePage: (query: CertificateQuery) => readPage(rows, search, query),
    certificateCounts: (now: Date) => readCounts(rows, now),
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
  const branches = branchesOf(query);
  if (branches.length === 0) return { items: [], next: null, previous: null };

  const few = await fewCandidates(rows, search, query);
  const ids = await rows.$queryRaw<{ id: string }[]>(
    few === null ? unionOf(branches, query, cursor) : amongCandidates(few, branches, query, cursor),
  );
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
  const conditions = [...statusConditions(query), ...textConditions(query), ...tagConditions(query)];
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

function tagConditions({ tag }: CertificateQuery): Prisma.Sql[] {
  if (tag === undefined || tag === '') return [];
  if (tag.includes('\0')) return [Prisma.sql`1 = 0`];
  return [
    Prisma.sql`EXISTS (SELECT 1 FROM "CertificateTag" WHERE "CertificateTag"."certificateId" = "Certificate"."id"
      AND "CertificateTag"."tag" = ${tag})`,
  ];
}
