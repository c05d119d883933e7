import type { StoreReads, StoreTransaction } from '../domain/store.ts';
import type { StatusProof, StatusProofJson, WatchedAddress } from '../domain/watch.ts';
import type { Rows } from './rows.ts';

export function watchReads(rows: Rows) {
  return {
    async statusProof(certificateId: string): Promise<StatusProof | null> {
      const row = await rows.statusProof.findUnique({ where: { certificateId } });
      return row && { ...row, record: JSON.parse(row.record) as StatusProofJson };
    },
    async watchedAddresses(authorityId?: string): Promise<readonly WatchedAddress[]> {
      const found = await rows.watchedAddress.findMany({
        ...(authorityId === undefined ? {} : { where: { authorityId } }),
        orderBy: [{ authorityId: 'asc' }, { url: 'asc' }],
      });
      return found.map((row) => ({ ...row, verdict: row.verdict as WatchedAddress['verdict'] }));
    },
  } satisfies Partial<StoreReads>;
}

export function watchWrites(rows: Rows) {
  return {
    async saveStatusProof({ certificateId, createdAt, createdBy, record }: StatusProof): Promise<void> {
      const data = { createdAt, createdBy, record: JSON.stringify(record) };
      await rows.statusProof.upsert({ where: { certificateId }, create: { certificateId, ...data }, update: data });
    },
    async saveWatchedAddresses(authorityId: string, addresses: readonly WatchedAddress[]): Promise<void> {
      await rows.watchedAddress.deleteMany({
        where: { authorityId, url: { notIn: addresses.map(({ url }) => url) } },
      });
      for (const { url, label, verdict, words, since, seenAt } of addresses) {
        const data = { label, verdict, words, since, seenAt };
        await rows.watchedAddress.upsert({
          where: { authorityId_url: { authorityId, url } },
          create: { authorityId, url, ...data },
          update: data,
        });
      }
    },
  } satisfies Partial<StoreTransaction>;
}
