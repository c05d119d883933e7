import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthority } from '../services/create-authority.ts';
import { getOverview } from '../services/get-overview.ts';
import { holdCertificate } from '../services/hold-certificate.ts';
import { issueCertificate } from '../services/issue-certificate.ts';
import {
  cancelPlannedRevocation,
  listPlannedRevocations,
  plannedRevocationsOf,
  runPlannedRevocations,
} from '../services/planned-revocation.ts';
import { renewCertificate } from '../services/renew-certificate.ts';
import { revokeCertificate } from '../services/revoke-certificate.ts';
import { deleteView, listViews, renameView, saveView } from '../services/saved-views.ts';
import type { Actor } from '../services/service-context.ts';
import { OPERATOR, startTestContext, type TestContext } from './context.test-support.ts';

let test: TestContext;
beforeAll(async () => {
  test = await startTestContext();
  const { authority } = await createAuthority(test.context, OPERATOR, { kind: 'root', name: 'Plan Root' });
  await createAuthority(test.context, OPERATOR, { kind: 'issuing', name: 'Plan Issuing', parentId: authority.id });
});
afterAll(() => test.close());

/** As if so many days had passed. */
const inDays = (days: number) => {
  const at = new Date(test.context.clock.now().getTime() + days * 86_400_000);
  return { ...test.context, clock: { now: () => at } };
};
const issue = async (name: string) =>
  (await issueCertificate(test.context, OPERATOR, { profile: 'tlsServer', names: [name] })).certificate;
const renew = (id: string, revokeReplacedAfterDays: number) =>
  renewCertificate(test.context, OPERATOR, id, { revokeReplacedAfterDays });
const stateOf = async (id: string) => (await test.context.store.certificate(id))?.state;

describe('the revocation of a replaced certificate, planned', () => {
  it('happens when it is due and not before, once, as superseded', async () => {
    const { context } = test;
    const old = await issue('due.lan');
    const { planned, certificate } = await renew(old.id, 7);
    expect(planned).toMatchObject({ certificateId: old.id, replacementId: certificate.id, state: 'waiting' });
    expect(await listPlannedRevocations(context, OPERATOR)).toMatchObject([
      { certificateName: 'due.lan', replacementName: 'due.lan', createdBy: 'operator@example.test' },
    ]);
    expect(await runPlannedRevocations(inDays(6.9))).toBe(0);
    expect(await stateOf(old.id)).toBe('issued');
    expect(await runPlannedRevocations(inDays(7.1))).toBe(1);
    expect(await context.store.certificate(old.id)).toMatchObject({ state: 'revoked', revocationReason: 'superseded' });
    expect(await stateOf(certificate.id)).toBe('issued');
    expect(await runPlannedRevocations(inDays(8))).toBe(0);
    expect(await plannedRevocationsOf(context, old.id)).toMatchObject([{ state: 'done', message: '' }]);
    const log = await context.store.auditPage({ limit: 5, beforeSeq: null, objectId: old.id });
    expect(log.items.map(({ action }) => action).slice(0, 3)).toEqual([
      'certificate.revoked',
      'certificate.revocation-plan-ended',
      'certificate.revocation-planned',
    ]);
  });

  it('can be cancelled, and is planned anew by a later renewal', async () => {
    const { context } = test;
    const old = await issue('cancelled.lan');
    const first = await renew(old.id, 3);
    await renew(old.id, 5);
    const [second, earlier] = await plannedRevocationsOf(context, old.id);
    expect(earlier).toMatchObject({ id: first.planned?.id, state: 'cancelled' });
    expect(second).toMatchObject({ state: 'waiting' });
    await cancelPlannedRevocation(context, OPERATOR, second?.id as string);
    await expect(cancelPlannedRevocation(context, OPERATOR, second?.id as string)).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await runPlannedRevocations(inDays(9))).toBe(0);
    expect(await stateOf(old.id)).toBe('issued');
  });

  it('leaves the old one alone when its replacement is not in force, and says so', async () => {
    const { context } = test;
    const old = await issue('kept.lan');
    const { certificate } = await renew(old.id, 2);
    await holdCertificate(context, OPERATOR, certificate.id);
    expect(await runPlannedRevocations(inDays(3))).toBe(1);
    expect(await stateOf(old.id)).toBe('issued');
    expect(await plannedRevocationsOf(context, old.id)).toMatchObject([
      { state: 'refused', message: expect.stringContaining('not in force') },
    ]);
    const attention = async (days: number) =>
      (await getOverview(inDays(days), OPERATOR)).attention.filter(({ id }) => id.startsWith('plan-'));
    expect(await attention(4)).toMatchObject([{ title: 'kept.lan', href: `/certificates/${old.id}` }]);
    expect(await attention(20)).toEqual([]);
    await revokeCertificate(context, OPERATOR, old.id, { reason: 'superseded' });
    expect(await attention(4)).toEqual([]);
  });

  it('ends when somebody has revoked it before', async () => {
    const { context } = test;
    const old = await issue('before.lan');
    await renew(old.id, 2);
    await revokeCertificate(context, OPERATOR, old.id, { reason: 'keyCompromise' });
    expect(await runPlannedRevocations(inDays(3))).toBe(1);
    expect(await context.store.certificate(old.id)).toMatchObject({ revocationReason: 'keyCompromise' });
    expect(await plannedRevocationsOf(context, old.id)).toMatchObject([{ state: 'refused' }]);
  });

  it('is refused where it makes no sense, and then nothing is renewed', async () => {
    const { context } = test;
    const old = await issue('short.lan');
    await expect(renew(old.id, 90)).rejects.toMatchObject({ fields: [{ field: 'revokeReplacedAfterDays' }] });
    await revokeCertificate(context, OPERATOR, old.id, { reason: 'superseded' });
    await expect(renew(old.id, 7)).rejects.toMatchObject({ fields: [{ field: 'revokeReplacedAfterDays' }] });
    expect(await context.store.replacementsOf(old.id)).toEqual([]);
  });
});

describe('saved views', () => {
  const other: Actor = {
    kind: 'operator',
    operator: {
      id: 'other',
      email: 'other@example.test',
      name: 'Other',
      roles: ['ca-admin', 'security-admin'],
      authorityIds: null,
    },
    sessionId: 'other-session',
  };
  it('are saved, renamed and deleted by their owner, each audited', async () => {
    const { context } = test;
    const view = await saveView(context, OPERATOR, { name: ' Web, soon ', query: '?sort=expiry&q=web&cursor=abc' });
    expect(view).toMatchObject({ name: 'Web, soon', query: 'q=web&sort=expiry' });
    await expect(saveView(context, OPERATOR, { name: 'Web, soon', query: '' })).rejects.toMatchObject({
      code: 'conflict',
      fields: [{ field: 'name' }],
    });
    expect(await saveView(context, other, { name: 'Web, soon', query: '' })).toMatchObject({ query: '' });
    expect(await renameView(context, OPERATOR, view.id, { name: 'Web' })).toMatchObject({ name: 'Web' });
    await expect(renameView(context, other, view.id, { name: 'Mine' })).rejects.toMatchObject({ code: 'not-found' });
    await expect(deleteView(context, other, view.id)).rejects.toMatchObject({ code: 'not-found' });
    expect(await deleteView(context, OPERATOR, view.id)).toMatchObject({ name: 'Web', query: 'q=web&sort=expiry' });
    expect(await listViews(context, OPERATOR)).toEqual([]);
    const log = await context.store.auditPage({ limit: 5, beforeSeq: null, objectId: view.id });
    expect(log.items.map(({ action }) => action)).toEqual(['view.deleted', 'view.renamed', 'view.saved']);
  });

  it('refuse names and filters that are none', async () => {
    const { context } = test;
    for (const [name, query, field] of [
      ['', '', 'name'],
      ['x'.repeat(61), '', 'name'],
      ['two\nlines', '', 'name'],
      ['fine', 'page=2', 'query'],
      ['fine', `q=${'x'.repeat(1_001)}`, 'query'],
    ] as const)
      await expect(saveView(context, OPERATOR, { name, query })).rejects.toMatchObject({ fields: [{ field }] });
    expect(await listViews(context, OPERATOR)).toEqual([]);
  });
});
