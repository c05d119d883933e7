import type { Certificate } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { StoreReads, StoreTransaction } from '../domain/store.ts';
import { searchTextOf, toCertificate } from './certificate-rows.ts';
import type { RowWriter } from './row-writer.ts';
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

type Description = Parameters<StoreTransaction['describeCertificates']>[0][number];

export function descriptionWrites(rows: Rows, writer: RowWriter) {
  const describeCertificates = async (descriptions: readonly Description[]): Promise<void> => {
    const ids = descriptions.map(({ id }) => id);
    const found = new Map((await descriptionReads(rows).certificatesById(ids)).map((one) => [one.id, one]));
    const changed = await writer.change(
      DESCRIBED,
      descriptions.map(({ id, owner, notes, tags }) => {
        const certificate = found.get(id);
        if (!certificate) throw new CountersignError('not-found', 'There is no such certificate.');
        return { id, owner, notes, searchText: searchTextWith(certificate, owner, tags) };
      }),
    );
    if (changed !== ids.length) throw new Error('Certificates were described that are not there, or twice.');
    await inSlices(ids, 1, async (slice) => {
      await rows.certificateTag.deleteMany({ where: { certificateId: { in: [...slice] } } });
    });
    await writer.insert(
      TAGS,
      descriptions.flatMap(({ id, tags }) => tags.map((tag) => ({ certificateId: id, tag }))),
    );
  };
  return {
    describeCertificates,
    describeCertificate: (description: Description): Promise<void> => describeCertificates([description]),
  } satisfies Partial<StoreTransaction>;
}

function searchTextWith(certificate: Certificate, owner: string, tags: readonly string[]): string {
  const lines = [
    searchTextOf({ ...certificate, owner }),
    ...(certificate.fingerprintSha256 ? [certificate.fingerprintSha256] : []),
    ...tags,
  ];
  return lines.join('\n').toLowerCase();
}

const DESCRIBED = {
  table: 'Certificate',
  columns: { id: 'text', owner: 'text', notes: 'text', searchText: 'text' },
  set: '"owner" = :owner, "notes" = :notes, "searchText" = :searchText',
  where: '"Certificate"."id" = :id',
} as const;
const TAGS = { into: 'CertificateTag', columns: { certificateId: 'text', tag: 'text' } } as const;
/** A key that is certified again at every renewal for years still has fewer. */
const MOST_OF_ONE_KEY = 1000;
