import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startJobs } from '../jobs/schedule.ts';
import { createAuthority } from '../services/create-authority.ts';
import { listAudit } from '../services/list-audit.ts';
import { startBulkIssuance } from '../services/start-bulk-issuance.ts';
import { OPERATOR, startTestContext, type TestContext } from './context.test-support.ts';

let test: TestContext;
beforeAll(async () => {
  test = await startTestContext();
  const { authority } = await createAuthority(test.context, OPERATOR, { kind: 'root', name: 'Jobs Root' });
  await createAuthority(test.context, OPERATOR, { kind: 'issuing', name: 'Jobs Issuing', parentId: authority.id });
});
afterAll(() => test.close());

describe('a job that takes longer than the time between two turns', () => {
  it('runs once: no row is begun twice', { timeout: 120_000 }, async () => {
    const { context } = test;
    const ROWS = 4_000;
    /** How many certificates the log says were intended or issued. */
    const counted = async (action: string) => {
      let count = 0;
      for (let before: number | undefined; ; ) {
        const page = await listAudit(context, OPERATOR, { action, limit: 200, before });
        for (const { details } of page.items) count += Number(details.count ?? 1);
        if (page.next === null) return count;
        before = page.next;
      }
    };
    const [intended, issued] = [await counted('certificate.intended'), await counted('certificate.issued')];
    const job = await startBulkIssuance(context, OPERATOR, {
      format: 'json',
      content: JSON.stringify(Array.from({ length: ROWS }, (_, at) => ({ names: `host-${at}.lan` }))),
      mapping: { names: 'names' },
    });
    const stop = startJobs(context);
    try {
      while ((await context.store.job(job.id))?.state !== 'finished')
        await new Promise((done) => setTimeout(done, 100));
    } finally {
      await stop();
    }
    const { startedAt, finishedAt, done } = (await context.store.job(job.id)) ?? {};
    expect(done).toBe(ROWS);
    // Long enough for several turns.
    expect(Number(finishedAt) - Number(startedAt)).toBeGreaterThanOrEqual(1_000);
    expect(await counted('certificate.intended')).toBe(intended + ROWS);
    expect(await counted('certificate.issued')).toBe(issued + ROWS);
    expect(await context.store.intentBatches()).toEqual([]);
  });

  it('keeps its lease as long as it runs, and gives it back at the end', async () => {
    const { context } = test;
    let release: () => void = () => undefined;
    const long = new Promise<number>((resolve) => {
      release = () => resolve(1);
    });
    let runs = 0;
    const run = () => {
      runs += 1;
      return long;
    };
    const other = (seconds: number) =>
      context.store.transaction((tx) =>
        tx.acquireLease({
          name: 'long',
          holder: 'another process',
          now: new Date(Date.now() + seconds * 1_000),
          seconds: 1,
        }),
      );
    const stop = startJobs(context, [{ name: 'long', everySeconds: 0.2, needsKeys: false, run }]);
    await new Promise((done) => setTimeout(done, 1_500));
    expect(runs).toBe(1);
    expect(await other(0)).toBe(false);
    release();
    await stop();
    expect(await other(0)).toBe(true);
  });
});

describe('a job that an operator starts', () => {
  it('begins at once', async () => {
    const { context } = test;
    let runs = 0;
    const run = () => Promise.resolve(++runs);
    const stop = startJobs(context, [{ name: 'asked', everySeconds: 3_600, needsKeys: false, onDemand: true, run }]);
    try {
      await startBulkIssuance(context, OPERATOR, {
        format: 'json',
        content: JSON.stringify([{ names: 'at-once.lan' }]),
        mapping: { names: 'names' },
      });
      await expect.poll(() => runs).toBe(1);
    } finally {
      await stop();
    }
    context.jobTurn.ask();
    expect(runs).toBe(1);
  });
});
