import type { ProfileName } from '../domain/entities.ts';
import { COUNT_LIMIT, type StoreReads } from '../domain/store.ts';
import { PROFILES } from './certificate-counts.ts';
import { Prisma } from './generated/sqlite/client.ts';
import type { Rows } from './rows.ts';

/** What authorities have signed and is accepted still, asked of one index: each issuer and profile is a range of it. */
export function livingReads(rows: Rows) {
  return {
    livingCertificates: (issuerId: string, now: Date) => readLiving(rows, [issuerId], now, null),
    livingEnding: (issuerIds: readonly string[], after: Date, until: Date | null) =>
      readLiving(rows, issuerIds, after, until),
    livingProfiles: (issuerId: string, now: Date) => readLivingProfiles(rows, issuerId, now),
    lastLivingEnd: (issuerIds: readonly string[], now: Date) => readLastEnd(rows, issuerIds, now),
  } satisfies Partial<StoreReads>;
}

/** What an authority has for itself does not count. Counting stops one beyond COUNT_LIMIT. */
async function readLiving(rows: Rows, issuerIds: readonly string[], after: Date, until: Date | null): Promise<number> {
  if (issuerIds.length === 0) return 0;
  const [row] = await rows.$queryRaw<{ living: bigint | number }[]>(Prisma.sql`
    SELECT COUNT(*) AS "living" FROM (SELECT 1 FROM "Certificate"
      WHERE "issuerId" IN (${Prisma.join([...issuerIds])}) AND "profile" IN (${Prisma.join(OF_OTHERS)})
        AND "state" = 'issued' AND "notAfter" > ${after}
        ${until === null ? Prisma.empty : Prisma.sql`AND "notAfter" <= ${until}`}
      LIMIT ${COUNT_LIMIT + 1}) AS "some"`);
  return Number(row?.living ?? 0);
}

/** The end of each range of the index, not its rows: SQLite reads a MAX from there only when each is asked by itself. */
async function readLastEnd(rows: Rows, issuerIds: readonly string[], now: Date): Promise<Date | null> {
  const ends = issuerIds.flatMap((issuerId) =>
    OF_OTHERS.map(
      (profile) => Prisma.sql`SELECT * FROM (SELECT "id" FROM "Certificate"
        WHERE "issuerId" = ${issuerId} AND "profile" = ${profile} AND "state" = 'issued' AND "notAfter" > ${now}
        ORDER BY "notAfter" DESC LIMIT 1) AS "branch"`,
    ),
  );
  let last: Date | null = null;
  for (let at = 0; at < ends.length; at += MOST_BRANCHES) {
    const ids = await rows.$queryRaw<{ id: string }[]>(
      Prisma.sql`${Prisma.join(ends.slice(at, at + MOST_BRANCHES), ' UNION ALL ')}`,
    );
    const found = await rows.certificate.findMany({
      where: { id: { in: ids.map(({ id }) => id) } },
      select: { notAfter: true },
    });
    for (const { notAfter } of found) if (last === null || notAfter > last) last = notAfter;
  }
  return last;
}

/** Of which kinds something lives: one row of the index for each. */
async function readLivingProfiles(rows: Rows, issuerId: string, now: Date): Promise<readonly ProfileName[]> {
  const selects = OF_OTHERS.map(
    (profile) => Prisma.sql`SELECT * FROM (SELECT "profile" FROM "Certificate"
      WHERE "issuerId" = ${issuerId} AND "profile" = ${profile} AND "state" = 'issued' AND "notAfter" > ${now}
      LIMIT 1) AS "branch"`,
  );
  const found = await rows.$queryRaw<{ profile: ProfileName }[]>(Prisma.sql`${Prisma.join(selects, ' UNION ALL ')}`);
  return found.map(({ profile }) => profile);
}

/** SQLite compounds at most 500 selects. */
const MOST_BRANCHES = 240;
/** Without an authority's own root certificate and its responders. */
const OF_OTHERS = PROFILES.filter((one) => one !== 'rootAuthority' && one !== 'ocspResponder');
