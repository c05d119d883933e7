import type { CertificateQuery } from '../domain/store.ts';
import { Prisma } from './generated/sqlite/client.ts';
import type { Rows } from './rows.ts';

/**
 * Which index texts are looked for in: trigrams of SQLite's FTS5 or of PostgreSQL's pg_trgm; none while the first one is
 * still being filled, or where the second cannot be had. Then every row is looked at.
 */
export interface SearchIndex {
  kind: 'fts5' | 'pg_trgm' | 'none';
  readonly provider: 'sqlite' | 'postgresql';
}

/** What is found in up to so many certificates is sorted; what is in more is soon met in the order of the list. */
const FEW = 2_000;
/** More do not narrow a search noticeably; each is read from the index. */
const MOST_TRIGRAMS = 24;
/** Shorter texts stand for the beginning of a line: of a name, a serial number, an owner, a tag. */
const SHORTEST_PART = 3;

/**
 * All certificates with the tag, the text or the time of revocation of the query, as a table expression, when they are few; else null. They may
 * be more than match: the conditions of the query are asked of each.
 */
export async function fewCandidates(
  rows: Rows,
  search: SearchIndex,
  query: CertificateQuery,
): Promise<Prisma.Sql | null> {
  const { tag, text, revokedBetween } = query;
  if (revokedBetween) {
    // From each authority's lines in the order of their time: revoked certificates have no such order of their own.
    const found = await rows.$queryRaw<{ id: string }[]>`
      SELECT "revoked"."id" FROM "Authority" CROSS JOIN "RevokedEntry" AS "line" CROSS JOIN "Certificate" AS "revoked"
      WHERE "line"."authorityId" = "Authority"."id" AND "line"."revokedAt" >= ${revokedBetween.from}
        AND "line"."revokedAt" <= ${revokedBetween.to} AND "revoked"."issuerId" = "line"."authorityId"
        AND "revoked"."serialHex" = "line"."serialHex" LIMIT ${FEW + 1}`;
    if (found.length <= FEW) return byId(search, found);
  }
  if (tag && !tag.includes('\0')) {
    const found = await rows.$queryRaw<{ id: string }[]>`
      SELECT "certificateId" AS "id" FROM "CertificateTag" WHERE "tag" = ${tag} LIMIT ${FEW + 1}`;
    if (found.length <= FEW) return byId(search, found);
  }
  if (!text || text.includes('\0') || search.kind === 'none') return null;
  if (search.kind === 'pg_trgm') {
    const conditions = Prisma.join(textConditions({ text }), ' AND ');
    const found = await rows.$queryRaw<{ id: string }[]>`
      SELECT "id" FROM "Certificate" WHERE ${conditions} LIMIT ${FEW + 1}`;
    return found.length <= FEW ? byId(search, found) : null;
  }
  const found = await rows.$queryRaw<{ at: bigint }[]>`
    SELECT rowid AS "at" FROM "CertificateSearch" WHERE "CertificateSearch" MATCH ${trigramsOf(text)} LIMIT ${FEW + 1}`;
  if (found.length > FEW) return null;
  const prints = await fingerprints(rows, text);
  if (prints.length > FEW) return null;
  const keys = JSON.stringify([...new Set([...found, ...prints].map(({ at }) => Number(at)))]);
  // CROSS JOIN: the keys are read first, each row by its own.
  return Prisma.sql`SELECT "Certificate".* FROM json_each(${keys}) AS "key" CROSS JOIN "Certificate"
    ON "Certificate".rowid = "key"."value"`;
}

/** Fingerprints are in an index of their own: found by their beginning. `~` sorts behind every hexadecimal digit. */
async function fingerprints(rows: Rows, text: string): Promise<readonly { at: bigint }[]> {
  const from = text.toLowerCase();
  return rows.$queryRaw<{ at: bigint }[]>`
    SELECT rowid AS "at" FROM "Certificate" WHERE "fingerprintSha256" >= ${from} AND "fingerprintSha256" < ${`${from}~`}
    LIMIT ${FEW + 1}`;
}

function byId({ provider }: SearchIndex, found: readonly { readonly id: string }[]): Prisma.Sql {
  const ids = JSON.stringify(found.map(({ id }) => id));
  return provider === 'sqlite'
    ? Prisma.sql`SELECT "Certificate".* FROM json_each(${ids}) AS "key" CROSS JOIN "Certificate"
        ON "Certificate"."id" = "key"."value"`
    : Prisma.sql`SELECT "Certificate".* FROM jsonb_array_elements_text(CAST(${ids} AS JSONB)) AS "key"("value")
        JOIN "Certificate" ON "Certificate"."id" = "key"."value"`;
}

/** In FTS5's language: every three characters in a row of the text; of a short one, with the line ends before it. */
function trigramsOf(text: string): string {
  const characters = [...text.toLowerCase()];
  const missing = SHORTEST_PART - characters.length;
  if (missing > 0) characters.unshift(...Array<string>(missing).fill('\n'));
  const trigrams = new Set<string>();
  for (let at = 0; at + SHORTEST_PART <= characters.length && trigrams.size < MOST_TRIGRAMS; at += 1)
    trigrams.add(characters.slice(at, at + SHORTEST_PART).join(''));
  return [...trigrams].map((trigram) => `"${trigram.replaceAll('"', '""')}"`).join(' AND ');
}

/** Any part of the search text; of fewer than three characters, the beginning of a line of it. */
export function textConditions({ text }: Pick<CertificateQuery, 'text'>): Prisma.Sql[] {
  if (text === undefined || text === '') return [];
  // PostgreSQL has no NUL in text, so nothing contains one, and asking would be an error.
  if (text.includes('\0')) return [Prisma.sql`1 = 0`];
  const literal = text.toLowerCase().replace(/[!%_]/g, '!$&');
  if ([...text].length >= SHORTEST_PART) return [Prisma.sql`"searchText" LIKE ${`%${literal}%`} ESCAPE '!'`];
  return [
    Prisma.sql`("searchText" LIKE ${`${literal}%`} ESCAPE '!' OR "searchText" LIKE ${`%\n${literal}%`} ESCAPE '!')`,
  ];
}
