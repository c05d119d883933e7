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
    async revokedEntryCount(authorityId: string, notExpiredBefore: Date): Promise<number> {
      return rows.revokedEntry.count({ where: { authorityId, notAfter: { gte: notExpiredBefore } } });
    },
    async revokedEntriesSince(
      authorityId: string,
      since: Date,
      notExpiredBefore: Date,
    ): Promise<readonly RevokedEntry[]> {
      const found = await rows.revokedEntry.findMany({
        where: { authorityId, revokedAt: { gte: since }, notAfter: { gte: notExpiredBefore } },
        orderBy: { serialHex: 'asc' },
      });
      return found.map(toRevokedEntry);
    },
    async releasedEntriesSince(
      authorityId: string,
      since: Date,
    ): Promise<readonly { readonly serialNumber: SerialNumber; readonly releasedAt: Date }[]> {
      const found = await rows.releasedEntry.findMany({
        where: { authorityId, releasedAt: { gte: since } },
        orderBy: { serialHex: 'asc' },
      });
      return found.map(({ serialHex, releasedAt }) => ({ serialNumber: serialHex as SerialNumber, releasedAt }));
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
      if (await leave(rows, { ...args, from: 'issued', to: 'revoked' })) return true;
      // From hold: the line of the hold makes way for the one that stays.
      const held = await rows.certificate.findFirst({ where: { id: args.id, state: 'held' } });
      if (held === null) return false;
      await dropEntry(rows, held);
      return leave(rows, { ...args, from: 'held', to: 'revoked' });
    },
    async recordHeld({ id, at }: { id: string; at: Date }): Promise<boolean> {
      return leave(rows, { id, from: 'issued', to: 'held', at, reason: 'certificateHold', invalidityDate: null });
    },
    async recordReleased({ id, at }: { id: string; at: Date }): Promise<boolean> {
      const { count } = await rows.certificate.updateMany({
        where: { id, state: 'held' },
        data: { state: 'issued', revokedAt: null, revocationReason: null },
      });
      if (count === 0) return false;
      const { issuerId, serialHex } = await rows.certificate.findUniqueOrThrow({
        where: { id },
        select: { issuerId: true, serialHex: true },
      });
      await dropEntry(rows, { issuerId, serialHex });
      await rows.$executeRaw`
        INSERT INTO "ReleasedEntry" ("authorityId", "serialHex", "releasedAt") VALUES (${issuerId}, ${serialHex}, ${at})
        ON CONFLICT ("authorityId", "serialHex") DO UPDATE SET "releasedAt" = ${at}`;
      return true;
    },
  } satisfies Partial<StoreTransaction>;
}

/** One change of state: the certificate, its line for the CRLs and, after a compromise, its key. */
async function leave(
  rows: Rows,
  change: {
    id: string;
    from: 'intended' | 'issued' | 'held';
    to: 'abandoned' | 'revoked' | 'held';
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
  // Held again, it is no longer one that was released.
  await rows.releasedEntry.deleteMany({ where: { authorityId: issuerId, serialHex } });
  if (reason === 'keyCompromise')
    await rows.$executeRaw`
      INSERT INTO "BarredKey" ("spkiSha256", "barredAt") VALUES (${spkiSha256}, ${at})
      ON CONFLICT ("spkiSha256") DO NOTHING`;
  return true;
}

async function dropEntry(rows: Rows, of: { issuerId: string; serialHex: string }): Promise<void> {
  await rows.revokedEntry.deleteMany({ where: { authorityId: of.issuerId, serialHex: of.serialHex } });
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
