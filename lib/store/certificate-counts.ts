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
