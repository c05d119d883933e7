import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CertificateIntent, CrlIntent, CrlPiece, CrlRecord, LongCrlIntent } from '../../lib/domain/entities.ts';
import type { Store } from '../../lib/domain/store.ts';
import { RevokedLines } from '../../lib/pki/revoked-lines.ts';
import type { CertificateListDer, DnsName, IpAddress, SerialNumber } from '../../lib/pki/types.ts';
import {
  authority,
  certificateDer,
  connection,
  createAuthority,
  daysFromNow,
  der,
  intent,
  issue,
  key,
  NOW,
  openDatabase,
  PROVIDERS,
  secondsFromNow,
  type TestDatabase,
} from './fixtures.ts';

for (const { provider, skip } of PROVIDERS)
  describe.skipIf(skip)(`records on ${provider}`, () => {
    let database: TestDatabase;
    let store: Store;
    beforeAll(async () => {
      database = await openDatabase(provider);
      store = database.store;
      await createAuthority(store);
    });
    afterAll(() => database?.release());

    it('keeps the instance once and its key protection', async () => {
      const instance = { instanceId: 'i1', organisation: 'Grüße & Söhne', createdAt: NOW };
      const protection = { mode: 'passphrase', envelope: '{"v":1}' } as const;
      expect(await store.instance()).toBeNull();
      expect(await store.keyProtection()).toBeNull();
      await store.transaction((tx) => tx.createInstance(instance, protection));
      expect(await store.instance()).toEqual(instance);
      expect(await store.keyProtection()).toEqual(protection);
      const again = store.transaction((tx) => tx.createInstance({ ...instance, instanceId: 'i2' }, protection));
      await expect(again).rejects.toMatchObject({ code: 'conflict' });
      expect((await store.instance())?.instanceId).toBe('i1');
    });

    it('keeps, replaces and clears the set-up token', async () => {
      const token = { tokenHash: 'aa', expiresAt: daysFromNow(1), attemptsLeft: 5 };
      await store.transaction((tx) => tx.saveSetupToken(token));
      await store.transaction((tx) => tx.saveSetupToken({ ...token, attemptsLeft: 4 }));
      expect(await store.setupToken()).toEqual({ ...token, attemptsLeft: 4 });
      await store.transaction((tx) => tx.clearSetupToken());
      expect(await store.setupToken()).toBeNull();
    });

    it('keeps keys and authorities as they were given', async () => {
      const stored = key('k-other', { kind: 'endEntity', algorithm: 'RSA-3072' });
      await store.transaction((tx) => tx.insertKey(stored));
      expect(await store.key('k-other')).toEqual(stored);
      expect(await store.key('none')).toBeNull();

      const child = authority('child', {
        kind: 'issuing',
        parentId: 'ca',
        signatureScheme: 'pss',
        createdAt: secondsFromNow(1),
      });
      await store.transaction(async (tx) => {
        // In either order within one transaction.
        await tx.insertAuthority(child);
        await tx.insertKey(key('key-child'));
      });
      expect(await store.authority('child')).toEqual(child);
      expect(await store.authority('none')).toBeNull();
      expect(await store.isAuthorityKey(key('key-child').spkiSha256)).toBe(true);
      expect(await store.isAuthorityKey('no such key')).toBe(false);
      expect((await store.authorities()).map(({ id }) => id)).toEqual(['ca', 'child']);

      await issue(store, 'child-certificate', { profile: 'issuingAuthority' });
      await issue(store, 'child-responder', { profile: 'ocspResponder' });
      await store.transaction((tx) =>
        tx.updateAuthority('child', { certificateId: 'child-certificate', responderCertificateId: 'child-responder' }),
      );
      await store.transaction((tx) => tx.updateAuthority('child', { status: 'disabled' }));
      expect(await store.authority('child')).toEqual({
        ...child,
        status: 'disabled',
        certificateId: 'child-certificate',
        responderCertificateId: 'child-responder',
      });
      const unknown = store.transaction((tx) => tx.updateAuthority('none', { status: 'disabled' }));
      await expect(unknown).rejects.toMatchObject({ code: 'not-found' });
    });

    it('takes a certificate from intent to issued, with its bytes and names', async () => {
      const names = [
        { type: 'dns', value: 'a.example' as DnsName },
        { type: 'ip', value: '10.0.0.1' as IpAddress },
        { type: 'email', value: 'a@example.org' },
        { type: 'uri', value: 'urn:x:1' },
      ] as const;
      const wanted = intent('life', { names, subject: [{ type: 'O', value: 'Ö' }] });
      await store.transaction((tx) => tx.insertCertificateIntent(wanted));
      const { tbsDer, ...plain } = wanted;
      const intended = {
        ...plain,
        state: 'intended',
        origin: 'issued',
        fingerprintSha256: null,
        revokedAt: null,
        revocationReason: null,
      };
      expect(await store.certificate('life')).toEqual(intended);
      expect(await store.certificateBySerial('ca', wanted.serialNumber)).toEqual(intended);
      expect(await store.certificateBySerial('child', wanted.serialNumber)).toBeNull();
      expect(await store.certificateDer('life')).toBeNull();
      expect(await store.intendedCertificates()).toEqual([{ ...intended, tbsDer }]);

      const result = { id: 'life', certificateDer: certificateDer('life'), fingerprintSha256: 'fe01' };
      expect(await store.transaction((tx) => tx.recordIssued(result))).toBe(true);
      expect(await store.transaction((tx) => tx.recordIssued(result))).toBe(false);
      expect(await store.certificate('life')).toEqual({ ...intended, state: 'issued', fingerprintSha256: 'fe01' });
      expect(await store.certificateDer('life')).toEqual(certificateDer('life'));
      expect(await store.intendedCertificates()).toEqual([]);
      const rows = await database.client.certificateName.findMany({ where: { certificateId: 'life' } });
      expect(rows.map(({ type, value }) => ({ type, value }))).toEqual(names);
    });

    it('gives each serial of an issuer away once, also to racing transactions', async () => {
      const serialNumber = '0badcafe' as SerialNumber;
      const outcomes = await Promise.allSettled(
        Array.from({ length: 8 }, (_, at) =>
          store.transaction((tx) => tx.insertCertificateIntent(intent(`race-${at}`, { serialNumber }))),
        ),
      );
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const outcome of outcomes)
        if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'conflict' });
      // The refusal leaves the transaction usable: the caller draws another serial.
      await store.transaction(async (tx) => {
        await expect(tx.insertCertificateIntent(intent('second', { serialNumber }))).rejects.toMatchObject({
          code: 'conflict',
        });
        await tx.insertCertificateIntent(intent('second'));
      });
      expect(await store.certificate('second')).not.toBeNull();
      // Another issuer has serials of its own.
      await store.transaction((tx) => tx.insertCertificateIntent(intent('third', { issuerId: 'child', serialNumber })));
      await store.transaction(async (tx) => {
        for (const { id } of await tx.intendedCertificates()) await tx.recordAbandoned({ id, at: NOW });
      });
    });

    it('revokes once, bars a compromised key, and lists what belongs on a CRL', async () => {
      await createAuthority(store, 'crl-ca');
      const at = (id: string, serial: string, notAfter = daysFromNow(90)) =>
        issue(store, id, { issuerId: 'crl-ca', serialNumber: serial as SerialNumber, notAfter });
      await at('r-b', '0b');
      await at('r-a', '0a');
      await at('r-old', '0c', daysFromNow(-2));
      await at('r-live', '0d');
      await store.transaction((tx) =>
        tx.insertCertificateIntent(intent('r-lost', { issuerId: 'crl-ca', serialNumber: '0e' as SerialNumber })),
      );

      const compromise = { id: 'r-b', at: NOW, reason: 'keyCompromise', invalidityDate: daysFromNow(-1) } as const;
      expect(await store.transaction((tx) => tx.recordRevoked(compromise))).toBe(true);
      expect(await store.transaction((tx) => tx.recordRevoked(compromise))).toBe(false);
      const plain = { id: 'r-a', at: secondsFromNow(1), reason: 'superseded', invalidityDate: null } as const;
      expect(await store.transaction((tx) => tx.recordRevoked(plain))).toBe(true);
      expect(await store.transaction((tx) => tx.recordRevoked({ ...plain, id: 'r-old' }))).toBe(true);
      expect(await store.transaction((tx) => tx.recordRevoked({ ...plain, id: 'r-lost' }))).toBe(false);
      expect(await store.transaction((tx) => tx.recordAbandoned({ id: 'r-lost', at: NOW }))).toBe(true);
      expect(await store.transaction((tx) => tx.recordAbandoned({ id: 'r-lost', at: NOW }))).toBe(false);
      expect(await store.transaction((tx) => tx.recordAbandoned({ id: 'r-live', at: NOW }))).toBe(false);
      const late = { id: 'r-lost', certificateDer: certificateDer('r-lost'), fingerprintSha256: 'ff' };
      expect(await store.transaction((tx) => tx.recordIssued(late))).toBe(false);

      expect(await store.certificate('r-b')).toMatchObject({
        state: 'revoked',
        revokedAt: NOW,
        revocationReason: 'keyCompromise',
      });
      expect(await store.certificate('r-lost')).toMatchObject({ state: 'abandoned', revokedAt: NOW });
      expect(await store.isKeyBarred('spki-r-b')).toBe(true);
      expect(await store.isKeyBarred('spki-r-a')).toBe(false);
      const entries = [
        { serialNumber: '0a', revokedAt: secondsFromNow(1), reason: 'superseded', invalidityDate: null },
        { serialNumber: '0b', revokedAt: NOW, reason: 'keyCompromise', invalidityDate: daysFromNow(-1) },
        { serialNumber: '0c', revokedAt: secondsFromNow(1), reason: 'superseded', invalidityDate: null },
        { serialNumber: '0e', revokedAt: NOW, reason: 'unspecified', invalidityDate: null },
      ];
      expect(await store.revokedEntries('crl-ca', daysFromNow(-2))).toEqual(entries);
      expect(await store.revokedEntries('crl-ca', daysFromNow(-1))).toEqual(
        entries.filter(({ serialNumber }) => serialNumber !== '0c'),
      );
      expect(await store.revokedEntries('none', daysFromNow(-2))).toEqual([]);
      expect(await store.livingCertificates('crl-ca', NOW)).toBe(1);
    });

    it('bars one key for several certificates', async () => {
      for (const id of ['same-1', 'same-2']) {
        await issue(store, id, { spkiSha256: 'one-key' });
        const revoked = { id, at: NOW, reason: 'keyCompromise', invalidityDate: null } as const;
        expect(await store.transaction((tx) => tx.recordRevoked(revoked))).toBe(true);
      }
      expect(await store.isKeyBarred('one-key')).toBe(true);
    });

    it('numbers CRLs without a repeat and publishes them', async () => {
      await createAuthority(store, 'numbers');
      const taken = await Promise.all(
        Array.from({ length: 10 }, () => store.transaction((tx) => tx.nextCrlNumber('numbers'))),
      );
      expect([...taken].sort((a, b) => Number(a - b))).toEqual(Array.from({ length: 10 }, (_, at) => BigInt(at + 1)));
      await expect(store.transaction((tx) => tx.nextCrlNumber('none'))).rejects.toMatchObject({ code: 'not-found' });

      expect(await store.currentCrl('numbers')).toBeNull();
      const published: CrlRecord[] = [];
      for (let count = 0; count < 5; count += 1) {
        const record = await store.transaction(async (tx) => {
          const wanted = crlIntent(`crl-${count}`, await tx.nextCrlNumber('numbers'));
          await tx.insertCrlIntent(wanted);
          return wanted;
        });
        expect(await store.intendedCrls()).toEqual([record]);
        const { tbsDer: _, ...rest } = record;
        const done = { ...rest, certificateListDer: der('crl', record.id) as Uint8Array as CertificateListDer };
        await store.transaction((tx) => tx.recordCrlPublished(done));
        expect(await store.currentCrl('numbers')).toEqual(done);
        published.push(done);
      }
      expect(await store.intendedCrls()).toEqual([]);
      const kept = await database.client.crl.findMany({ where: { authorityId: 'numbers', der: { not: null } } });
      expect(kept.map(({ id }) => id).sort()).toEqual(['crl-2', 'crl-3', 'crl-4']);
      // An older one that is recorded late does not become the current one.
      await store.transaction((tx) => tx.recordCrlPublished(published[3]!));
      expect((await store.currentCrl('numbers'))?.id).toBe('crl-4');
      const unknown = store.transaction((tx) => tx.recordCrlPublished({ ...published[0]!, id: 'none' }));
      await expect(unknown).rejects.toMatchObject({ code: 'not-found' });
      const reused = store.transaction((tx) => tx.insertCrlIntent(crlIntent('again', published[4]!.crlNumber)));
      await expect(reused).rejects.toThrow();
    });

    it('keeps numbers that a JS number cannot hold', async () => {
      await createAuthority(store, 'large');
      const large = 2n ** 53n + 1n;
      await database.client.authority.update({ where: { id: 'large' }, data: { lastCrlNumber: large } });
      expect(await store.transaction((tx) => tx.nextCrlNumber('large'))).toBe(large + 1n);
    });

    it('keeps connections, their tests and their pages', async () => {
      await issue(store, 'server');
      await issue(store, 'client', { profile: 'tlsClient' });
      const wanted = Array.from({ length: 7 }, (_, at) =>
        connection(`c${at}`, 'server', {
          kind: at === 3 ? 'mutual' : 'one-way',
          clientCertificateId: at === 3 ? 'client' : null,
          // Pairs with one time: the id decides.
          createdAt: secondsFromNow(Math.floor(at / 2)),
        }),
      );
      for (const one of wanted) await store.transaction((tx) => tx.insertConnection(one));
      expect(await store.connection('c3')).toEqual(wanted[3]);
      expect(await store.connection('none')).toBeNull();
      expect((await store.connectionsOfCertificate('client')).map(({ id }) => id)).toEqual(['c3']);
      expect(await store.connectionsOfCertificate('server')).toHaveLength(7);

      const seen: string[] = [];
      for (let before: string | null = null, pages = 0; ; pages += 1) {
        const page = await store.connections({ limit: 3, before });
        seen.push(...page.items.map(({ id }) => id));
        before = page.next;
        if (before === null) {
          expect(pages).toBe(2);
          break;
        }
      }
      expect(seen).toEqual(['c6', 'c5', 'c4', 'c3', 'c2', 'c1', 'c0']);
      await expect(store.connections({ limit: 3, before: 'no' })).rejects.toMatchObject({ code: 'validation-failed' });

      const test = {
        ranAt: NOW,
        runs: [
          {
            kind: 'one-way',
            ok: true,
            protocol: 'TLSv1.3',
            cipher: null,
            durationMilliseconds: 12.5,
            sides: [{ role: 'client', accepted: true, verdict: 'Server proved server.example.', code: null }],
          },
        ],
      } as const;
      await store.transaction((tx) => tx.recordConnectionTest('c3', test));
      expect((await store.connection('c3'))?.lastTest).toEqual(test);
      const unknown = store.transaction((tx) => tx.recordConnectionTest('none', test));
      await expect(unknown).rejects.toMatchObject({ code: 'not-found' });
    });

    it('holds, releases and revokes from hold; each step is on the list or off it', async () => {
      await createAuthority(store, 'hold-ca');
      await issue(store, 'held', { issuerId: 'hold-ca' });
      const entries = async () =>
        (await store.revokedEntries('hold-ca', daysFromNow(-1))).map(({ reason, revokedAt }) => [reason, revokedAt]);
      const at = (seconds: number) => ({ id: 'held', at: secondsFromNow(seconds) });
      expect(await store.transaction((tx) => tx.recordReleased(at(0)))).toBe(false);
      expect(await store.transaction((tx) => tx.recordHeld(at(1)))).toBe(true);
      expect(await store.transaction((tx) => tx.recordHeld(at(2)))).toBe(false);
      expect(await store.certificate('held')).toMatchObject({
        state: 'held',
        revokedAt: secondsFromNow(1),
        revocationReason: 'certificateHold',
      });
      expect(await entries()).toEqual([['certificateHold', secondsFromNow(1)]]);
      expect(await store.transaction((tx) => tx.recordReleased(at(3)))).toBe(true);
      expect(await store.certificate('held')).toMatchObject({
        state: 'issued',
        revokedAt: null,
        revocationReason: null,
      });
      expect(await entries()).toEqual([]);
      expect(await store.releasedEntriesSince('hold-ca', secondsFromNow(3))).toMatchObject([
        { releasedAt: secondsFromNow(3) },
      ]);
      expect(await store.releasedEntriesSince('hold-ca', secondsFromNow(4))).toEqual([]);
      expect(await store.transaction((tx) => tx.recordHeld(at(4)))).toBe(true);
      // Held again, it is no longer one that was released.
      expect(await store.releasedEntriesSince('hold-ca', secondsFromNow(0))).toEqual([]);
      const since = (seconds: number, keep = daysFromNow(-1)) =>
        store.revokedEntriesSince('hold-ca', secondsFromNow(seconds), keep);
      expect((await since(4)).map(({ reason }) => reason)).toEqual(['certificateHold']);
      expect(await since(5)).toEqual([]);
      expect(await since(4, daysFromNow(365))).toEqual([]);
      const revoked = { ...at(5), reason: 'keyCompromise', invalidityDate: null } as const;
      expect(await store.transaction((tx) => tx.recordRevoked(revoked))).toBe(true);
      expect(await entries()).toEqual([['keyCompromise', secondsFromNow(5)]]);
      expect(await store.isKeyBarred('spki-held')).toBe(true);
      expect(await store.transaction((tx) => tx.recordReleased(at(6)))).toBe(false);
    });

    it('finds by owner and tag what operators described, by key what shares one, and what replaces what', async () => {
      await issue(store, 'told', { spkiSha256: 'shared-key' });
      await issue(store, 'renewed', { spkiSha256: 'shared-key', replacesId: 'told' });
      const told = { id: 'told', owner: 'Team Grün', notes: 'on the old rack', tags: ['edge', 'pci'] };
      await store.transaction((tx) => tx.describeCertificate(told));
      expect(await store.certificate('told')).toMatchObject({ owner: 'Team Grün', notes: 'on the old rack' });
      expect(await store.certificateTags('told')).toEqual(['edge', 'pci']);
      const page = async (change: { text?: string; tag?: string }) =>
        (
          await store.certificatePage({
            now: NOW,
            expiringDays: 30,
            sort: 'newest',
            limit: 10,
            cursor: null,
            ...change,
          })
        ).items.map(({ id }) => id);
      expect(await page({ text: 'team grün' })).toEqual(['told']);
      expect(await page({ tag: 'pci' })).toEqual(['told']);
      expect(await page({ tag: 'pc' })).toEqual([]);
      await store.transaction((tx) => tx.describeCertificate({ ...told, owner: '', tags: ['pci'] }));
      expect(await page({ text: 'team grün' })).toEqual([]);
      expect(await page({ tag: 'edge' })).toEqual([]);
      expect(await page({ text: 'told.example' })).toEqual(['told']);
      expect((await store.certificatesWithKey('shared-key')).map(({ id }) => id).sort()).toEqual(['renewed', 'told']);
      expect((await store.replacementsOf('told')).map(({ id }) => id)).toEqual(['renewed']);
    });

    it('keeps a list of megabytes as it is, and does not keep it twice while it is intended', async () => {
      await createAuthority(store, 'long');
      const long = new Uint8Array(3_000_000).map((_, at) => at % 251) as CertificateListDer;
      const made = {
        ...crlIntent('long-1', 1n),
        authorityId: 'long',
        tbsDer: long as Uint8Array as CrlIntent['tbsDer'],
      };
      const { tbsDer: _, ...facts } = made;
      await store.transaction((tx) => tx.insertCrlIntent(made));
      expect((await store.intendedCrls()).map(({ id }) => id)).not.toContain('long-1');
      await store.transaction((tx) => tx.recordCrlPublished({ ...facts, certificateListDer: long }));
      const kept = await store.currentCrl('long');
      expect(kept?.certificateListDer.length).toBe(3_000_000);
      expect(Buffer.compare(kept?.certificateListDer as Uint8Array, long)).toBe(0);
      // A transaction that fails takes it back, however it was written.
      const again = { ...facts, id: 'long-2', crlNumber: 2n };
      await store.transaction((tx) => tx.insertCrlIntent({ ...made, ...again }));
      const failed = store.transaction(async (tx) => {
        await tx.recordCrlPublished({ ...again, certificateListDer: long });
        throw new Error('no');
      });
      await expect(failed).rejects.toThrow('no');
      expect((await store.currentCrl('long'))?.id).toBe('long-1');
    });

    it('keeps a long list in pieces, also before it is signed, and removes those that no list has any more', async () => {
      await createAuthority(store, 'pieces');
      await createAuthority(store, 'pieces too');
      const piece = (fill: number): CrlPiece => {
        const octets = new Uint8Array(300_000).map((_, at) => (at * fill) % 251);
        return { name: createHash('sha256').update(octets).digest('hex'), octets };
      };
      const [first, second, third, fourth, early] = [piece(3), piece(5), piece(7), piece(11), piece(13)];
      const long = (id: string, number: bigint, pieces: readonly CrlPiece[], authorityId = 'pieces'): LongCrlIntent => {
        const { tbsDer: _, ...facts } = crlIntent(id, number);
        return { ...facts, authorityId, tbs: { head: der('head', id), pieces, tail: der('tail', id) } };
      };
      const publish = async (made: LongCrlIntent) => {
        const { tbs, ...facts } = made;
        const [head, tail] = [der('signed head', made.id), der('signed tail', made.id)];
        await store.transaction(async (tx) => {
          await tx.insertCrlIntent(made);
          await tx.recordCrlPublished({ ...facts, head, tail });
        });
        return Buffer.concat([head, ...tbs.pieces.map(({ octets }) => octets), tail]);
      };
      const names = async () => (await database.client.crlPiece.findMany()).map(({ name }) => name).sort();
      const namesOf = (...pieces: readonly CrlPiece[]) => pieces.map(({ name }) => name).sort();
      const current = async (id = 'pieces') => Buffer.from((await store.currentCrl(id))?.certificateListDer ?? []);

      // Kept ahead, twice, and in the list twice over: one row.
      await store.keepCrlPieces([first, second, first]);
      await store.keepCrlPieces([second]);
      expect(await names()).toEqual(namesOf(first, second));
      const one = long('p-1', 1n, [first, second, first]);
      await store.transaction((tx) => tx.insertCrlIntent(one));
      expect((await store.intendedCrls()).filter(({ id }) => id === 'p-1')).toEqual([one]);
      expect(await store.currentCrl('pieces')).toBeNull();
      const { tbs: _, ...facts } = one;
      await store.transaction((tx) => tx.recordCrlPublished({ ...facts, head: der('h', '1'), tail: der('t', '1') }));
      const expected = [der('h', '1'), first.octets, second.octets, first.octets, der('t', '1')];
      expect((await current()).equals(Buffer.concat(expected))).toBe(true);
      expect(await store.currentCrlFacts('pieces')).toEqual(facts);
      expect((await store.intendedCrls()).filter(({ id }) => id === 'p-1')).toEqual([]);

      // A transaction that fails leaves nothing.
      const failed = store.transaction(async (tx) => {
        await tx.insertCrlIntent(long('no', 2n, [fourth]));
        throw new Error('no');
      });
      await expect(failed).rejects.toThrow('no');
      expect(await names()).toEqual(namesOf(first, second));

      await publish(long('other', 1n, [second], 'pieces too'));
      const overtaken = long('p-2', 2n, [fourth]);
      await store.transaction((tx) => tx.insertCrlIntent(overtaken));
      await publish(long('p-3', 3n, [first, third]));
      await publish(long('p-4', 4n, [first, third]));
      expect(await names()).toEqual(namesOf(first, second, third, fourth));
      await store.keepCrlPieces([early]);
      const last = await publish(long('p-5', 5n, [first, third]));
      // The first one is gone with the intent that was overtaken; the other authority's list has its piece still.
      expect(await names()).toEqual(namesOf(first, second, third));
      expect((await current()).equals(last)).toBe(true);
      expect((await current('pieces too')).length).toBeGreaterThan(300_000);
      expect((await store.intendedCrls()).filter(({ id }) => id === 'p-2')).toEqual([]);
      // What was kept ahead and removed is stored once more with its intent.
      const again = await publish(long('p-6', 6n, [early]));
      expect((await current()).equals(again)).toBe(true);

      // Short lists and long ones of one authority push each other out.
      for (const number of [7n, 8n, 9n]) {
        const { tbsDer, ...short } = { ...crlIntent(`p-${number}`, number), authorityId: 'pieces' };
        await store.transaction(async (tx) => {
          await tx.insertCrlIntent({ ...short, tbsDer });
          await tx.recordCrlPublished({ ...short, certificateListDer: der('crl', short.id) as never });
        });
      }
      expect(await names()).toEqual(namesOf(second));
      expect((await store.currentCrl('pieces'))?.id).toBe('p-9');
    });

    it('hands out revoked entries in slices, and says when a status changed', async () => {
      await createAuthority(store, 'scan');
      for (const [at, reason] of (['superseded', 'keyCompromise', 'unspecified'] as const).entries()) {
        await issue(store, `scan-${at}`, { issuerId: 'scan', notAfter: daysFromNow(at === 2 ? -1 : 90) });
        const invalidityDate = at === 1 ? daysFromNow(-3) : null;
        await store.transaction((tx) => tx.recordRevoked({ id: `scan-${at}`, at: NOW, reason, invalidityDate }));
      }
      const scan = async (notExpiredBefore: Date) => {
        const found = [];
        for await (const slice of store.scanRevokedEntries('scan', notExpiredBefore)) {
          const lines = new RevokedLines(slice);
          while (lines.next()) {
            const { revocationDate, ...entry } = lines.entry;
            found.push({ ...entry, revokedAt: revocationDate });
          }
        }
        return found;
      };
      expect(await scan(daysFromNow(-2))).toEqual(await store.revokedEntries('scan', daysFromNow(-2)));
      expect(await scan(daysFromNow(-2))).toHaveLength(3);
      expect(await store.revokedEntryCount('scan', daysFromNow(-2))).toBe(3);
      expect(await store.revokedEntryCount('scan', daysFromNow(0))).toBe(2);
      expect(await scan(daysFromNow(0))).toEqual(await store.revokedEntries('scan', daysFromNow(0)));
      expect(await scan(daysFromNow(0))).toHaveLength(2);
      const { seq } = await store.auditHead();
      expect(await store.statusChangedSince(seq)).toBe(false);
      const note = (action: 'certificate.issued' | 'certificate.held') =>
        store.transaction((tx) =>
          tx.appendAudit(
            { at: NOW, actor: 'a', action, objectType: 'certificate', objectId: 'scan-0', details: {} },
            () => 'hash',
          ),
        );
      await note('certificate.issued');
      expect(await store.statusChangedSince(seq)).toBe(false);
      await note('certificate.held');
      expect(await store.statusChangedSince(seq)).toBe(true);
      expect(await store.statusChangedSince(seq + 2)).toBe(false);
    });

    it('writes many certificates, keys and audit entries as it writes one', async () => {
      await createAuthority(store, 'bulk');
      const ids = Array.from({ length: 600 }, (_, at) => `bulk-${at}`);
      const intents = ids.map((id) => intent(id, { issuerId: 'bulk', keyId: `k-${id}` }));
      const seal = (entry: object) => `sealed ${JSON.stringify(entry).length}`;
      const entry = (id: string) => ({
        at: NOW,
        actor: 'operator',
        action: 'certificate.issued' as const,
        objectType: 'certificate' as const,
        objectId: id,
        details: { name: id },
      });
      const before = await store.auditHead();
      await store.transaction(async (tx) => {
        await tx.insertKeys(ids.map((id) => key(`k-${id}`, { kind: 'endEntity' })));
        await tx.insertIntentBatch({ id: 'batch', intents });
        await tx.appendAudits(ids.map(entry), seal);
      });
      expect(await store.intentBatches()).toEqual([{ id: 'batch', intents }]);
      expect(await store.certificate('bulk-0')).toBeNull();
      const serialNumber = (intents[0] as CertificateIntent).serialNumber;
      await expect(
        store.transaction((tx) => tx.insertCertificateIntent(intent('twin', { issuerId: 'bulk', serialNumber }))),
      ).rejects.toMatchObject({ code: 'conflict' });
      const issued = intents.map((one) => ({
        intent: one,
        certificateDer: certificateDer(one.id),
        fingerprintSha256: `f1${one.id}`,
      }));
      await store.transaction((tx) => tx.recordBatchIssued('batch', issued));
      expect(await store.intentBatches()).toEqual([]);
      const { tbsDer: _, ...facts } = intents[599] as CertificateIntent;
      expect(await store.certificate('bulk-599')).toEqual({
        ...facts,
        state: 'issued',
        origin: 'issued',
        fingerprintSha256: 'f1bulk-599',
        revokedAt: null,
        revocationReason: null,
      });
      expect(await store.certificateDer('bulk-7')).toEqual(certificateDer('bulk-7'));
      expect(await store.key('k-bulk-300')).toEqual(key('k-bulk-300', { kind: 'endEntity' }));
      const chain = await store.auditRange({ afterSeq: before.seq, limit: 700 });
      expect(chain.map(({ objectId }) => objectId)).toEqual(ids);
      expect(chain[0]?.previousHash).toBe(before.hash);
      for (const [at, one] of chain.entries()) if (at > 0) expect(one.previousHash).toBe(chain[at - 1]?.hash);
      expect(await store.auditHead()).toEqual({ seq: before.seq + 600, hash: chain.at(-1)?.hash });
      const found = await store.certificatePage({
        text: 'f1bulk-42',
        now: NOW,
        expiringDays: 30,
        sort: 'newest',
        limit: 50,
        cursor: null,
      });
      expect(found.items.map(({ id }) => id).sort()).toContain('bulk-42');

      // All or nothing: what is issued cannot be issued again, and a serial cannot be used twice.
      const conflict = { code: 'conflict' };
      await expect(store.transaction((tx) => tx.recordBatchIssued('batch', issued))).rejects.toMatchObject(conflict);
      expect(await store.transaction((tx) => tx.recordBatchAbandoned('batch', NOW))).toEqual([]);
      const again = [
        intent('bulk-new', { issuerId: 'bulk' }),
        { ...(intents[0] as CertificateIntent), id: 'bulk-twin' },
      ];
      const batch = { id: 'again', intents: again };
      await expect(store.transaction((tx) => tx.insertIntentBatch(batch))).rejects.toMatchObject(conflict);
      expect(await store.intentBatches()).toEqual([]);
    });

    it('lists as revoked what a batch that was given up may have had signed', async () => {
      await createAuthority(store, 'given-up');
      const intents = ['lost-1', 'lost-2'].map((id) => intent(id, { issuerId: 'given-up' }));
      await store.transaction((tx) => tx.insertIntentBatch({ id: 'lost', intents }));
      const taken = { id: 'taken', intents: [{ ...(intents[1] as CertificateIntent), id: 'lost-3' }] };
      await expect(store.transaction((tx) => tx.insertIntentBatch(taken))).rejects.toMatchObject({ code: 'conflict' });
      expect(await store.transaction((tx) => tx.recordBatchAbandoned('lost', NOW))).toEqual(intents);
      expect(await store.transaction((tx) => tx.recordBatchAbandoned('lost', NOW))).toEqual([]);
      expect(await store.certificate('lost-1')).toMatchObject({
        state: 'abandoned',
        revokedAt: NOW,
        fingerprintSha256: null,
      });
      const lines = await store.revokedEntries('given-up', new Date(0));
      expect(lines.map(({ serialNumber }) => serialNumber).sort()).toEqual(
        intents.map(({ serialNumber }) => serialNumber).sort(),
      );
      await expect(store.transaction((tx) => tx.insertIntentBatch(taken))).rejects.toMatchObject({ code: 'conflict' });
    });

    it('keeps jobs and their pieces, and counts what is done', async () => {
      const job = {
        id: 'job-1',
        kind: 'bulk-issuance',
        label: 'hosts.csv',
        state: 'queued',
        parameters: '{}',
        total: 3,
        done: 0,
        failed: 0,
        message: '',
        createdAt: NOW,
        createdBy: 'operator',
        startedAt: null,
        finishedAt: null,
      } as const;
      const pieces = [0, 1, 2].map((position) => ({ position, input: JSON.stringify({ row: position }) }));
      await store.transaction((tx) => tx.insertJob(job, pieces));
      expect(await store.job('job-1')).toEqual(job);
      expect((await store.openJobs()).map(({ id }) => id)).toEqual(['job-1']);
      expect(await store.transaction((tx) => tx.updateJob('job-1', ['running'], { state: 'finished' }))).toBe(false);
      const running = { state: 'running', startedAt: NOW } as const;
      expect(await store.transaction((tx) => tx.updateJob('job-1', ['queued'], running))).toBe(true);
      await store.transaction((tx) =>
        tx.recordJobItems('job-1', [
          { position: 0, state: 'done', certificateId: 'c0', problem: null },
          { position: 2, state: 'refused', certificateId: null, problem: '{"detail":"no"}' },
        ]),
      );
      expect(await store.job('job-1')).toEqual({ ...job, ...running, done: 1, failed: 1 });
      const items = async (state?: 'waiting' | 'done' | 'refused') =>
        (await store.jobItems({ jobId: 'job-1', ...(state ? { state } : {}), afterPosition: -1, limit: 10 })).map(
          ({ position, certificateId, problem }) => [position, certificateId, problem],
        );
      expect(await items('waiting')).toEqual([[1, null, null]]);
      expect(await items()).toEqual([
        [0, 'c0', null],
        [1, null, null],
        [2, null, '{"detail":"no"}'],
      ]);
      const twice = [{ position: 0, state: 'done', certificateId: 'c9', problem: null }] as const;
      await expect(store.transaction((tx) => tx.recordJobItems('job-1', twice))).rejects.toMatchObject({
        code: 'conflict',
      });
      expect((await store.job('job-1'))?.done).toBe(1);
      await store.transaction((tx) => tx.insertJob({ ...job, id: 'job-2' }, []));
      const page = await store.jobs({ limit: 1, before: null });
      expect(page.items.map(({ id }) => id)).toEqual(['job-2']);
      expect((await store.jobs({ limit: 5, before: page.next })).items.map(({ id }) => id)).toEqual(['job-1']);
    });

    it('changes what may change of an authority and nothing else', async () => {
      await createAuthority(store, 'changing');
      const settings = { crlLifeDays: 3, crlUrls: ['http://pki.example/a.crl'], deltaCrlHours: 6 };
      await store.transaction((tx) =>
        tx.updateAuthority('changing', { keyState: 'offline', settings, deletedAt: NOW, status: 'disabled' }),
      );
      expect(await store.authority('changing')).toEqual(
        authority('changing', { keyState: 'offline', settings, deletedAt: NOW, status: 'disabled' }),
      );
      await store.transaction((tx) => tx.updateAuthority('changing', { deletedAt: null }));
      expect((await store.authority('changing'))?.deletedAt).toBeNull();
    });

    it('keeps complete and delta lists, and the parts of a divided one, apart', async () => {
      await createAuthority(store, 'lists');
      const record = async (id: string, crlNumber: bigint, change: Partial<CrlIntent>) => {
        const made = { ...crlIntent(id, crlNumber), authorityId: 'lists', ...change };
        const { tbsDer: _, ...facts } = made;
        await store.transaction(async (tx) => {
          await tx.insertCrlIntent(made);
          await tx.recordCrlPublished({
            ...facts,
            certificateListDer: der('crl', id) as Uint8Array as CertificateListDer,
          });
        });
      };
      // RFC 5280 §5.2.3: a delta that is issued together with a complete list has the same number.
      await record('l1', 1n, {});
      await record('l2', 1n, { kind: 'delta', baseNumber: 1n });
      await record('l3', 2n, { shard: 1 });
      expect((await store.currentCrl('lists'))?.id).toBe('l1');
      expect((await store.crlBefore('lists'))?.id).toBe('l1');
      expect(await store.crlBefore('hold-ca')).toBeNull();
      const { certificateListDer: _, ...facts } = (await store.currentCrl('lists')) as CrlRecord;
      expect(await store.currentCrlFacts('lists')).toEqual(facts);
      expect(await store.currentCrl('lists', { kind: 'delta', shard: 0 })).toMatchObject({ id: 'l2', baseNumber: 1n });
      expect((await store.currentCrl('lists', { kind: 'complete', shard: 1 }))?.id).toBe('l3');
      expect(await store.currentCrl('lists', { kind: 'delta', shard: 1 })).toBeNull();
      await record('l4', 3n, {});
      await record('l5', 4n, {});
      expect((await store.crlBefore('lists'))?.id).toBe('l4');
    });

    it('counts attempts in a window and starts again after it', async () => {
      const count = (seconds: number, name = 'sign-in') =>
        store.transaction((tx) => tx.countAttempt({ name, now: secondsFromNow(seconds), windowSeconds: 60 }));
      expect([await count(0), await count(1), await count(59)]).toEqual([1, 2, 3]);
      expect([await count(60), await count(61)]).toEqual([1, 2]);
      expect(await count(61, 'other')).toBe(1);
      await store.transaction((tx) => tx.clearAttempts('sign-in'));
      expect(await count(62)).toBe(1);
      const raced = await Promise.all(Array.from({ length: 10 }, () => count(0, 'raced')));
      expect([...raced].sort((a, b) => a - b)).toEqual(Array.from({ length: 10 }, (_, at) => at + 1));
    });
  });

function crlIntent(id: string, crlNumber: bigint): CrlIntent {
  return {
    id,
    authorityId: 'numbers',
    crlNumber,
    kind: 'complete',
    baseNumber: null,
    shard: 0,
    thisUpdate: NOW,
    nextUpdate: daysFromNow(7),
    entryCount: 3,
    tbsDer: der('tbs-crl', id) as Uint8Array as CrlIntent['tbsDer'],
  };
}
