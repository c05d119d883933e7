import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CertificationRequest } from '../../lib/domain/certification-request.ts';
import { type Handover, MOST_ATTEMPTS } from '../../lib/domain/handover.ts';
import type { ConnectionQuery } from '../../lib/domain/party-store.ts';
import type { Store } from '../../lib/domain/store.ts';
import {
  connection,
  createAuthority,
  daysFromNow,
  issue,
  NOW,
  openDatabase,
  PROVIDERS,
  secondsFromNow,
  type TestDatabase,
} from './fixtures.ts';

const handover = (id: string, change: Partial<Handover> = {}): Handover => ({
  id,
  connectionId: 'c-0',
  side: 'client',
  tokenSha256: `token-${id}`,
  certificateId: null,
  createdAt: NOW,
  createdBy: 'operator',
  expiresAt: daysFromNow(7),
  revokedAt: null,
  file: { name: 'files.zip', sha256: 'aa', codeSha256: `code-${id}`, attempts: 0, collectedAt: null },
  ...change,
});
const FILE = Uint8Array.from({ length: 300 }, (_, at) => at % 256);

const request = (id: string, change: Partial<CertificationRequest> = {}): CertificationRequest => ({
  id,
  state: 'waiting',
  csr: 'PEM',
  asked: '{}',
  displayName: `${id}.example`,
  subjectText: `CN=${id}.example`,
  keyAlgorithm: 'P-256',
  spkiSha256: `spki-${id}`,
  note: '',
  createdAt: NOW,
  createdBy: 'operator',
  decidedAt: null,
  decidedBy: null,
  reason: '',
  certificateId: null,
  ...change,
});

for (const { provider, skip } of PROVIDERS)
  describe.skipIf(skip)(`other parties on ${provider}`, () => {
    let database: TestDatabase;
    let store: Store;
    beforeAll(async () => {
      database = await openDatabase(provider);
      store = database.store;
      await createAuthority(store, 'ca');
      await createAuthority(store, 'second');
      await issue(store, 'good');
      await issue(store, 'ending', { notAfter: daysFromNow(10) });
      await issue(store, 'ended', { notAfter: NOW });
      await issue(store, 'held');
      await issue(store, 'elsewhere', { issuerId: 'second', displayName: 'Über Dienst' });
      await store.transaction((tx) => tx.recordHeld({ id: 'held', at: NOW }));
      const pairs: readonly [string, string | null, string][] = [
        ['good', null, 'Plain 100%_wide'],
        ['good', 'good', 'Zwei gute'],
        ['good', 'ending', 'Soon'],
        ['ending', null, 'Soon alone'],
        ['good', 'ended', 'Over'],
        ['held', 'good', 'Held'],
        ['good', 'elsewhere', 'Ärzte'],
      ];
      for (const [at, [server, client, name]] of pairs.entries())
        await store.transaction((tx) =>
          tx.insertConnection(
            connection(`c-${at}`, server, {
              kind: client ? 'mutual' : 'one-way',
              clientCertificateId: client,
              name,
              createdAt: secondsFromNow(Math.floor(at / 2)),
            }),
          ),
        );
    });
    afterAll(() => database?.release());

    const found = async (query: Partial<ConnectionQuery> = {}) =>
      (await store.connections({ limit: 50, before: null, ...query })).items.map(({ id }) => id);
    const being = (is: 'valid' | 'expiring' | 'broken') => ({ state: { is, now: NOW, expiringDays: 30 } });

    it('lists connections by the state of their certificates, each in exactly one', async () => {
      expect(await found(being('valid'))).toEqual(['c-6', 'c-1', 'c-0']);
      expect(await found(being('expiring'))).toEqual(['c-3', 'c-2']);
      expect(await found(being('broken'))).toEqual(['c-5', 'c-4']);
      expect(await found()).toEqual(['c-6', 'c-5', 'c-4', 'c-3', 'c-2', 'c-1', 'c-0']);
      // A second later one more has ended; thirty days later nothing that ends then is only expiring.
      const later = { is: 'broken' as const, now: daysFromNow(10), expiringDays: 30 };
      expect(await found({ state: later })).toEqual(['c-5', 'c-4', 'c-3', 'c-2']);
    });

    it('finds them by their name and by the names in their certificates, whatever the letters', async () => {
      expect(await found({ text: 'ärzte' })).toEqual(['c-6']);
      expect(await found({ text: 'über' })).toEqual(['c-6']);
      expect(await found({ text: 'soon' })).toEqual(['c-3', 'c-2']);
      expect(await found({ text: 'ended.exa' })).toEqual(['c-4']);
      expect(await found({ text: '%_' })).toEqual(['c-0']);
      expect(await found({ text: "o'hara" })).toEqual([]);
      expect(await found({ text: 'a\0b' })).toEqual([]);
      expect(await found({ text: 'soon', ...being('broken') })).toEqual([]);
    });

    it('pages both ways with every filter, without leaving one out or showing one twice', async () => {
      for (const filter of [{}, being('valid'), { text: 'o' }]) {
        const all = await found(filter);
        const seen: string[] = [];
        let cursor: string | null = null;
        let last: string | null = null;
        do {
          const page = await store.connections({ limit: 2, before: cursor, ...filter });
          seen.push(...page.items.map(({ id }) => id));
          last = page.previous;
          cursor = page.next;
        } while (cursor !== null);
        expect(seen).toEqual(all);
        const back = last === null ? [] : (await store.connections({ limit: 50, before: last, ...filter })).items;
        expect(back.map(({ id }) => id)).toEqual(all.slice(0, back.length));
      }
      await expect(store.connections({ limit: 2, before: 'no' })).rejects.toMatchObject({ code: 'validation-failed' });
    });

    it('knows which connections have a certificate of an issuer', async () => {
      expect((await store.connectionsUnder(['second'], 10)).map(({ id }) => id)).toEqual(['c-6']);
      expect(await store.connectionsUnder(['ca', 'second'], 3)).toHaveLength(3);
      expect(await store.connectionsUnder([], 3)).toEqual([]);
    });

    it('renames and deletes a connection with what was to be handed over; its certificates stay', async () => {
      await store.transaction(async (tx) => {
        await tx.insertConnection(connection('gone', 'good'));
        await tx.insertHandover(handover('with-gone', { connectionId: 'gone' }), FILE);
        await tx.renameConnection('gone', 'Neuer Name Ö');
      });
      expect(await found({ text: 'name ö' })).toEqual(['gone']);
      expect(await store.transaction((tx) => tx.deleteConnection('gone'))).toBe(true);
      expect(await store.transaction((tx) => tx.deleteConnection('gone'))).toBe(false);
      expect([await store.connection('gone'), await store.handover('with-gone')]).toEqual([null, null]);
      expect(await store.certificate('good')).not.toBeNull();
      await expect(store.transaction((tx) => tx.renameConnection('gone', 'x'))).rejects.toMatchObject({
        code: 'not-found',
      });
    });

    it('gives the file of a hand-over to one of many who come at once', async () => {
      await store.transaction((tx) => tx.insertHandover(handover('race'), FILE));
      expect(await store.handoverByToken('token-race')).toEqual(handover('race'));
      const got = await Promise.all(
        Array.from({ length: 8 }, () => store.transaction((tx) => tx.collectHandover('race', secondsFromNow(5)))),
      );
      expect(got.filter((file) => file !== null).map((file) => [...(file as Uint8Array)])).toEqual([[...FILE]]);
      expect((await store.handover('race'))?.file?.collectedAt).toEqual(secondsFromNow(5));
      const row = await database.client.handover.findUnique({ where: { id: 'race' } });
      expect(row?.content).toBeNull();
    });

    it('gives nothing that was withdrawn, has ended, was guessed at too often, or never was', async () => {
      const take = (id: string, at = NOW) => store.transaction((tx) => tx.collectHandover(id, at));
      await store.transaction(async (tx) => {
        for (const id of ['withdrawn', 'late', 'guessed', 'swept']) await tx.insertHandover(handover(id), FILE);
        await tx.insertHandover(handover('public', { file: null }), null);
      });
      expect(await store.transaction((tx) => tx.recordHandoverRevoked('withdrawn', NOW))).toBe(true);
      expect(await store.transaction((tx) => tx.recordHandoverRevoked('withdrawn', NOW))).toBe(false);
      expect(await take('withdrawn')).toBeNull();
      expect(await take('late', daysFromNow(7))).toBeNull();
      for (let count = 1; count <= MOST_ATTEMPTS; count += 1)
        expect(await store.transaction((tx) => tx.countHandoverAttempt('guessed'))).toBe(count);
      expect(await take('guessed')).toBeNull();
      expect(await take('public')).toBeNull();
      expect(await take('nobody')).toBeNull();
      expect(await store.transaction((tx) => tx.dropEndedHandoverFiles(daysFromNow(6)))).toBe(0);
      expect(await store.transaction((tx) => tx.dropEndedHandoverFiles(daysFromNow(7)))).toBe(2);
      expect(await take('swept')).toBeNull();
      // Its octets are gone, what it was is known.
      expect(await database.client.handover.count({ where: { NOT: { content: null } } })).toBe(0);
      expect((await store.handoversOf('c-0')).map(({ id }) => id)).toContain('swept');
    });

    it('takes a token once', async () => {
      await store.transaction((tx) => tx.insertHandover(handover('first'), null));
      await expect(
        store.transaction((tx) => tx.insertHandover(handover('other', { tokenSha256: 'token-first' }), null)),
      ).rejects.toThrow();
    });

    it('keeps requests: the waiting ones oldest first, the others newest first', async () => {
      await store.transaction(async (tx) => {
        for (let at = 0; at < 5; at += 1)
          await tx.insertCertificationRequest(request(`r-${at}`, { createdAt: secondsFromNow(Math.floor(at / 2)) }));
      });
      const pages = async (state: 'waiting' | 'rejected' | null) => {
        const ids: string[] = [];
        let after: string | null = null;
        do {
          const page = await store.certificationRequests({ state, limit: 2, after });
          ids.push(...page.items.map(({ id }) => id));
          after = page.next;
        } while (after !== null);
        return ids;
      };
      expect(await pages('waiting')).toEqual(['r-0', 'r-1', 'r-2', 'r-3', 'r-4']);
      expect(await store.waitingRequestCount()).toBe(5);
      const decide = (id: string, state: 'approved' | 'rejected', certificateId: string | null) =>
        store.transaction((tx) =>
          tx.decideCertificationRequest(id, {
            state,
            decidedAt: NOW,
            decidedBy: 'boss',
            reason: state === 'rejected' ? 'Unknown host' : '',
            certificateId,
          }),
        );
      expect(await decide('r-1', 'rejected', null)).toBe(true);
      expect(await decide('r-3', 'approved', 'good')).toBe(true);
      // Who comes second decides nothing.
      expect(await decide('r-1', 'approved', 'good')).toBe(false);
      expect(await decide('nobody', 'rejected', null)).toBe(false);
      expect(await store.certificationRequest('r-1')).toEqual(
        request('r-1', { state: 'rejected', decidedAt: NOW, decidedBy: 'boss', reason: 'Unknown host' }),
      );
      expect(await pages('waiting')).toEqual(['r-0', 'r-2', 'r-4']);
      expect(await pages('rejected')).toEqual(['r-1']);
      expect(await pages(null)).toEqual(['r-4', 'r-3', 'r-2', 'r-1', 'r-0']);
      expect(await store.waitingRequestCount()).toBe(3);
      await expect(store.certificationRequests({ state: null, limit: 2, after: 'no' })).rejects.toMatchObject({
        code: 'validation-failed',
      });
    });

    it('counts what lives below issuers by its end, and knows the last end', async () => {
      // Held ones are on a revocation list, so they do not count.
      expect(await store.livingCertificates('ca', NOW)).toBe(2);
      expect(await store.livingEnding(['ca', 'second'], NOW, null)).toBe(3);
      expect(await store.livingEnding(['ca', 'second'], NOW, daysFromNow(10))).toBe(1);
      expect(await store.livingEnding(['ca', 'second'], daysFromNow(10), null)).toBe(2);
      expect(await store.livingEnding([], NOW, null)).toBe(0);
      expect(await store.lastLivingEnd(['ca', 'second'], NOW)).toEqual(daysFromNow(90));
      expect(await store.lastLivingEnd(['ca'], daysFromNow(90))).toBeNull();
      expect(
        await store.lastLivingEnd(Array.from({ length: 120 }, (_, at) => `none-${at}`).concat('second'), NOW),
      ).toEqual(daysFromNow(90));
      expect(await store.lastLivingEnd([], NOW)).toBeNull();
      await issue(store, 'mail', { issuerId: 'second', profile: 'smime' });
      expect([...(await store.livingProfiles('second', NOW))].sort()).toEqual(['smime', 'tlsServer']);
      expect(await store.livingProfiles('second', daysFromNow(90))).toEqual([]);
    });
  });
