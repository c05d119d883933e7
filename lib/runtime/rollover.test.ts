import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crossSign } from '../services/certify-authority.ts';
import { configureAuthority } from '../services/configure-authority.ts';
import { createAuthority } from '../services/create-authority.ts';
import { createConnection } from '../services/create-connection.ts';
import { getRollover, type RolloverView } from '../services/get-rollover.ts';
import { issueCertificate } from '../services/issue-certificate.ts';
import { createProfile } from '../services/manage-profiles.ts';
import { rekeyAuthority } from '../services/renew-authority.ts';
import { requestAuthority } from '../services/request-authority.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { OPERATOR, startTestContext, type TestContext } from './context.test-support.ts';

const DAY = 86_400_000;
let test: TestContext;
let context: ServiceContext;
let rootId: string;
let issuingId: string;
beforeAll(async () => {
  test = await startTestContext();
  ({ context } = test);
  rootId = (await createAuthority(context, OPERATOR, { kind: 'root', name: 'Plan Root', validityDays: 3_650 }))
    .authority.id;
  issuingId = (
    await createAuthority(context, OPERATOR, {
      kind: 'issuing',
      parentId: rootId,
      name: 'Plan Issuing',
      validityDays: 1_000,
    })
  ).authority.id;
}, 60_000);
afterAll(() => test.close());

const planOf = async (id: string, request = {}, from = context) =>
  (await getRollover(from, OPERATOR, id, request)) as RolloverView;
const later = (days: number): ServiceContext => ({
  ...context,
  clock: { now: () => new Date(context.clock.now().getTime() + days * DAY) },
});
const daysFromNow = (at: Date) => Math.round((at.getTime() - context.clock.now().getTime()) / DAY);
const step = (view: RolloverView, id: string) => view.steps.find((one) => one.id === id);

describe('the plan of an authority', () => {
  it('is made from the lives of what is issued and the time that the operator set', async () => {
    const before = await planOf(issuingId);
    // Nothing was issued yet: the life of servers and clients, and two weeks to tell.
    expect([before.own.signedLifeDays, before.distributionDays, before.setDistributionDays]).toEqual([90, 14, null]);
    expect(daysFromNow(before.own.plan.issueFrom)).toBe(1_000 - 90);
    expect(daysFromNow(before.own.plan.createAt)).toBe(1_000 - 90 - 14);
    await configureAuthority(context, OPERATOR, issuingId, { distributionDays: 60 });
    const set = await planOf(issuingId);
    expect([set.distributionDays, set.setDistributionDays]).toEqual([60, 60]);
    expect(daysFromNow(set.own.plan.createAt)).toBe(1_000 - 90 - 60);
    // Asked for once, without being set.
    const asked = await planOf(issuingId, { distributionDays: 0, signedLifeDays: 400 });
    expect(daysFromNow(asked.own.plan.createAt)).toBe(600);
    const profile = await createProfile(context, OPERATOR, {
      base: 'tlsServer',
      name: 'Long servers',
      definition: { defaultValidityDays: 300 },
    });
    // It may be used from now on, so it is planned with; one that another authority has for itself is not.
    expect((await planOf(issuingId)).own.signedLifeDays).toBe(300);
    await createProfile(context, OPERATOR, {
      base: 'tlsServer',
      name: 'Longer elsewhere',
      definition: { defaultValidityDays: 397, authorities: [rootId] },
    });
    await issueCertificate(context, OPERATOR, { profile: profile.id, authorityId: issuingId, names: ['long.lan'] });
    expect((await planOf(issuingId)).own.signedLifeDays).toBe(300);
    const root = await planOf(rootId);
    expect([root.own.signedLifeDays, root.distributionDays]).toEqual([1_000, 90]);
    expect(root.below.map(({ name, depth }) => [name, depth])).toEqual([['Plan Issuing', 1]]);
    await configureAuthority(context, OPERATOR, issuingId, { distributionDays: null });
  });

  it('refuses numbers that are no plan', async () => {
    for (const [request, field] of [
      [{ distributionDays: -1 }, 'distributionDays'],
      [{ distributionDays: 1.5 }, 'distributionDays'],
      [{ distributionDays: Number.NaN }, 'distributionDays'],
      [{ distributionDays: 2_000 }, 'distributionDays'],
      [{ signedLifeDays: 0 }, 'signedLifeDays'],
    ] as const)
      await expect(getRollover(context, OPERATOR, issuingId, request)).rejects.toMatchObject({ fields: [{ field }] });
    await expect(configureAuthority(context, OPERATOR, issuingId, { distributionDays: 9_999 })).rejects.toMatchObject({
      fields: [{ field: 'settings.distributionDays' }],
    });
    await expect(getRollover(context, OPERATOR, 'nothing')).rejects.toMatchObject({ code: 'not-found' });
    await expect(getRollover(context, null, issuingId)).rejects.toMatchObject({ code: 'unauthenticated' });
    const waiting = await requestAuthority(context, OPERATOR, { name: 'Waits' });
    expect(await getRollover(context, OPERATOR, waiting.authority.id)).toBeNull();
  });

  it('names who has to install what: the other side of a root, the own side of an issuing authority', async () => {
    const { connection } = await createConnection(context, OPERATOR, {
      kind: 'mutual',
      serverNames: ['api.lan'],
      clientName: 'worker',
      authorityId: issuingId,
    });
    const root = await planOf(rootId);
    expect(root.parties.map(({ who, kind }) => [who, kind])).toEqual([
      ['Every device that has the root', 'devices'],
      ['worker (client)', 'client'],
      ['api.lan (server)', 'server'],
    ]);
    for (const { by } of root.parties) expect(by).toEqual(root.own.plan.issueFrom);
    expect(root.parties[1]).toMatchObject({
      what: expect.stringContaining('api.lan'),
      href: `/connections/${connection.id}`,
    });
    const issuing = await planOf(issuingId);
    expect(issuing.parties.map(({ who, href }) => [who, href])).toEqual([
      ['api.lan (server)', `/connections/${connection.id}/renew`],
      ['worker (client)', `/connections/${connection.id}/renew`],
    ]);
    expect(issuing.parties.map(({ by }) => daysFromNow(by))).toEqual([90, 90]);
  });

  it('counts what lives by when it ends, and shows the first', async () => {
    for (const [name, validityDays] of [
      ['a.lan', 5],
      ['b.lan', 20],
      ['c.lan', 25],
    ] as const)
      await issueCertificate(context, OPERATOR, {
        profile: 'tlsServer',
        authorityId: issuingId,
        names: [name],
        validityDays,
      });
    const { impact } = await planOf(rootId);
    // The issuing authority itself is one of those that live longer than a year.
    expect(impact.byEnd.map(({ count }) => count)).toEqual([1, 2, 2, 1, 1]);
    expect(impact.total).toBe(7);
    expect(impact.first.slice(0, 3).map(({ certificate }) => certificate.displayName)).toEqual([
      'a.lan',
      'b.lan',
      'c.lan',
    ]);
    const own = await planOf(issuingId);
    expect(own.impact.byEnd.map(({ count }) => count)).toEqual([1, 2, 2, 1, 0]);
    expect(impact.last && daysFromNow(impact.last)).toBe(1_000);
  });

  it('follows what was done: successor, cross-certificate, what it signs', async () => {
    const before = await planOf(rootId);
    expect(before.steps.map(({ id }) => id)).toEqual([
      'create',
      'cross-sign',
      'install',
      'issue',
      'disable',
      'retire',
      'remove',
    ]);
    expect(step(before, 'create')).toMatchObject({ state: 'later', href: `/authorities/${rootId}/renew` });
    const { authority: next } = await rekeyAuthority(context, OPERATOR, rootId, {});
    const made = await planOf(rootId);
    expect(step(made, 'create')).toMatchObject({ state: 'done', href: `/authorities/${next.id}` });
    expect(step(made, 'cross-sign')).toMatchObject({ state: 'later' });
    expect(made.successor).toMatchObject({ id: next.id });
    expect(daysFromNow(made.own.plan.issueFrom)).toBe(90);
    await crossSign(context, OPERATOR, rootId, { targetId: next.id });
    expect(step(await planOf(rootId), 'cross-sign')).toMatchObject({ state: 'done' });
    await createAuthority(context, OPERATOR, { kind: 'issuing', parentId: next.id, name: 'Plan Issuing of 2' });
    expect(step(await planOf(rootId), 'issue')).toMatchObject({ state: 'done' });
    // Long after, what was not done is overdue.
    expect(step(await planOf(rootId, {}, later(400)), 'disable')).toMatchObject({ state: 'overdue' });
  });

  it('says when the authority above has to be replaced first, and what is late', async () => {
    const old = later(2_000);
    const { authority } = await createAuthority(context, OPERATOR, {
      kind: 'issuing',
      parentId: rootId,
      name: 'Plan Late',
      validityDays: 3_640,
    });
    const view = await planOf(authority.id, { signedLifeDays: 825, distributionDays: 400 }, later(3_000));
    expect(view.own.plan.parentFirst).toBe(true);
    expect(view.steps[0]).toMatchObject({ id: 'parent', href: `/authorities/${rootId}/rollover` });
    expect(view.own.plan.lateDays).toBeGreaterThan(0);
    expect(step(view, 'create')?.state).toBe('overdue');
    const ended = await planOf(issuingId, {}, old);
    expect(ended.own.plan.gap).not.toBeNull();
    expect(ended.impact.total).toBe(0);
  });
});
