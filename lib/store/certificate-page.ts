import type { Certificate, CertificateState, ProfileName } from '../domain/entities.ts';
import type { CertificateCounts, CertificatePage, CertificateQuery, StoreReads } from '../domain/store.ts';
import { toCertificate } from './certificate-rows.ts';
import { type Cursor, decodeCursor, encodeCursor } from './cursor.ts';
import { Prisma } from './generated/sqlite/client.ts';
import type { Rows } from './rows.ts';

export function certificatePageReads(rows: Rows) {
  return {
    certificatePage: (query: CertificateQuery) => readPage(rows, query),
    certificateCounts: (now: Date) => readCounts(rows, now),
    async livingCertificates(issuerId: string, now: Date): Promise<number> {
      // What an authority has for itself does not count. Raw: Prisma's own count looks at each row of the table.
      const [row] = await rows.$queryRaw<{ living: bigint | number }[]>`
        SELECT COUNT(*) AS "living" FROM "Certificate"
        WHERE "issuerId" = ${issuerId} AND "state" = 'issued' AND "notAfter" > ${now}
          AND "profile" NOT IN ('rootAuthority', 'ocspResponder')`;
      return Number(row?.living ?? 0);
    },
  } satisfies Partial<StoreReads>;
}

/**
 * One page by keyset: rows after a place in the order, never an offset, so a page deep in a million rows costs what the
 * first one costs. The page is the start of a union of branches, each with one state and one issuer or profile: each
 * branch is read from an index that is already in the wanted order, and stops after one page. Asking for several states
 * with IN would make both databases sort every match.
 */
async function readPage(rows: Rows, query: CertificateQuery): Promise<CertificatePage> {
  const cursor = query.cursor === null ? null : decodeCursor(query.cursor, query.sort);
  const backward = cursor?.direction === 'backward';
  const branches = branchesOf(query);
  if (branches.length === 0) return { items: [], next: null, previous: null };

  const ids = await rows.$queryRaw<{ id: string }[]>(unionOf(branches, query, cursor));
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

/** One condition a branch: exactly one state, and exactly one issuer or profile. */
function branchesOf(query: CertificateQuery): readonly Prisma.Sql[] {
  const states = statesOf(query);
  if (query.issuerId === undefined) {
    const profiles = query.profiles ?? PROFILES;
    return states.flatMap((state) =>
      profiles.map((profile) => Prisma.sql`"profile" = ${profile} AND "state" = ${state}`),
    );
  }
  if (query.profiles?.length === 0) return [];
  const issuer = query.issuerId;
  // `||` keeps this condition away from the index on profiles: the one on issuers is in the wanted order.
  const profile = query.profiles
    ? Prisma.sql` AND "profile" || '' IN (${Prisma.join([...query.profiles])})`
    : Prisma.empty;
  return states.map((state) => Prisma.sql`"issuerId" = ${issuer} AND "state" = ${state}${profile}`);
}

function statesOf({ status, states }: CertificateQuery): readonly CertificateState[] {
  if (status === undefined) return states ?? ['issued', 'held', 'revoked'];
  const shown: readonly CertificateState[] =
    status === 'revoked' ? ['revoked', 'abandoned'] : status === 'held' ? ['held'] : ['issued'];
  return states ? shown.filter((state) => states.includes(state)) : shown;
}

function unionOf(branches: readonly Prisma.Sql[], query: CertificateQuery, cursor: Cursor | null): Prisma.Sql {
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
  const selects = branches.map((branch) => {
    const where = Prisma.join([branch, ...conditions], ' AND ');
    // PostgreSQL before 16 wants a name for a derived table.
    return Prisma.sql`SELECT * FROM (SELECT "id", ${column} FROM "Certificate" WHERE ${where} ${order}) AS "branch"`;
  });
  return Prisma.sql`${Prisma.join(selects, ' UNION ALL ')} ${order}`;
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
      return [Prisma.sql`"notAfter" <= ${now}`];
    default:
      return [];
  }
}

function textConditions({ text }: CertificateQuery): Prisma.Sql[] {
  if (text === undefined || text === '') return [];
  // PostgreSQL has no NUL in text, so nothing contains one, and asking would be an error.
  if (text.includes('\0')) return [Prisma.sql`1 = 0`];
  const pattern = `%${text.toLowerCase().replace(/[!%_]/g, '!$&')}%`;
  return [Prisma.sql`"searchText" LIKE ${pattern} ESCAPE '!'`];
}

function tagConditions({ tag }: CertificateQuery): Prisma.Sql[] {
  if (tag === undefined || tag === '') return [];
  if (tag.includes('\0')) return [Prisma.sql`1 = 0`];
  return [
    Prisma.sql`EXISTS (SELECT 1 FROM "CertificateTag" WHERE "CertificateTag"."certificateId" = "Certificate"."id"
      AND "CertificateTag"."tag" = ${tag})`,
  ];
}

/**
 * Each number is the length of the list with that filter; `total` is the list without one. Each is read from a range of
 * one index and not from the table, in one statement so that they fit together; still, this grows with the table.
 */
async function readCounts(rows: Rows, now: Date): Promise<CertificateCounts> {
  const soon = daysAfter(now, EXPIRING_DAYS);
  // Without the profiles SQLite would not see that an index can answer.
  const count = (condition: Prisma.Sql) => Prisma.sql`(SELECT COUNT(*) FROM "Certificate"
    WHERE "profile" IN (${Prisma.join(PROFILES)}) AND ${condition})`;
  const isValid = Prisma.sql`"state" = 'issued' AND "notAfter" > ${now} AND "notBefore" <= ${now}`;
  const [row] = await rows.$queryRaw<Record<keyof CertificateCounts, bigint | number>[]>(Prisma.sql`
    SELECT
      (SELECT COUNT(*) FROM "Certificate") - ${count(Prisma.sql`"state" IN ('intended', 'abandoned')`)} AS "total",
      ${count(isValid)} AS "valid",
      ${count(Prisma.sql`${isValid} AND "notAfter" <= ${soon}`)} AS "expiring",
      ${count(Prisma.sql`"state" = 'issued' AND "notAfter" <= ${now}`)} AS "expired",
      ${count(Prisma.sql`"state" = 'held'`)} AS "held",
      ${count(Prisma.sql`"state" IN ('revoked', 'abandoned')`)} AS "revoked"`);
  if (row === undefined) throw new Error('The certificates could not be counted.');
  const { total, valid, expiring, expired, held, revoked } = row;
  return {
    total: Number(total),
    valid: Number(valid),
    expiring: Number(expiring),
    expired: Number(expired),
    held: Number(held),
    revoked: Number(revoked),
  };
}

function daysAfter(now: Date, days: number): Date {
  return new Date(now.getTime() + days * 86_400_000);
}

/** What counts as expiring where the caller cannot say; the same as on the pages. */
const EXPIRING_DAYS = 30;

const PROFILES = Object.keys({
  rootAuthority: true,
  issuingAuthority: true,
  tlsServer: true,
  tlsClient: true,
  tlsPeer: true,
  smime: true,
  codeSigning: true,
  ocspResponder: true,
} satisfies Record<ProfileName, true>) as ProfileName[];
