import type { RevokedEntry } from '../domain/entities.ts';
import type { StoreReads, StoreTransaction } from '../domain/store.ts';
import type { RevocationReason, SerialNumber } from '../pki/types.ts';
import { Prisma } from './generated/sqlite/client.ts';
import type { Rows } from './rows.ts';

export function revocationReads(rows: Rows) {
  return {
    async revokedEntries(authorityId: string, notExpiredBefore: Date): Promise<readonly RevokedEntry[]> {
      const entries: RevokedEntry[] = [];
      let after = '';
      // In slices: SQLite answers synchronously, and one answer with a million rows would hold up every request.
      for (;;) {
        const slice = await rows.$queryRaw<RevokedRow[]>(Prisma.sql`
          SELECT "serialHex", "revokedAt", "reason", "invalidityDate" FROM "RevokedEntry"
          WHERE "authorityId" = ${authorityId} AND "serialHex" > ${after} AND "notAfter" >= ${notExpiredBefore}
          ORDER BY "serialHex" LIMIT ${SLICE}`);
        for (const row of slice) entries.push(toRevokedEntry(row));
        if (slice.length < SLICE) return entries;
        after = slice.at(-1)!.serialHex;
      }
    },
    async isKeyBarred(spkiSha256: string): Promise<boolean> {
      return (await rows.barredKey.findUnique({ where: { spkiSha256 } })) !== null;
    },
  } satisfies Partial<StoreReads>;
}

export function revocationWrites(rows: Rows) {
  return {
    async recordAbandoned({ id, at }: { id: string; at: Date }): Promise<boolean> {
      return leave(rows, {
        id,
        from: 'intended',
        to: 'abandoned',
        at,
        reason: 'unspecified',
        invalidityDate: null,
      });
    },
    async recordRevoked(args: {
      id: string;
      at: Date;
      reason: RevocationReason;
      invalidityDate: Date | null;
    }): Promise<boolean> {
      return leave(rows, { ...args, from: 'issued', to: 'revoked' });
    },
  } satisfies Partial<StoreTransaction>;
}

/** One change of state for good: the certificate, its line for the CRLs and, after a compromise, its key. */
async function leave(
  rows: Rows,
  change: {
    id: string;
    from: 'intended' | 'issued';
    to: 'abandoned' | 'revoked';
    at: Date;
    reason: RevocationReason;
    invalidityDate: Date | null;
  },
): Promise<boolean> {
  const { id, from, to, at, reason, invalidityDate } = change;
  const { count } = await rows.certificate.updateMany({
    where: { id, state: from },
    data: { state: to, revokedAt: at, revocationReason: reason },
  });
  if (count === 0) return false;
  const certificate = await rows.certificate.findUniqueOrThrow({
    where: { id },
    select: { issuerId: true, serialHex: true, notAfter: true, spkiSha256: true },
  });
  const { issuerId, serialHex, notAfter, spkiSha256 } = certificate;
  await rows.revokedEntry.create({
    data: { authorityId: issuerId, serialHex, revokedAt: at, reason, invalidityDate, notAfter },
  });
  if (reason === 'keyCompromise')
    await rows.$executeRaw`
      INSERT INTO "BarredKey" ("spkiSha256", "barredAt") VALUES (${spkiSha256}, ${at})
      ON CONFLICT ("spkiSha256") DO NOTHING`;
  return true;
}

interface RevokedRow {
  readonly serialHex: string;
  readonly revokedAt: Date;
  readonly reason: string;
  readonly invalidityDate: Date | null;
}

function toRevokedEntry({ serialHex, revokedAt, reason, invalidityDate }: RevokedRow): RevokedEntry {
  return { serialNumber: serialHex as SerialNumber, revokedAt, reason: reason as RevocationReason, invalidityDate };
}

const SLICE = 5000;
