import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CertificateState, ProfileName } from '../../lib/domain/entities.ts';
import type { CertificatePage, CertificateQuery, Store, StoreTransaction } from '../../lib/domain/store.ts';
import type { DnsName, SerialNumber } from '../../lib/pki/types.ts';
import {
  certificateDer,
  createAuthority,
  daysFromNow,
  intent,
  NOW,
  openDatabase,
  PROVIDERS,
  secondsFromNow,
  type TestDatabase,
} from './fixtures.ts';

interface Row {
  readonly id: string;
  readonly state: CertificateState;
  readonly profile: ProfileName;
  readonly issuerId: string;
  readonly createdAt: Date;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

const STATES: readonly CertificateState[] = ['issued', 'issued', 'issued', 'revoked', 'abandoned', 'intended'];
const USES: readonly ProfileName[] = ['tlsServer', 'tlsServer', 'tlsClient', 'ocspResponder', 'issuingAuthority'];
/** Around the bounds of every status, and beyond them. */
const ENDS = [
  daysFromNow(-400),
  secondsFromNow(-1),
  NOW,
  secondsFromNow(1),
  daysFromNow(30),
  secondsFromNow(30 * 86_400 + 1),
  daysFromNow(365),
];

/** Five hundred with every combination, several created in the same second. */
const ROWS: readonly Row[] = Array.from({ length: 500 }, (_, at) => ({
  id: `n${String((at * 7919) % 500).padStart(3, '0')}`,
  state: STATES[at % STATES.length]!,
  profile: USES[at % USES.length]!,
  issuerId: at % 4 === 0 ? 'second' : 'ca',
  createdAt: secondsFromNow(Math.floor(at / 3)),
  notBefore: at % 50 === 7 ? daysFromNow(1) : daysFromNow(-500),
  notAfter: ENDS[at % ENDS.length]!,
}));

for (const { provider, skip } of PROVIDERS)
  describe.skipIf(skip)(`lists on ${provider}`, () => {
    let database: TestDatabase;
    let store: Store;
    beforeAll(async () => {
      database = await openDatabase(provider);
      store = database.store;
      await createAuthority(store, 'ca');
      await createAuthority(store, 'second');
      await createAuthority(store, 'search');
      await store.transaction(async (tx) => {
        for (const row of ROWS) await insert(tx, row);
      });
    });
    afterAll(() => database?.release());

    const query = (change: Partial<CertificateQuery> = {}): CertificateQuery => ({
      now: NOW,
      expiringDays: 30,
      sort: 'newest',
      limit: 23,
      cursor: null,
      ...change,
    });

    async function walk(asked: CertificateQuery): Promise<readonly CertificatePage[]> {
      const pages: CertificatePage[] = [];
      for (let cursor: string | null = null; ; ) {
        const page = await store.certificatePage({ ...asked, cursor });
        pages.push(page);
        if (page.next === null) return pages;
        cursor = page.next;
      }
    }

    async function idsOf(change: Partial<CertificateQuery>): Promise<string[]> {
      return (await walk(query({ limit: 100, ...change }))).flatMap(({ items }) => items.map(({ id }) => id));
    }

    const shown: Record<string, (row: Row) => boolean> = {
      valid: (row) => row.state === 'issued' && row.notBefore <= NOW && row.notAfter > NOW,
      expiring: (row) =>
        row.state === 'issued' && row.notBefore <= NOW && row.notAfter > NOW && row.notAfter <= daysFromNow(30),
      expired: (row) => row.state === 'issued' && row.notAfter <= NOW,
      revoked: (row) => row.state === 'revoked' || row.state === 'abandoned',
    };
    const listed = (row: Row) => row.state === 'issued' || row.state === 'revoked';
    const byNewest = (a: Row, b: Row) => b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1);
    const byExpiry = (a: Row, b: Row) => a.notAfter.getTime() - b.notAfter.getTime() || (a.id < b.id ? -1 : 1);
    const expected = (keep: (row: Row) => boolean, order = byNewest) =>
      ROWS.filter(keep)
        .sort(order)
        .map(({ id }) => id);

    it.each([
      ['newest', byNewest],
      ['expiry', byExpiry],
    ] as const)('pages forward and backward by %s like a plain sort', async (sort, order) => {
      const pages = await walk(query({ sort }));
      const forward = pages.map(({ items }) => items.map(({ id }) => id));
      expect(forward.flat()).toEqual(expected(listed, order));
      expect(pages[0]?.previous).toBeNull();
      expect(pages.slice(0, -1).every(({ items }) => items.length === 23)).toBe(true);

      const backward = [forward.at(-1)!];
      for (let cursor = pages.at(-1)!.previous; cursor !== null; ) {
        const page = await store.certificatePage(query({ sort, cursor }));
        backward.unshift(page.items.map(({ id }) => id));
        cursor = page.previous;
      }
      expect(backward).toEqual(forward);
      // From a page that was reached backward, forward leads on.
      const middle = await store.certificatePage(query({ sort, cursor: pages[3]!.previous }));
      expect(middle.items.map(({ id }) => id)).toEqual(forward[2]);
      const after = await store.certificatePage(query({ sort, cursor: middle.next }));
      expect(after.items.map(({ id }) => id)).toEqual(forward[3]);
    });

    it.each(['valid', 'expiring', 'expired', 'revoked'] as const)('shows the %s ones', async (status) => {
      expect(await idsOf({ status })).toEqual(expected(shown[status]!));
      expect(await idsOf({ status, sort: 'expiry' })).toEqual(expected(shown[status]!, byExpiry));
    });

    it('counts what each list has', async () => {
      const counts = await store.certificateCounts(NOW);
      expect(counts).toEqual({
        total: ROWS.filter(listed).length,
        valid: ROWS.filter(shown.valid!).length,
        expiring: ROWS.filter(shown.expiring!).length,
        expired: ROWS.filter(shown.expired!).length,
        held: 0,
        revoked: ROWS.filter(shown.revoked!).length,
        longEnded: ROWS.filter((row) => listed(row) && row.notAfter <= daysFromNow(-30)).length,
      });
      const living = (row: Row) =>
        row.issuerId === 'second' && row.state === 'issued' && row.notAfter > NOW && row.profile !== 'ocspResponder';
      expect(await store.livingCertificates('second', NOW)).toBe(ROWS.filter(living).length);
    });

    it('filters by state, profile, issuer and all of them', async () => {
      const states = ['abandoned', 'intended'] as const;
      expect(await idsOf({ states })).toEqual(expected(({ state }) => state === 'abandoned' || state === 'intended'));
      const profiles = ['tlsClient', 'issuingAuthority'] as const;
      const hasProfile = ({ profile }: Row) => profile === 'tlsClient' || profile === 'issuingAuthority';
      expect(await idsOf({ profiles })).toEqual(expected((row) => listed(row) && hasProfile(row)));
      const isSecond = ({ issuerId }: Row) => issuerId === 'second';
      expect(await idsOf({ issuerId: 'second', sort: 'expiry' })).toEqual(
        expected((row) => listed(row) && isSecond(row), byExpiry),
      );
      expect(await idsOf({ issuerId: 'second', profiles, status: 'valid', text: 'EXAMPLE' })).toEqual(
        expected((row) => isSecond(row) && hasProfile(row) && shown.valid!(row)),
      );
      // A status and states that exclude each other.
      expect(await idsOf({ status: 'revoked', states: ['issued'] })).toEqual([]);
      expect(await idsOf({ profiles: [] })).toEqual([]);
      expect(await idsOf({ profiles: [], issuerId: 'second' })).toEqual([]);
      expect(await idsOf({ issuerId: 'none' })).toEqual([]);
    });

    it('finds any part of a name, a serial or a fingerprint, and takes wildcards literally', async () => {
      const found = (text: string) => idsOf({ text, issuerId: 'search' });
      await store.transaction(async (tx) => {
        const names = [
          { type: 'dns', value: 'API.Bücher.example' as DnsName },
          { type: 'uri', value: 'urn:100%_!\\path' },
        ] as const;
        await tx.insertCertificateIntent(
          intent('found', {
            issuerId: 'search',
            displayName: 'Große Straße',
            names,
            serialNumber: 'ab12cd' as SerialNumber,
          }),
        );
        await tx.insertCertificateIntent(intent('other', { issuerId: 'search', serialNumber: '99' as SerialNumber }));
        for (const id of ['found', 'other'])
          await tx.recordIssued({ id, certificateDer: certificateDer(id), fingerprintSha256: `ff00${id}` });
      });
      for (const text of ['bücher', 'BÜCHER', 'straße', 'b12c', 'ff00f', '100%_', '%_!', '!\\p', 'i.b'])
        expect(await found(text), text).toEqual(['found']);
      for (const text of ['1%path', '1__%', 'a_i', '%', "' OR 1=1 --", 'b__her', 'b\u0000'])
        expect(await found(text), text).toEqual([]);
      expect(await found('example')).toHaveLength(2);
    });

    it('refuses a cursor that it did not give', async () => {
      const [first] = await walk(query());
      const foreign = Buffer.from(JSON.stringify(['newest', 'forward', 'x', 'y'])).toString('base64url');
      const endless = Buffer.from(JSON.stringify(['newest', 'forward', 9e15, 'y'])).toString('base64url');
      for (const cursor of ['', 'x', '{}', foreign, endless, `${first?.next}x=`, '\u0000'])
        await expect(store.certificatePage(query({ cursor })), cursor).rejects.toMatchObject({
          code: 'validation-failed',
          fields: [{ field: 'cursor' }],
        });
      // That of another order.
      await expect(store.certificatePage(query({ sort: 'expiry', cursor: first!.next }))).rejects.toMatchObject({
        code: 'validation-failed',
      });
    });
  });

async function insert(tx: StoreTransaction, row: Row): Promise<void> {
  const { id, issuerId, profile, createdAt, notBefore, notAfter } = row;
  await tx.insertCertificateIntent(intent(id, { issuerId, profile, createdAt, notBefore, notAfter }));
  if (row.state === 'abandoned') await tx.recordAbandoned({ id, at: NOW });
  if (row.state === 'issued' || row.state === 'revoked')
    await tx.recordIssued({ id, certificateDer: certificateDer(id), fingerprintSha256: `fe${id}` });
  if (row.state === 'revoked') await tx.recordRevoked({ id, at: NOW, reason: 'superseded', invalidityDate: null });
}
