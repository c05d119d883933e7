import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthority } from '../services/create-authority.ts';
import { getOverview } from '../services/get-overview.ts';
import { issueCertificate } from '../services/issue-certificate.ts';
import { listCertificates } from '../services/list-certificates.ts';
import { renewCertificate } from '../services/renew-certificate.ts';
import { startBulkIssuance } from '../services/start-bulk-issuance.ts';
import { OPERATOR, startTestContext, type TestContext } from './context.test-support.ts';

let test: TestContext;
const ids = new Map<number, string>();
beforeAll(async () => {
  test = await startTestContext();
  const { context } = test;
  const { authority } = await createAuthority(context, OPERATOR, { kind: 'root', name: 'Watch Root' });
  await createAuthority(context, OPERATOR, { kind: 'issuing', name: 'Watch Issuing', parentId: authority.id });
  for (const validityDays of [12, 55, 60, 75]) {
    const { certificate } = await issueCertificate(context, OPERATOR, {
      profile: 'tlsServer',
      names: [`d${validityDays}.lan`],
      validityDays,
    });
    ids.set(validityDays, certificate.id);
  }
});
afterAll(() => test.close());

/** As if so many days had passed. */
const inDays = (days: number) => {
  const at = new Date(test.context.clock.now().getTime() + days * 86_400_000);
  return { ...test.context, clock: { now: () => at } };
};
const renewals = async (days: number) =>
  (await getOverview(inDays(days), OPERATOR)).attention
    .filter(({ id, action }) => id.startsWith('certificate-') && action === 'Renew')
    .map(({ title, href }) => [title, href]);

describe('what needs attention', () => {
  it('names what ends within 14 days with its renewal, and leads to the list for the 30 days', async () => {
    expect(await renewals(50)).toEqual([
      ['d55.lan', `/certificates/${ids.get(55)}/renew`],
      ['d60.lan', `/certificates/${ids.get(60)}/renew`],
    ]);
    expect((await getOverview(inDays(50), OPERATOR)).attention.find(({ id }) => id === 'expiring')).toMatchObject({
      title: '3 certificates end within 30 days',
      href: '/certificates?status=expiring&sort=expiry',
    });
  });

  it('leaves a short life alone until its last third', async () => {
    expect(await renewals(0)).toEqual([]);
    expect(await renewals(9)).toEqual([['d12.lan', `/certificates/${ids.get(12)}/renew`]]);
  });

  it('does not ask for the renewal of what was renewed', async () => {
    await renewCertificate(test.context, OPERATOR, ids.get(55) as string, {});
    const hrefs = (await renewals(50)).map(([, href]) => href);
    expect(hrefs).not.toContain(`/certificates/${ids.get(55)}/renew`);
    expect(hrefs).toContain(`/certificates/${ids.get(60)}/renew`);
  });

  it('tells of a job that failed, for a week, before the warnings', async () => {
    const { context } = test;
    const job = await startBulkIssuance(context, OPERATOR, {
      format: 'json',
      content: '[{"names":"job.lan"}]',
      mapping: { names: 'names' },
      label: 'broken.json',
    });
    const finishedAt = context.clock.now();
    await context.store.transaction((tx) =>
      tx.updateJob(job.id, ['queued', 'running'], { state: 'failed', message: 'The issuer was revoked.', finishedAt }),
    );
    const [first] = (await getOverview(context, OPERATOR)).attention;
    expect(first).toMatchObject({ severity: 'error', title: 'broken.json', href: `/jobs/${job.id}` });
    expect(first?.detail).toContain('The issuer was revoked.');
    expect((await getOverview(inDays(8), OPERATOR)).attention.map(({ id }) => id)).not.toContain(`job-${job.id}`);
  });
});

describe('the list by the days on which certificates end', () => {
  it('shows exactly what the column of the strip counts', async () => {
    const { outlook } = await getOverview(test.context, OPERATOR);
    expect(outlook.weeks.reduce((sum, { count }) => sum + count, 0)).toBe(5);
    for (const { firstDay, lastDay, count } of outlook.weeks) {
      const { items: rows } = await listCertificates(test.context, OPERATOR, { ends: { firstDay, lastDay } });
      const ends = rows.filter(({ certificate }) => certificate.profile === 'tlsServer');
      expect(ends, firstDay).toHaveLength(count);
      for (const { certificate, status } of ends) {
        expect(certificate.notAfter.toISOString() >= firstDay).toBe(true);
        expect(status).toMatch(/valid|expiring/);
      }
    }
  });

  it('refuses what are no days', async () => {
    for (const [firstDay, lastDay] of [
      ['tomorrow', '2026-12-01'],
      ['2026-12-02', '2026-12-01'],
    ] as const)
      await expect(listCertificates(test.context, OPERATOR, { ends: { firstDay, lastDay } })).rejects.toMatchObject({
        code: 'validation-failed',
      });
  });
});
