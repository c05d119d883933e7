import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Job, PlannedRevocation, SavedView } from '../../lib/domain/entities.ts';
import type { CertificateQuery, Store } from '../../lib/domain/store.ts';
import { createAuthority, daysFromNow, issue, NOW, openDatabase, PROVIDERS, type TestDatabase } from './fixtures.ts';

for (const { provider, skip } of PROVIDERS)
  describe.skipIf(skip)(`acts on many on ${provider}`, () => {
    let database: TestDatabase;
    let store: Store;
    beforeAll(async () => {
      database = await openDatabase(provider);
      store = database.store;
      await createAuthority(store);
    });
    afterAll(() => database?.release());
    const query: CertificateQuery = { now: NOW, expiringDays: 30, sort: 'newest', limit: 2, cursor: null };
    const entries = async () =>
      new Map((await store.revokedEntries('ca', NOW)).map((entry) => [entry.serialNumber as string, entry]));
    const serialOf = async (id: string) => (await store.certificate(id))?.serialNumber as string;

    it('reads a list in slices, in the order of the list, and knows whose key is here', async () => {
      for (const [id, day] of [
        ['a', 1],
        ['b', 2],
        ['c', 3],
        ['d', 3],
        ['e', 4],
      ] as const)
        await issue(store, id, { createdAt: daysFromNow(-day), notAfter: daysFromNow(day * 10) });
      for (const sort of ['newest', 'expiry'] as const) {
        const found: string[] = [];
        for (let cursor: string | null = null; ; ) {
          const slice = await store.certificateBriefs({ ...query, sort, cursor });
          found.push(...slice.items.map(({ id }) => id));
          if (slice.next === null) break;
          cursor = slice.next;
        }
        const page = await store.certificatePage({ ...query, sort, limit: 100 });
        expect(found).toEqual(page.items.map(({ id }) => id));
      }
      const [brief] = (await store.certificateBriefs({ ...query, text: 'a.example', limit: 10 })).items;
      expect(brief).toMatchObject({ id: 'a', issuerId: 'ca', state: 'issued', profile: 'tlsServer', keyHeld: false });
      expect(brief?.notAfter).toEqual(daysFromNow(10));
      expect((await store.certificateBriefs({ ...query, tag: 'none' })).items).toEqual([]);
    });

    it('finds certificates and tags by identifiers, in their order', async () => {
      expect((await store.certificatesById(['c', 'nobody', 'a'])).map(({ id }) => id)).toEqual(['c', 'a']);
      await store.transaction((tx) =>
        tx.describeCertificate({ id: 'b', owner: '', notes: '', tags: ['web', 'edge'].sort() }),
      );
      expect([...(await store.tagsOfCertificates(['a', 'b']))]).toEqual([['b', ['edge', 'web']]]);
    });

    it('describes many as the single call does, all or none', async () => {
      const many = [
        { id: 'a', owner: 'Team A', notes: 'One.', tags: ['x', 'y'] },
        { id: 'b', owner: '', notes: '', tags: ['y'] },
      ];
      await store.transaction((tx) => tx.describeCertificates(many));
      expect(await store.certificate('a')).toMatchObject({ owner: 'Team A', notes: 'One.' });
      expect([...(await store.tagsOfCertificates(['a', 'b', 'c']))]).toEqual([
        ['a', ['x', 'y']],
        ['b', ['y']],
      ]);
      const found = async (text: string) =>
        (await store.certificatePage({ ...query, text, limit: 10 })).items.map(({ id }) => id);
      expect(await found('team a')).toEqual(['a']);
      expect(await found('edge')).toEqual([]);
      await expect(
        store.transaction((tx) =>
          tx.describeCertificates([
            { ...many[0]!, owner: 'Other' },
            { ...many[1]!, id: 'no' },
          ]),
        ),
      ).rejects.toMatchObject({ code: 'not-found' });
      expect(await store.certificate('a')).toMatchObject({ owner: 'Team A' });
      await store.transaction((tx) => tx.describeCertificates([]));
    });

    it('changes the status of many as the single calls do', async () => {
      const reason = 'keyCompromise';
      const at = daysFromNow(0);
      await store.transaction((tx) => tx.recordStatusOfMany({ ids: ['a', 'b', 'c'], to: 'held', at }));
      expect((await entries()).get(await serialOf('a'))).toMatchObject({ reason: 'certificateHold', revokedAt: at });
      expect(await store.certificate('b')).toMatchObject({ state: 'held', revocationReason: 'certificateHold' });
      await store.transaction((tx) => tx.recordStatusOfMany({ ids: ['b', 'c'], to: 'issued', at: daysFromNow(1) }));
      expect(await store.certificate('b')).toMatchObject({ state: 'issued', revokedAt: null, revocationReason: null });
      expect((await entries()).has(await serialOf('b'))).toBe(false);
      const released = await store.releasedEntriesSince('ca', at);
      expect(released.map(({ serialNumber }) => serialNumber as string).sort()).toEqual(
        [await serialOf('b'), await serialOf('c')].sort(),
      );
      // One from hold, one that was released, one untouched.
      const change = { to: 'revoked', at: daysFromNow(2), reason, invalidityDate: daysFromNow(-1) } as const;
      await store.transaction((tx) => tx.recordStatusOfMany({ ids: ['a', 'b', 'd'], ...change }));
      await store.transaction((tx) =>
        tx.recordRevoked({ id: 'e', at: change.at, reason, invalidityDate: change.invalidityDate }),
      );
      const single = (await entries()).get(await serialOf('e'));
      for (const id of ['a', 'b', 'd']) {
        const { serialNumber: _, ...line } = (await entries()).get(await serialOf(id)) ?? {};
        expect(line).toEqual({ ...single, serialNumber: undefined });
        const certificate = await store.certificate(id);
        expect(certificate).toMatchObject({ state: 'revoked', revokedAt: change.at, revocationReason: reason });
        expect(await store.isKeyBarred(certificate?.spkiSha256 ?? '')).toBe(true);
      }
      const later = await store.releasedEntriesSince('ca', at);
      expect(later.map(({ serialNumber }) => serialNumber as string)).toEqual([await serialOf('c')]);
      expect((await store.certificateCounts(NOW)).revoked).toBe(4);
    });

    it('changes all of them or none', async () => {
      await issue(store, 'f');
      const before = await entries();
      await expect(
        store.transaction((tx) => tx.recordStatusOfMany({ ids: ['f', 'a'], to: 'held', at: NOW })),
      ).rejects.toMatchObject({ code: 'conflict' });
      expect(await store.certificate('f')).toMatchObject({ state: 'issued' });
      expect(await entries()).toEqual(before);
      await expect(
        store.transaction((tx) => tx.recordStatusOfMany({ ids: ['f'], to: 'issued', at: NOW })),
      ).rejects.toMatchObject({ code: 'conflict' });
    });

    it('keeps what was issued and revoked on each day', async () => {
      await issue(store, 'g', { createdAt: new Date('2026-05-10T23:59:59Z') });
      await issue(store, 'h', { createdAt: new Date('2026-05-11T00:00:00Z'), profile: 'ocspResponder' });
      await store.transaction((tx) =>
        tx.recordRevoked({
          id: 'g',
          at: new Date('2026-05-11T00:00:00Z'),
          reason: 'superseded',
          invalidityDate: null,
        }),
      );
      const days = (await store.certificateDays(new Date('2026-05-10T12:00:00Z'))).map(({ day, ...counts }) => [
        day.toISOString().slice(0, 10),
        counts,
      ]);
      expect(days.slice(0, 2)).toEqual([
        ['2026-05-10', { issued: 1, revoked: 0 }],
        ['2026-05-11', { issued: 0, revoked: 1 }],
      ]);
      const sum = (of: 'issued' | 'revoked') =>
        days.reduce((total, [, counts]) => total + (counts as Record<typeof of, number>)[of], 0);
      // a to g; the responder is nobody's. All of a, b, d, e and g.
      expect([sum('issued'), sum('revoked')]).toEqual([7, 5]);
    });

    it('finds what was revoked in a time, and what nothing in force has replaced', async () => {
      const found = async (change: Partial<CertificateQuery>) =>
        (await store.certificatePage({ ...query, limit: 100, ...change })).items.map(({ id }) => id).sort();
      const between = (from: Date, to: Date) => found({ status: 'revoked', revokedBetween: { from, to } });
      expect(await between(daysFromNow(2), daysFromNow(3))).toEqual(['a', 'b', 'd', 'e']);
      expect(await between(daysFromNow(-30), daysFromNow(1))).toEqual(['g']);
      expect(await between(daysFromNow(4), daysFromNow(5))).toEqual([]);
      await issue(store, 'ended', { notBefore: daysFromNow(-90), notAfter: daysFromNow(-30) });
      expect((await store.certificateCounts(NOW)).longEnded).toBe(1);
      expect((await store.certificateCounts(daysFromNow(-1))).longEnded).toBe(0);
      for (const sort of ['newest', 'expiry'] as const) {
        expect(await found({ sort })).toContain('ended');
        expect(await found({ sort, endsAfter: daysFromNow(-30) })).not.toContain('ended');
        expect(await found({ sort, endsAfter: daysFromNow(-31) })).toContain('ended');
      }
      await issue(store, 'newer', { replacesId: 'f' });
      const all = await found({ states: ['issued'] });
      expect(all).toContain('f');
      expect(await found({ states: ['issued'], unreplaced: true })).toEqual(all.filter((id) => id !== 'f'));
      await store.transaction((tx) => tx.recordHeld({ id: 'newer', at: NOW }));
      expect(await found({ states: ['issued'], unreplaced: true })).toContain('f');
    });

    it('adds pieces to a job, and what it keeps', async () => {
      const job: Job = {
        id: 'job',
        kind: 'bulk-hold',
        label: 'Hold',
        state: 'running',
        parameters: '{}',
        total: 2,
        done: 0,
        failed: 0,
        message: '',
        createdAt: NOW,
        createdBy: 'operator',
        startedAt: NOW,
        finishedAt: null,
      };
      await store.transaction(async (tx) => {
        await tx.insertJob(job, []);
        await tx.addJobItems('job', [{ position: 0, input: '["a"]' }]);
        await tx.addJobItems('job', [{ position: 1, input: '["b"]' }]);
        expect(await tx.updateJob('job', ['running'], { parameters: '{"kept":1}', total: 3 })).toBe(true);
      });
      expect(await store.job('job')).toMatchObject({ parameters: '{"kept":1}', total: 3 });
      const items = await store.jobItems({ jobId: 'job', afterPosition: -1, limit: 5 });
      expect(items.map(({ state, input }) => [state, input])).toEqual([
        ['waiting', '["a"]'],
        ['waiting', '["b"]'],
      ]);
    });

    it('keeps views by operator, each name once', async () => {
      const view = (id: string, change: Partial<SavedView> = {}): SavedView => ({
        id,
        operatorId: 'one',
        name: id,
        query: 'status=held',
        createdAt: NOW,
        updatedAt: NOW,
        ...change,
      });
      await store.transaction(async (tx) => {
        await tx.insertView(view('zebra'));
        await tx.insertView(view('Apple'));
        await tx.insertView(view('other', { operatorId: 'two', name: 'zebra' }));
      });
      expect((await store.savedViews('one')).map(({ name }) => name)).toEqual(['Apple', 'zebra']);
      await expect(store.transaction((tx) => tx.insertView(view('again', { name: 'zebra' })))).rejects.toMatchObject({
        code: 'conflict',
      });
      await expect(store.transaction((tx) => tx.renameView('Apple', 'zebra', NOW))).rejects.toMatchObject({
        code: 'conflict',
      });
      expect(await store.transaction((tx) => tx.renameView('Apple', 'Pear', daysFromNow(1)))).toBe(true);
      expect(await store.savedView('Apple')).toEqual(view('Apple', { name: 'Pear', updatedAt: daysFromNow(1) }));
      expect(await store.transaction((tx) => tx.renameView('nobody', 'x', NOW))).toBe(false);
      expect(await store.transaction((tx) => tx.deleteView('Apple'))).toBe(true);
      expect(await store.transaction((tx) => tx.deleteView('Apple'))).toBe(false);
      expect((await store.savedViews('two')).map(({ id }) => id)).toEqual(['other']);
    });

    it('keeps planned revocations until each has ended once', async () => {
      const plan = (id: string, dueAt: Date, certificateId = 'c'): PlannedRevocation => ({
        id,
        certificateId,
        replacementId: 'f',
        dueAt,
        state: 'waiting',
        message: '',
        createdAt: NOW,
        createdBy: 'operator',
        endedAt: null,
      });
      await store.transaction(async (tx) => {
        await tx.insertPlannedRevocation(plan('later', daysFromNow(9)));
        await tx.insertPlannedRevocation(plan('sooner', daysFromNow(3)));
      });
      const waiting = async (dueBy?: Date) =>
        (await store.plannedRevocations({ state: 'waiting', limit: 5, ...(dueBy ? { dueBy } : {}) })).map(
          ({ id }) => id,
        );
      expect(await waiting()).toEqual(['sooner', 'later']);
      expect(await waiting(daysFromNow(3))).toEqual(['sooner']);
      expect(await waiting(daysFromNow(2))).toEqual([]);
      const end = { state: 'cancelled', message: 'No longer wanted.', endedAt: daysFromNow(1) } as const;
      expect(await store.transaction((tx) => tx.endPlannedRevocation('sooner', end))).toBe(true);
      expect(await store.transaction((tx) => tx.endPlannedRevocation('sooner', end))).toBe(false);
      expect(await store.plannedRevocation('sooner')).toEqual({ ...plan('sooner', daysFromNow(3)), ...end });
      expect(await waiting()).toEqual(['later']);
      const cancelled = (dueFrom: Date) => store.plannedRevocations({ state: 'cancelled', limit: 5, dueFrom });
      expect((await cancelled(daysFromNow(3))).map(({ id }) => id)).toEqual(['sooner']);
      expect(await cancelled(daysFromNow(4))).toEqual([]);
      expect((await store.plannedRevocationsOf('f')).length).toBe(2);
      expect((await store.plannedRevocationsOf('a')).length).toBe(0);
    });
  });
