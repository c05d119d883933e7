import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCsr } from '../../test/support/requests.ts';
import { createAuthority } from '../services/create-authority.ts';
import { approveRequest, rejectRequest, rejectRequests } from '../services/decide-request.ts';
import { getRequest, listRequests } from '../services/get-requests.ts';
import { createProfile, retireProfile } from '../services/manage-profiles.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { submitRequest } from '../services/submit-request.ts';
import { OPERATOR, startTestContext, type TestContext } from './context.test-support.ts';

let test: TestContext;
let context: ServiceContext;
beforeAll(async () => {
  test = await startTestContext();
  ({ context } = test);
  const { authority } = await createAuthority(context, OPERATOR, { kind: 'root', name: 'Request Root' });
  await createAuthority(context, OPERATOR, { kind: 'issuing', parentId: authority.id, name: 'Request Issuing' });
}, 60_000);
afterAll(() => test.close());

let made = 0;
const csr = (name?: string) => {
  made += 1;
  const host = name ?? `host-${made}.lan`;
  return makeCsr({ commonName: host, names: [{ type: 'dns', value: host as never }] });
};
const submit = (more: Partial<Parameters<typeof submitRequest>[2]> = {}) =>
  submitRequest(context, OPERATOR, { csr: csr().pem, ...more });
const total = async () => (await context.store.certificateCounts(context.clock.now())).total;
const waiting = () => context.store.waitingRequestCount();

describe('a request that waits', () => {
  it('is kept as it is, signs nothing, and shows what signing it would give', async () => {
    const count = await total();
    const given = csr('api.lan');
    const request = await submit({ csr: given.pem, note: ' From team B ', validityDays: 30 });
    expect(request).toMatchObject({
      state: 'waiting',
      displayName: 'api.lan',
      note: 'From team B',
      keyAlgorithm: 'P-256',
    });
    expect(await total()).toBe(count);
    const view = await getRequest(context, OPERATOR, request.id);
    expect(view.problems).toEqual([]);
    expect(view.csr?.refusals).toEqual([]);
    expect(view.csr?.comparison.find(({ what }) => what === 'Valid')?.issued).toMatch(/^30 days/);
    expect(
      (await getRequest(context, OPERATOR, request.id, { validityDays: 10 })).csr?.comparison.find(
        ({ what }) => what === 'Valid',
      )?.issued,
    ).toMatch(/^10 days/);
    expect(view.history).toMatchObject([{ action: 'request.submitted', details: { name: 'api.lan' } }]);
  });

  it('is refused when it cannot be read; one that policy refuses today may wait', async () => {
    const count = await waiting();
    const refused = (request: Parameters<typeof submitRequest>[2]) =>
      submitRequest(context, OPERATOR, request).then(
        () => 'kept',
        (error) => error.fields?.[0]?.field ?? error.code,
      );
    expect(await refused({ csr: 'nonsense' })).toBe('csr');
    expect(await refused({ csr: csr().pem, profile: 'nothing' })).toBe('profile');
    expect(await refused({ csr: csr().pem, note: 'x'.repeat(2_001) })).toBe('note');
    await expect(submitRequest(context, null, { csr: csr().pem })).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await waiting()).toBe(count);
    const long = await submit({ validityDays: 9_000 });
    expect((await getRequest(context, OPERATOR, long.id)).csr?.refusals[0]?.field).toBe('validityDays');
    await expect(approveRequest(context, OPERATOR, long.id)).rejects.toMatchObject({ code: 'validation-failed' });
    // A refusal decides nothing: it can be approved with other days.
    const { certificate } = await approveRequest(context, OPERATOR, long.id, { validityDays: 60 });
    expect(Math.round((certificate.notAfter.getTime() - certificate.notBefore.getTime()) / 86_400_000)).toBe(60);
  });

  it('is approved by the rules of the day, once, and points at what came of it', async () => {
    const given = csr('shop.lan');
    const request = await submit({ csr: given.pem });
    const { certificate } = await approveRequest(context, OPERATOR, request.id);
    expect(certificate).toMatchObject({ displayName: 'shop.lan', profile: 'tlsServer', keyId: null });
    const decided = await context.store.certificationRequest(request.id);
    expect(decided).toMatchObject({
      state: 'approved',
      decidedBy: 'operator@example.test',
      certificateId: certificate.id,
    });
    const count = await total();
    await expect(approveRequest(context, OPERATOR, request.id)).rejects.toMatchObject({ code: 'conflict' });
    await expect(rejectRequest(context, OPERATOR, request.id, 'no')).rejects.toMatchObject({ code: 'conflict' });
    await expect(approveRequest(context, OPERATOR, 'nothing')).rejects.toMatchObject({ code: 'not-found' });
    expect(await total()).toBe(count);
    const view = await getRequest(context, OPERATOR, request.id);
    expect([view.csr, view.history.map(({ action }) => action)]).toEqual([
      null,
      ['request.approved', 'request.submitted'],
    ]);
  });

  it('gives one certificate to many who approve at once, and the others sign nothing', async () => {
    const request = await submit();
    const count = await total();
    const signed: number[] = [];
    const watching: ServiceContext = {
      ...context,
      signer: {
        ...context.signer,
        signCertificates: (args) => {
          signed.push(args.tbsDers.length);
          return context.signer.signCertificates(args);
        },
      },
    };
    const outcomes = await Promise.allSettled(
      Array.from({ length: 5 }, () => approveRequest(watching, OPERATOR, request.id)),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(signed).toEqual([1]);
    expect(await total()).toBe(count + 1);
  });

  it('waits on when the signer fails, and can be approved afterwards', async () => {
    const request = await submit();
    const broken: ServiceContext = {
      ...context,
      signer: { ...context.signer, signCertificates: () => Promise.reject(new Error('the signer died')) },
    };
    await expect(approveRequest(broken, OPERATOR, request.id)).rejects.toThrow('the signer died');
    expect(await context.store.certificationRequest(request.id)).toMatchObject({ state: 'waiting' });
    expect((await approveRequest(context, OPERATOR, request.id)).certificate.state).toBe('issued');
  });

  it('is not approved when it was rejected while the signer was at work: nothing is handed out', async () => {
    const request = await submit();
    const racing: ServiceContext = {
      ...context,
      signer: {
        ...context.signer,
        signCertificates: async (args) => {
          await rejectRequest(context, OPERATOR, request.id, 'Unknown host');
          return context.signer.signCertificates(args);
        },
      },
    };
    await expect(approveRequest(racing, OPERATOR, request.id)).rejects.toMatchObject({ code: 'conflict' });
    expect(await context.store.certificationRequest(request.id)).toMatchObject({
      state: 'rejected',
      reason: 'Unknown host',
      certificateId: null,
    });
    const { items } = await context.store.auditPage({ limit: 3, beforeSeq: null, action: 'certificate.abandoned' });
    expect(items).toHaveLength(1 + 1);
  });

  it('takes names that are given where the profile takes none from it, and says so when the profile is gone', async () => {
    const profile = await createProfile(context, OPERATOR, {
      base: 'tlsServer',
      name: 'Named here',
      definition: { namesFromCsr: false },
    });
    const request = await submit({ profile: profile.id });
    const view = await getRequest(context, OPERATOR, request.id);
    expect([view.csr?.takesNamesFromRequest, view.csr?.refusals[0]?.field]).toEqual([false, 'names']);
    const named = await getRequest(context, OPERATOR, request.id, { names: ['given.lan'] });
    expect(named.csr?.refusals).toEqual([]);
    await retireProfile(context, OPERATOR, profile.id);
    const gone = await getRequest(context, OPERATOR, request.id);
    expect([gone.csr, gone.problems[0]?.message]).toEqual([null, expect.stringContaining('is retired')]);
    const other = await approveRequest(context, OPERATOR, request.id, { profile: 'tlsServer', names: ['given.lan'] });
    expect(other.certificate.names.map(({ value }) => value)).toEqual(['given.lan']);
  });

  it('is rejected with a reason, alone or with others; what was decided before is left and named', async () => {
    const [one, two, three] = [await submit(), await submit(), await submit()];
    for (const reason of ['', '   ', 'x'.repeat(1_001)])
      await expect(rejectRequest(context, OPERATOR, one.id, reason)).rejects.toMatchObject({
        fields: [{ field: 'reason' }],
      });
    await rejectRequest(context, OPERATOR, one.id, ' Not ours ');
    expect(await context.store.certificationRequest(one.id)).toMatchObject({ state: 'rejected', reason: 'Not ours' });
    const outcome = await rejectRequests(
      context,
      OPERATOR,
      [one.id, two.id, three.id, three.id, 'nothing'],
      'Cleaning up',
    );
    expect(outcome).toMatchObject({
      rejected: [two.id, three.id],
      left: [
        { id: one.id, why: expect.stringContaining('rejected before') },
        { id: 'nothing', why: expect.stringContaining('no request') },
      ],
    });
    await expect(rejectRequests(context, OPERATOR, [two.id], '')).rejects.toMatchObject({ code: 'validation-failed' });
  });

  it('is listed where it belongs', async () => {
    const request = await submit();
    const page = await listRequests(context, OPERATOR, { limit: 100 });
    expect(page.items.map(({ id }) => id)).toContain(request.id);
    expect(page.items.every(({ state }) => state === 'waiting')).toBe(true);
    expect(page.waiting).toBe(page.items.length);
    const rejected = await listRequests(context, OPERATOR, { state: 'rejected' });
    expect(rejected.items.length).toBeGreaterThan(2);
    const all = await listRequests(context, OPERATOR, { state: 'all', limit: 100 });
    expect(all.items[0]?.id).toBe(request.id);
  });
});
