import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CertificateQuery, Store } from '../../lib/domain/store.ts';
import type { DnsName, SerialNumber } from '../../lib/pki/types.ts';
import { createAuthority, issue, NOW, openDatabase, PROVIDERS, type TestDatabase } from './fixtures.ts';

for (const { provider, skip } of PROVIDERS)
  describe.skipIf(skip)(`searching on ${provider}`, () => {
    let database: TestDatabase;
    let store: Store;
    beforeAll(async () => {
      database = await openDatabase(provider);
      store = database.store;
      await createAuthority(store);
      await createAuthority(store, 'second');
      await issue(store, 'web', { names: [{ type: 'dns', value: 'ab.web.example' as DnsName }] });
      await issue(store, 'idn', { names: [{ type: 'dns', value: 'xn--bcher-kva.example' as DnsName }] });
      await issue(store, 'mail', { issuerId: 'second', names: [{ type: 'email', value: 'Ann@Cab.example' }] });
      await issue(store, 'id', {
        names: [{ type: 'uri', value: 'spiffe://prod.example/ns/pay/sa/api' }],
        serialNumber: '7f00aa55' as SerialNumber,
        owner: 'Team Blue',
      });
    });
    afterAll(() => database?.release());

    const found = async (text: string, more: Partial<CertificateQuery> = {}) => {
      const query = { now: NOW, expiringDays: 30, sort: 'newest', limit: 50, cursor: null, text, ...more } as const;
      return (await store.certificatePage(query)).items.map(({ id }) => id).sort();
    };

    it('finds any part of three characters or more, whatever their case', async () => {
      expect(await found('n@cab.')).toEqual(['mail']);
      expect(await found('NS/PAY')).toEqual(['id']);
      expect(await found('00AA')).toEqual(['id']);
      expect(await found('am blu')).toEqual(['id']);
      expect(await found('.exa')).toHaveLength(4);
      expect(await found('nowhere')).toEqual([]);
    });

    it('finds international names as they are written and as they are on the wire', async () => {
      expect(await found('BÜCHER')).toEqual(['idn']);
      expect(await found('üch')).toEqual(['idn']);
      expect(await found('bcher-kva')).toEqual(['idn']);
    });

    it('takes one and two characters for the beginning of a name', async () => {
      expect(await found('ab')).toEqual(['web']);
      expect(await found('w')).toEqual(['web']);
      expect(await found('7f')).toEqual(['id']);
      expect(await found('xa')).toEqual([]);
      expect(await found('%')).toEqual([]);
      expect(await found('"')).toEqual([]);
    });

    it('finds fingerprints by their beginning and quotes by themselves', async () => {
      expect(await found('f1web')).toEqual(['web']);
      await issue(store, 'quote', { displayName: 'say "hi" OR * NEAR' });
      expect(await found('"hi" or *')).toEqual(['quote']);
    });

    it('asks every other filter, too', async () => {
      expect(await found('exam', { issuerId: 'second' })).toEqual(['mail']);
      expect(await found('exam', { issuerId: 'second', status: 'revoked' })).toEqual([]);
      expect(await found('exam', { profiles: ['smime'] })).toEqual([]);
    });

    it('follows what is described, and what is undone', async () => {
      await store.transaction((tx) =>
        tx.describeCertificate({ id: 'web', owner: 'Violet', notes: '', tags: ['edge-one'] }),
      );
      expect(await found('violet')).toEqual(['web']);
      expect(await found('dge-o', { tag: 'edge-one' })).toEqual(['web']);
      await store.transaction((tx) => tx.describeCertificate({ id: 'web', owner: '', notes: '', tags: [] }));
      expect(await found('violet')).toEqual([]);
      const undone = store.transaction(async (tx) => {
        await tx.describeCertificate({ id: 'web', owner: 'Crimson', notes: '', tags: [] });
        throw new Error('undone');
      });
      await expect(undone).rejects.toThrow('undone');
      expect(await found('crimson')).toEqual([]);
      expect(await found('ab.web')).toEqual(['web']);
    });

    it('finds the same in a text that more than a few thousand have', async () => {
      await database.client.certificate.createMany({
        data: Array.from({ length: 2_100 }, (_, at) => ({
          ...COMMON,
          id: `many-${at}`,
          serialHex: `aa${at.toString(16).padStart(6, '0')}`,
          searchText: `many-${at}.crowd.test`,
        })),
      });
      expect(await found('crowd', { limit: 30 })).toHaveLength(30);
      expect(await found('many-77.')).toEqual(['many-77']);
      const total = (await store.certificateCounts(NOW)).total;
      expect(total).toBe(await database.client.certificate.count());
    });

    it('keeps the total through every change of state', async () => {
      const before = await store.certificateCounts(NOW);
      await store.transaction((tx) =>
        tx.recordRevoked({ id: 'mail', at: NOW, reason: 'superseded', invalidityDate: null }),
      );
      const after = await store.certificateCounts(NOW);
      expect(after).toMatchObject({ total: before.total, revoked: before.revoked + 1, valid: before.valid - 1 });
    });

    const COMMON = {
      issuerId: 'ca',
      state: 'issued',
      profile: 'tlsServer',
      displayName: 'many',
      subject: '[]',
      names: '[]',
      notBefore: new Date(NOW.getTime() - 1_000),
      notAfter: new Date(NOW.getTime() + 86_400_000),
      keyAlgorithm: 'P-256',
      spkiSha256: 'many',
      createdAt: NOW,
      createdBy: 'test',
    };
  });

describe('the search index on sqlite', () => {
  it('takes in what was there before it, and what changes meanwhile', async () => {
    const database = await openDatabase('sqlite');
    const { store, client } = database;
    await createAuthority(store);
    for (const id of ['old-1', 'old-2', 'old-3']) await issue(store, id);
    // As the migration leaves a database that had certificates: none of them is in the index.
    await client.$executeRaw`INSERT INTO "CertificateSearch" ("CertificateSearch") VALUES ('delete-all')`;
    await client.$executeRaw`UPDATE "CertificateSearchFill" SET "next" = 1, "last" = (SELECT max(rowid) FROM "Certificate")`;
    await store.transaction((tx) => tx.describeCertificate({ id: 'old-2', owner: 'meanwhile', notes: '', tags: [] }));
    await store.close();
    const again = await database.open();
    const found = async (text: string) =>
      (
        await again.store.certificatePage({ now: NOW, expiringDays: 30, sort: 'newest', limit: 9, cursor: null, text })
      ).items.map(({ id }) => id);
    // Before it is filled, too.
    expect(await found('old-3.')).toEqual(['old-3']);
    const filled = () => (again.authenticationClient as typeof client).$queryRaw<{ left: bigint }[]>`
      SELECT "last" - "next" + 1 AS "left" FROM "CertificateSearchFill"`;
    await expect.poll(async () => Number((await filled())[0]?.left)).toBe(0);
    const inIndex = await (again.authenticationClient as typeof client).$queryRaw<{ n: bigint }[]>`
      SELECT count(*) AS "n" FROM "CertificateSearch" WHERE "CertificateSearch" MATCH '"old"'`;
    expect(Number(inIndex[0]?.n)).toBe(3);
    expect(await found('meanwhile')).toEqual(['old-2']);
    await again.store.close();
    await database.release();
  });
});
