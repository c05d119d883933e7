import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../lib/domain/store.ts';
import { verifyAudit } from '../../lib/services/list-audit.ts';
import { openStore } from '../../lib/store/open-store.ts';
import type { DatabaseClient } from '../../lib/store/rows.ts';
import { emptyDatabase, MIGRATIONS, openDatabase, PROVIDERS, silentLog, temporaryFolder } from './fixtures.ts';

const PROGRAM = fileURLToPath(new URL('../../bench/seed-estate.ts', import.meta.url));
const TOTAL = 1_500;

function seed(directory: string, url: string, certificates = TOTAL) {
  const args = ['--disable-warning=ExperimentalWarning', PROGRAM, '--certificates', String(certificates)];
  return spawnSync(process.execPath, [...args, '--data', directory], {
    env: { ...process.env, DATABASE_URL: url, COUNTERSIGN_DATA: '/nowhere' },
    encoding: 'utf8',
    timeout: 110_000,
  });
}

for (const { provider, skip } of PROVIDERS)
  describe.skipIf(skip)(`the scratch estate on ${provider}`, () => {
    const folder = temporaryFolder();
    let place: Awaited<ReturnType<typeof emptyDatabase>>;
    let store: Store;
    let client: DatabaseClient;
    beforeAll(async () => {
      place = await emptyDatabase(provider);
      for (const certificates of [TOTAL, 10]) {
        const run = seed(folder.path, place.url, certificates);
        expect(run.status, run.stderr).toBe(0);
        expect(run.stdout).toContain(`COUNTERSIGN_DATA='${folder.path}'`);
      }
      const opened = await openStore({ databaseUrl: place.url, migrationsDirectory: MIGRATIONS, log: silentLog });
      store = opened.store;
      client = opened.authenticationClient as DatabaseClient;
    });
    afterAll(async () => {
      await store?.close();
      await place?.release();
      folder.remove();
    });

    it('has certificates that their issuers signed, with the names and ends of their rows', async () => {
      const authorities = new Map((await store.authorities()).map((authority) => [authority.id, authority]));
      expect(authorities.size).toBe(9);
      const rows = await client.certificate.findMany({ where: { createdBy: 'seed' } });
      expect(rows).toHaveLength(TOTAL + 10);
      expect(new Set(rows.map(({ spkiSha256 }) => spkiSha256)).size).toBe(TOTAL + 10);
      for (const row of rows.filter(({ state }, at) => state !== 'abandoned' && at % 10 === 0)) {
        const own = new X509Certificate((await store.certificateDer(row.id)) as Uint8Array);
        const above = await store.certificateDer(authorities.get(row.issuerId)?.certificateId as string);
        const issuer = new X509Certificate(above as Uint8Array);
        expect(own.verify(issuer.publicKey)).toBe(true);
        expect(own.checkIssued(issuer)).toBe(true);
        expect(own.validToDate).toEqual(row.notAfter);
        expect(own.serialNumber.toLowerCase()).toBe(row.serialHex);
        expect(own.fingerprint256.replaceAll(':', '').toLowerCase()).toBe(row.fingerprintSha256);
        for (const { type, value } of JSON.parse(row.names))
          if (type === 'dns') expect(own.subjectAltName).toContain(`DNS:${value}`);
      }
    });

    it('has every state, kind and time of one', async () => {
      const rows = await client.certificate.findMany({ where: { createdBy: 'seed' } });
      const states = new Set(rows.map(({ state }) => state));
      expect(states).toEqual(new Set(['issued', 'revoked', 'held', 'abandoned']));
      expect(new Set(rows.map(({ profile }) => profile)).size).toBe(5);
      const ended = rows.filter(({ state }) => state !== 'issued');
      expect(await client.revokedEntry.count()).toBe(ended.length);
      const counts = await store.certificateCounts(new Date());
      for (const count of [counts.valid, counts.expiring, counts.expired, counts.revoked])
        expect(count).toBeGreaterThan(5);
      expect(await client.certificateTag.count()).toBeGreaterThan(100);
      expect(await store.connectionCount()).toBeGreaterThan(20);
      expect((await store.jobs({ limit: 10, before: null })).items.map(({ state }) => state)).toEqual(
        Array(4).fill('finished'),
      );
    });

    it('has an audit chain that verifies and tells of every certificate', async () => {
      expect(await verifyAudit({ store })).toMatchObject({ state: 'verified' });
      const entries = await client.auditEntry.findMany({ where: { actor: 'seed' }, orderBy: { seq: 'asc' } });
      const issued = new Set(
        entries.filter(({ action }) => action === 'certificate.issued').map((one) => one.objectId),
      );
      const rows = await client.certificate.findMany({ where: { createdBy: 'seed' } });
      for (const { id, state } of rows) expect(issued.has(id)).toBe(state !== 'abandoned');
      const revoked = entries.filter(({ action }) => action === 'certificate.revoked');
      expect(revoked).toHaveLength(rows.filter(({ state }) => state === 'revoked').length);
    });
  });

describe('what is not its own', () => {
  it('is refused and left as it is: a directory with files', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder.path, 'notes.txt'), 'mine');
    const run = seed(folder.path, '');
    expect(run.status).toBe(1);
    expect(run.stderr).toContain('holds files that this program did not make');
    folder.remove();
  });

  it.each(PROVIDERS)(
    'is refused and left as it is: a database with an instance on $provider',
    async ({ provider, skip }) => {
      if (skip) return;
      const database = await openDatabase(provider);
      const folder = temporaryFolder();
      const protection = { mode: 'key-file', envelope: '{}' } as never;
      await database.store.transaction((tx) =>
        tx.createInstance({ instanceId: 'earnest', organisation: 'Earnest', createdAt: new Date() }, protection),
      );
      const run = seed(folder.path, database.url);
      expect(run.status).toBe(1);
      expect(run.stderr).toContain('an instance that this program did not make');
      expect((await database.store.certificateCounts(new Date())).total).toBe(0);
      await database.release();
      folder.remove();
    },
  );
});
