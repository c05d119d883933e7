import type { Certificate, OwnProfile } from '../domain/entities.ts';
import type { StoreReads, StoreTransaction } from '../domain/store.ts';
import { toCertificate } from './certificate-rows.ts';
import type { ProfileModel } from './generated/sqlite/models.ts';
import type { Rows } from './rows.ts';

export function profileReads(rows: Rows) {
  return {
    async ownProfile(id: string): Promise<OwnProfile | null> {
      const row = await rows.profile.findUnique({ where: { id } });
      return row && toProfile(row);
    },
    async ownProfiles(): Promise<readonly OwnProfile[]> {
      const found = await rows.profile.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
      // Sorted here: the databases do not agree about the order of letters.
      return found.map(toProfile).sort((a, b) => a.name.localeCompare(b.name, 'en'));
    },
    async profileUsage(): Promise<ReadonlyMap<string, number>> {
      // Each side is answered by an index alone: built-in names without regard to own profiles, then the own ones.
      const all = await rows.$queryRaw<UsageRow[]>`
        SELECT "profile" AS "id", "profile" AS "base", COUNT(*) AS "certificates" FROM "Certificate" GROUP BY "profile"`;
      const own = await rows.$queryRaw<UsageRow[]>`
        SELECT "profileId" AS "id", MIN("profile") AS "base", COUNT(*) AS "certificates" FROM "Certificate"
        WHERE "profileId" IS NOT NULL GROUP BY "profileId"`;
      const usage = new Map(all.map(({ id, certificates }) => [id, Number(certificates)]));
      for (const { id, base, certificates } of own) {
        usage.set(id, Number(certificates));
        usage.set(base, (usage.get(base) ?? 0) - Number(certificates));
      }
      return usage;
    },
    async certificatesOfProfile(profileId: string, limit: number): Promise<readonly Certificate[]> {
      const found = await rows.certificate.findMany({
        where: { profileId },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take: limit,
      });
      return found.map(toCertificate);
    },
  } satisfies Partial<StoreReads>;
}

export function profileWrites(rows: Rows) {
  return {
    async insertProfile(profile: OwnProfile): Promise<void> {
      await rows.profile.create({ data: profile });
    },
    async updateProfile(
      id: string,
      revision: number,
      change: Parameters<StoreTransaction['updateProfile']>[2],
    ): Promise<boolean> {
      const { count } = await rows.profile.updateMany({
        where: { id, revision },
        data: { ...change, revision: revision + 1 },
      });
      return count > 0;
    },
    async deleteProfile(id: string): Promise<boolean> {
      if ((await rows.certificate.findFirst({ where: { profileId: id }, select: { id: true } })) !== null) return false;
      const { count } = await rows.profile.deleteMany({ where: { id } });
      return count > 0;
    },
  } satisfies Partial<StoreTransaction>;
}

interface UsageRow {
  readonly id: string;
  readonly base: string;
  readonly certificates: bigint | number;
}

function toProfile(row: ProfileModel): OwnProfile {
  return { ...row, base: row.base as OwnProfile['base'], status: row.status as OwnProfile['status'] };
}
