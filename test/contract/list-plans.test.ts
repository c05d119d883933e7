import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CertificateQuery } from '../../lib/domain/store.ts';
import { certificatePageReads } from '../../lib/store/certificate-page.ts';
import { Prisma } from '../../lib/store/generated/sqlite/client.ts';
import type { Rows } from '../../lib/store/rows.ts';
import { createAuthority, issue, NOW, openDatabase, type TestDatabase } from './fixtures.ts';

/** SQLite tells how it goes about a statement; that does not depend on how many rows there are, as nobody runs ANALYZE. */
describe('how SQLite reads the list', () => {
  let database: TestDatabase;
  let plain: DatabaseSync;
  beforeAll(async () => {
    database = await openDatabase('sqlite');
    await createAuthority(database.store);
    await issue(database.store, 'one');
    plain = new DatabaseSync(database.url.slice('file:'.length), { readOnly: true });
  });
  afterAll(async () => {
    plain?.close();
    await database?.release();
  });

  /** The plans of all statements that the work asks for, one step a line. */
  async function plansOf(work: (reads: ReturnType<typeof certificatePageReads>) => Promise<unknown>) {
    const steps: string[] = [];
    const watched = {
      certificate: database.client.certificate,
      $queryRaw(first: Prisma.Sql | readonly string[], ...values: unknown[]) {
        const sql = Array.isArray(first) ? Prisma.sql(first as readonly string[], ...values) : (first as Prisma.Sql);
        const bound = sql.values.map((value) => (value instanceof Date ? value.getTime() : value));
        for (const row of plain.prepare(`EXPLAIN QUERY PLAN ${sql.sql}`).all(...(bound as string[])))
          steps.push(String(row.detail));
        return database.client.$queryRaw(sql);
      },
    } as unknown as Rows;
    await work(certificatePageReads(watched, { kind: 'fts5', provider: 'sqlite' }));
    expect(steps.length).toBeGreaterThan(0);
    return steps;
  }

  const filters: readonly Partial<CertificateQuery>[] = [
    {},
    ...(['valid', 'expiring', 'expired', 'held', 'revoked'] as const).map((status) => ({ status })),
    { profiles: ['tlsServer', 'tlsPeer'] },
    { tag: 'pinned' },
    { text: 'one.exam' },
    { text: 'on' },
    { endsAfter: NOW },
    { status: 'expiring', unreplaced: true },
    { status: 'revoked', revokedBetween: { from: NOW, to: NOW } },
  ];
  const queries = filters.flatMap((filter) =>
    [{}, { issuerId: 'ca' }, { issuerId: 'ca', profiles: ['smime'] as const }].flatMap((more) =>
      (['newest', 'expiry'] as const).map((sort) => ({ ...filter, ...more, sort })),
    ),
  );

  it.each(queries)('never scans the table, and sorts no more than a page or a few candidates: %j', async (filter) => {
    const query = { now: NOW, expiringDays: 30, limit: 50, cursor: null, ...filter };
    const first = await plansOf((reads) => reads.certificatePage(query));
    const ofCertificates = first.filter((step) => /\bCertificate\b/.test(step));
    expect(ofCertificates.length).toBeGreaterThan(0);
    for (const step of ofCertificates) expect(step).toMatch(/^SEARCH Certificate USING/);
    for (const [at, step] of first.entries())
      if (step.includes('TEMP B-TREE') && !(filter.status === 'expiring' && filter.sort === 'newest'))
        // What is sorted is one page of a branch, or the few candidates that were found by their keys.
        expect(first.slice(0, at).findLast((one) => !one.startsWith('SEARCH CertificateTag'))).toMatch(
          /^SCAN branch|^SEARCH Certificate USING (INTEGER PRIMARY KEY|INDEX sqlite_autoindex)/,
        );
  });

  it('counts in indexes alone', async () => {
    const steps = await plansOf((reads) => reads.certificateCounts(NOW));
    const ofCertificates = steps.filter((step) => /\bCertificate\b/.test(step));
    expect(ofCertificates).toHaveLength(4);
    for (const step of ofCertificates) expect(step).toMatch(/^SEARCH Certificate USING COVERING INDEX/);
  });
});
