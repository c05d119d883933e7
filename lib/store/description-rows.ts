import type { Certificate } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { StoreReads, StoreTransaction } from '../domain/store.ts';
import { searchTextOf, toCertificate } from './certificate-rows.ts';
import type { Rows } from './rows.ts';
import { inSlices } from './slices.ts';

/** What operators say about certificates, and how certificates hang together: by key, by replacement. */
export function descriptionReads(rows: Rows) {
  return {
    async certificateTags(certificateId: string): Promise<readonly string[]> {
      const found = await rows.certificateTag.findMany({ where: { certificateId }, orderBy: { tag: 'asc' } });
      return found.map(({ tag }) => tag);
    },
    async tagsOfCertificates(ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
      const tags = new Map<string, string[]>();
      await inSlices(ids, 1, async (slice) => {
        const found = await rows.certificateTag.findMany({
          where: { certificateId: { in: [...slice] } },
          orderBy: { tag: 'asc' },
        });
        for (const { certificateId, tag } of found) tags.set(certificateId, [...(tags.get(certificateId) ?? []), tag]);
      });
      return tags;
    },
    async certificatesById(ids: readonly string[]): Promise<readonly Certificate[]> {
      const byId = new Map<string, Certificate>();
      await inSlices(ids, 1, async (slice) => {
        for (const row of await rows.certificate.findMany({ where: { id: { in: [...slice] } } }))
          byId.set(row.id, toCertificate(row));
      });
      return ids.flatMap((id) => byId.get(id) ?? []);
    },
    async certificatesWithKey(spkiSha256: string): Promise<readonly Certificate[]> {
      const found = await rows.certificate.findMany({
        where: { spkiSha256, state: { in: ['issued', 'held', 'revoked'] } },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take: MOST_OF_ONE_KEY,
      });
      return found.map(toCertificate);
    },
    async certificatesOfAuthority(authorityId: string): Promise<readonly Certificate[]> {
      const found = await rows.certificate.findMany({
        where: { authorityId, state: { in: ['issued', 'held', 'revoked'] } },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      });
      return found.map(toCertificate);
    },
    async replacementsOf(certificateId: string): Promise<readonly Certificate[]> {
      const found = await rows.certificate.findMany({
        where: { replacesId: certificateId, state: { in: ['issued', 'held', 'revoked'] } },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      });
      return found.map(toCertificate);
    },
  } satisfies Partial<StoreReads>;
}

export function descriptionWrites(rows: Rows) {
  return {
    async describeCertificate(args: {
      id: string;
      owner: string;
      notes: string;
      tags: readonly string[];
    }): Promise<void> {
      const row = await rows.certificate.findUnique({ where: { id: args.id } });
      if (row === null) throw new CountersignError('not-found', 'There is no such certificate.');
      const certificate = toCertificate(row);
      const lines = [
        searchTextOf({ ...certificate, owner: args.owner }),
        ...(certificate.fingerprintSha256 ? [certificate.fingerprintSha256] : []),
        ...args.tags,
      ];
      await rows.certificate.update({
        where: { id: args.id },
        data: { owner: args.owner, notes: args.notes, searchText: lines.join('\n').toLowerCase() },
      });
      await rows.certificateTag.deleteMany({ where: { certificateId: args.id } });
      if (args.tags.length > 0)
        await rows.certificateTag.createMany({ data: args.tags.map((tag) => ({ certificateId: args.id, tag })) });
    },
  } satisfies Partial<StoreTransaction>;
}

/** A key that is certified again at every renewal for years still has fewer. */
const MOST_OF_ONE_KEY = 1000;
