import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Certificate } from '../../lib/domain/entities.ts';
import type { Store } from '../../lib/domain/store.ts';
import type { SerialNumber } from '../../lib/pki/types.ts';
import {
  authority,
  certificateDer,
  createAuthority,
  daysFromNow,
  der,
  intent,
  key,
  NOW,
  openDatabase,
  PROVIDERS,
  type TestDatabase,
} from './fixtures.ts';

for (const { provider, skip } of PROVIDERS)
  describe.skipIf(skip)(`what comes from elsewhere on ${provider}`, () => {
    let database: TestDatabase;
    let store: Store;
    beforeAll(async () => {
      database = await openDatabase(provider);
      store = database.store;
      await createAuthority(store);
    });
    afterAll(() => database?.release());

    it('keeps certificates in their final state, found by name and fingerprint, and bars a compromised key', async () => {
      const compromised = imported('i1', { state: 'revoked', revokedAt: NOW, revocationReason: 'keyCompromise' });
      const plain = imported('i2');
      await store.transaction((tx) => tx.insertImportedCertificates([compromised, plain]));
      expect(await store.certificate('i1')).toEqual(compromised.certificate);
      expect(await store.certificate('i2')).toEqual(plain.certificate);
      expect(await store.certificateDer('i2')).toEqual(plain.certificateDer);
      expect(await store.isKeyBarred('spki-i1')).toBe(true);
      expect(await store.isKeyBarred('spki-i2')).toBe(false);
      for (const text of ['i2.example', plain.certificate.fingerprintSha256 as string])
        expect((await store.certificatePage({ ...query, text })).items.map(({ id }) => id)).toEqual(['i2']);
    });

    it('hands out RSA keys in pages that end', async () => {
      const rsa = { keyAlgorithm: 'RSA-2048' } as const;
      await store.transaction((tx) =>
        tx.insertImportedCertificates([imported('r1', rsa), imported('r2'), imported('r3', rsa)]),
      );
      const first = await store.rsaKeysAfter('i9', 2);
      expect(first).toMatchObject({ count: 2, last: { id: 'r2', createdAt: NOW } });
      expect(first.keys.map(({ spkiSha256 }) => spkiSha256)).toEqual(['spki-r1']);
      expect(Buffer.from(first.keys[0]?.tbsDer ?? [])).toEqual(Buffer.from(imported('r1').tbsDer));
      const second = await store.rsaKeysAfter('r2', 2);
      expect([second.count, second.keys.map(({ spkiSha256 }) => spkiSha256)]).toEqual([1, ['spki-r3']]);
      expect(await store.rsaKeysAfter('r3', 2)).toEqual({ keys: [], count: 0, last: null });
    });

    it('refuses a serial number of the issuer that is taken, and keeps nothing of the rest', async () => {
      const { serialNumber } = (await store.certificate('i2')) as Certificate;
      const attempt = store.transaction((tx) =>
        tx.insertImportedCertificates([imported('i3'), imported('i4', { serialNumber })]),
      );
      await expect(attempt).rejects.toMatchObject({ code: 'conflict' });
      expect(await store.certificate('i3')).toBeNull();
    });

    it('keeps lines of a list without a certificate once each', async () => {
      const line = {
        serialNumber: '2000' as SerialNumber,
        revokedAt: NOW,
        reason: 'superseded',
        invalidityDate: null,
        notAfter: daysFromNow(30),
      } as const;
      expect(await store.transaction((tx) => tx.insertRevokedEntries('ca', [line]))).toBe(1);
      expect(await store.transaction((tx) => tx.insertRevokedEntries('ca', [line]))).toBe(0);
      expect(await store.revokedEntry('ca', line.serialNumber)).toEqual({
        serialNumber: '2000',
        revokedAt: NOW,
        reason: 'superseded',
        invalidityDate: null,
      });
      expect(await store.revokedEntry('ca', '2001' as SerialNumber)).toBeNull();
    });

    it('goes on from the greatest number of a list', async () => {
      await store.transaction((tx) => tx.raiseCrlNumber('ca', 41n));
      await store.transaction((tx) => tx.raiseCrlNumber('ca', 7n));
      expect(await store.transaction((tx) => tx.nextCrlNumber('ca'))).toBe(42n);
      await expect(store.transaction((tx) => tx.raiseCrlNumber('none', 1n))).rejects.toMatchObject({
        code: 'not-found',
      });
    });

    it('keeps the request of an authority that waits for its certificate', async () => {
      await store.transaction((tx) => tx.insertAuthority(authority('waits', { status: 'awaiting-certificate' })));
      expect(await store.authorityRequest('waits')).toBeNull();
      await store.transaction((tx) => tx.saveAuthorityRequest('waits', der('request', 'waits')));
      expect(await store.authorityRequest('waits')).toEqual(der('request', 'waits'));
    });

    it('leaves no octets of an erased key, in the rows or in the files of the database', async () => {
      const secret = Buffer.from('octets-of-a-key-that-goes-offline-'.repeat(8));
      await store.transaction((tx) => tx.insertKey(key('gone', { wrapped: secret })));
      // So that the octets are in the file, not in memory only.
      if (provider === 'postgresql') await database.client.$executeRaw`CHECKPOINT`;
      await store.transaction((tx) => tx.eraseKey('gone'));
      expect(await store.scrubErased()).toBe(true);
      if (provider === 'postgresql') await database.client.$executeRaw`CHECKPOINT`;
      expect((await store.key('gone'))?.wrapped).toHaveLength(0);
      expect((await store.key('gone'))?.spkiSha256).toBe('spki-gone');
      await expect(store.transaction((tx) => tx.eraseKey('none'))).rejects.toMatchObject({ code: 'not-found' });
      for (const file of await filesOf(database))
        expect(readFileSync(file).includes(secret.subarray(0, 34))).toBe(false);
    });
  });

const query = { now: NOW, expiringDays: 30, sort: 'newest', limit: 10, cursor: null } as const;

function imported(id: string, change: Partial<Certificate> = {}) {
  const { tbsDer, ...columns } = intent(id);
  const certificate: Certificate = {
    ...columns,
    state: 'issued',
    origin: 'imported',
    fingerprintSha256: `f1f1${id}`,
    revokedAt: null,
    revocationReason: null,
    ...change,
  };
  return { certificate, tbsDer, certificateDer: certificateDer(id) };
}

/** The files that hold the keys: of SQLite the database and its log; of PostgreSQL the table, when it is on this machine. */
async function filesOf({ url, provider, client }: TestDatabase): Promise<readonly string[]> {
  if (provider === 'sqlite') {
    const path = url.slice('file:'.length);
    return [path, `${path}-wal`].filter(existsSync);
  }
  const [place] = await client.$queryRaw<{ path: string }[]>`
    SELECT current_setting('data_directory') || '/' || pg_relation_filepath('"PrivateKey"') AS path`;
  return [place?.path ?? ''].filter(existsSync);
}
