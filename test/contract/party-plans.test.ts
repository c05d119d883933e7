import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificationRequestReads } from '../../lib/store/certification-request-rows.ts';
import { connectionReads } from '../../lib/store/connection-rows.ts';
import { Prisma } from '../../lib/store/generated/sqlite/client.ts';
import { livingReads } from '../../lib/store/living-counts.ts';
import type { Rows } from '../../lib/store/rows.ts';
import { connection, createAuthority, issue, NOW, openDatabase, type TestDatabase } from './fixtures.ts';

/** What the plan of a rollover, connections and requests ask must not depend on how many certificates there are. */
describe('how SQLite goes about other parties', () => {
  let database: TestDatabase;
  let plain: DatabaseSync;
  beforeAll(async () => {
    database = await openDatabase('sqlite');
    await createAuthority(database.store);
    await issue(database.store, 'one');
    await database.store.transaction((tx) => tx.insertConnection(connection('c', 'one')));
    plain = new DatabaseSync(database.url.slice('file:'.length), { readOnly: true });
  });
  afterAll(async () => {
    plain?.close();
    await database?.release();
  });

  async function plansOf(work: (rows: Rows) => Promise<unknown>): Promise<readonly string[]> {
    const steps: string[] = [];
    const watched = {
      certificate: database.client.certificate,
      connection: database.client.connection,
      certificationRequest: database.client.certificationRequest,
      $queryRaw(first: Prisma.Sql | readonly string[], ...values: unknown[]) {
        const sql = Array.isArray(first) ? Prisma.sql(first as readonly string[], ...values) : (first as Prisma.Sql);
        const bound = sql.values.map((value) => (value instanceof Date ? value.getTime() : value));
        for (const row of plain.prepare(`EXPLAIN QUERY PLAN ${sql.sql}`).all(...(bound as string[])))
          steps.push(String(row.detail));
        return database.client.$queryRaw(sql);
      },
    } as unknown as Rows;
    await work(watched);
    expect(steps.length).toBeGreaterThan(0);
    return steps;
  }
  const issuers = Array.from({ length: 120 }, (_, at) => `issuer-${at}`).concat('ca');

  it.each([
    ['counts what lives', (rows: Rows) => livingReads(rows).livingCertificates('ca', NOW)],
    ['counts what ends in a time', (rows: Rows) => livingReads(rows).livingEnding(issuers, NOW, NOW)],
    ['finds the last end', (rows: Rows) => livingReads(rows).lastLivingEnd(issuers, NOW)],
    ['knows the kinds', (rows: Rows) => livingReads(rows).livingProfiles('ca', NOW)],
  ] as const)('%s in the index alone', async (_, work) => {
    const steps = await plansOf(work);
    const ofCertificates = steps.filter((step) => /\bCertificate\b/.test(step));
    expect(ofCertificates.length).toBeGreaterThan(0);
    for (const step of ofCertificates) {
      expect(step).toMatch(/^SEARCH Certificate USING COVERING INDEX/);
      expect(step).toContain('issuerId=? AND profile=? AND state=? AND notAfter>?');
    }
    expect(steps.join('\n')).not.toMatch(/TEMP B-TREE/);
  });

  it('reads certificates of connections by their keys, beginning with the connections', async () => {
    for (const query of [
      { state: { is: 'broken' as const, now: NOW, expiringDays: 30 } },
      { state: { is: 'valid' as const, now: NOW, expiringDays: 30 }, text: 'one' },
      { text: 'one' },
    ]) {
      const steps = await plansOf((rows) => connectionReads(rows).connections({ limit: 50, before: null, ...query }));
      expect(steps[0]).toMatch(/^SCAN c USING (COVERING )?INDEX Connection_createdAt_id_idx/);
      for (const step of steps.slice(1))
        expect(step).toMatch(/^SEARCH [sk] USING INDEX sqlite_autoindex_Certificate_1/);
    }
    const under = await plansOf((rows) => connectionReads(rows).connectionsUnder(['ca'], 100));
    expect(under[0]).toMatch(/^SCAN c USING/);
    expect(under.join('\n')).not.toMatch(/SCAN [sk]\b|TEMP B-TREE/);
  });

  it('reads requests in the order of an index', async () => {
    for (const state of ['waiting', 'rejected', null] as const) {
      const steps = await plansOf((rows) =>
        certificationRequestReads(rows).certificationRequests({ state, limit: 50, after: null }),
      );
      expect(steps.join('\n')).toMatch(/USING (COVERING )?INDEX CertificationRequest_/);
      expect(steps.join('\n')).not.toMatch(/TEMP B-TREE/);
    }
  });
});
