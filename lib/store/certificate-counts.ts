import type { ProfileName } from '../domain/entities.ts';
import { type CertificateCounts, COUNT_LIMIT } from '../domain/store.ts';
import { Prisma } from './generated/sqlite/client.ts';
import type { Rows } from './rows.ts';

/**
 * Each number is the length of the list with that filter; `total` is the list without one. Those by time are counted in
 * a range of one index, no further than one beyond COUNT_LIMIT; those by state are kept by triggers. One statement, so
 * that they fit together.
 */
export async function readCounts(rows: Rows, now: Date): Promise<CertificateCounts> {
  const soon = daysAfter(now, EXPIRING_DAYS);
  // Without the profiles SQLite would not see that an index can answer.
  const count = (condition: Prisma.Sql) => Prisma.sql`(SELECT COUNT(*) FROM (SELECT 1 FROM "Certificate"
    WHERE "profile" IN (${Prisma.join(PROFILES)}) AND "state" = 'issued' AND ${condition}
    LIMIT ${COUNT_LIMIT + 1}) AS "some")`;
  const kept = (states: readonly string[]) => Prisma.sql`(SELECT COALESCE(SUM("count"), 0) FROM "CertificateTally"
    WHERE "state" IN (${Prisma.join([...states])}))`;
  const isValid = Prisma.sql`"notAfter" > ${now} AND "notBefore" <= ${now}`;
  const [row] = await rows.$queryRaw<Record<keyof CertificateCounts, bigint | number>[]>(Prisma.sql`
    SELECT
      ${kept(['issued', 'held', 'revoked'])} AS "total",
      ${count(isValid)} AS "valid",
      ${count(Prisma.sql`${isValid} AND "notAfter" <= ${soon}`)} AS "expiring",
      ${count(Prisma.sql`"notAfter" <= ${now}`)} AS "expired",
      ${kept(['held'])} AS "held",
      ${kept(['revoked', 'abandoned'])} AS "revoked"`);
  if (row === undefined) throw new Error('The certificates could not be counted.');
  const bounded = (value: bigint | number) => Math.min(Number(value), COUNT_LIMIT + 1);
  return {
    total: Number(row.total),
    valid: bounded(row.valid),
    expiring: bounded(row.expiring),
    expired: bounded(row.expired),
    held: bounded(row.held),
    revoked: bounded(row.revoked),
  };
}

/** What an authority has for itself does not count. Each issuer and profile is a range of one index; counting stops one beyond COUNT_LIMIT. */
export async function readLiving(
  rows: Rows,
  issuerIds: readonly string[],
  after: Date,
  until: Date | null,
): Promise<number> {
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
export async function readLastEnd(rows: Rows, issuerIds: readonly string[], now: Date): Promise<Date | null> {
  if (issuerIds.length === 0) return null;
  const ends = issuerIds.flatMap((issuerId) =>
    OF_OTHERS.map(
      (profile) => Prisma.sql`SELECT * FROM (SELECT "id" FROM "Certificate"
        WHERE "issuerId" = ${issuerId} AND "profile" = ${profile} AND "state" = 'issued' AND "notAfter" > ${now}
        ORDER BY "notAfter" DESC LIMIT 1) AS "branch"`,
    ),
  );
  let last: Date | null = null;
  // A statement has room for some hundred of them.
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
export async function readLivingProfiles(rows: Rows, issuerId: string, now: Date): Promise<readonly ProfileName[]> {
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

export function daysAfter(now: Date, days: number): Date {
  return new Date(now.getTime() + days * 86_400_000);
}

/** What counts as expiring where the caller cannot say; the same as on the pages. */
const EXPIRING_DAYS = 30;

export const PROFILES = Object.keys({
  rootAuthority: true,
  issuingAuthority: true,
  tlsServer: true,
  tlsClient: true,
  tlsPeer: true,
  smime: true,
  codeSigning: true,
  ocspResponder: true,
} satisfies Record<ProfileName, true>) as ProfileName[];

/** Without an authority's own root certificate and its responders. */
const OF_OTHERS = PROFILES.filter((one) => one !== 'rootAuthority' && one !== 'ocspResponder');
