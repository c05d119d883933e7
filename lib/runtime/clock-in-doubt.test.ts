import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCertificate } from '../pki/certificate.ts';
import { createClockGuard } from '../services/clock-guard.ts';
import { clockItems, confirmClock, getClock } from '../services/confirm-clock.ts';
import { createAuthority } from '../services/create-authority.ts';
import { issueCertificate } from '../services/issue-certificate.ts';
import { publishCrl } from '../services/publish-crl.ts';
import { revokeCertificate } from '../services/revoke-certificate.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { OPERATOR, passwordGivenAgain, startTestContext, type TestContext } from './context.test-support.ts';

let test: TestContext;
let context: ServiceContext;
let authorityId: string;
let offset = 0;
beforeAll(async () => {
  test = await startTestContext();
  const root = await createAuthority(test.context, OPERATOR, { kind: 'root', name: 'Root' });
  const issuing = await createAuthority(test.context, OPERATOR, {
    kind: 'issuing',
    parentId: root.authority.id,
    name: 'Issuing',
  });
  authorityId = issuing.authority.id;
  const clock = { now: () => new Date(Math.floor((Date.now() + offset) / 1_000) * 1_000) };
  context = {
    ...test.context,
    clock,
    clockGuard: createClockGuard({ store: test.context.store, clock, monotonic: () => performance.now() }),
  };
});
afterAll(() => test.close());

const issue = (name: string) =>
  issueCertificate(context, OPERATOR, { profile: 'tlsServer', authorityId, names: [name] });

describe('FLT-08: with a clock that went back two minutes', () => {
  it('nothing is signed and nothing is stored, what people may still do is done, and a confirmation ends it', async () => {
    const made = await issue('before.lan');
    const before = await publishCrl(context, OPERATOR, authorityId);
    offset = -120_000;
    const head = await context.store.auditHead();
    await expect(issue('during.lan')).rejects.toMatchObject({ code: 'clock-in-doubt' });
    await expect(publishCrl(context, OPERATOR, authorityId)).rejects.toMatchObject({ code: 'clock-in-doubt' });
    expect(await context.store.auditHead()).toEqual(head);
    expect(await clockItems(context)).toMatchObject([{ id: 'clock', severity: 'error' }]);
    expect((await getClock(context, OPERATOR)).verdict.state).toBe('behind');

    // A revocation is recorded at once; its list follows.
    await revokeCertificate(context, OPERATOR, made.certificate.id, { reason: 'superseded' });
    expect((await context.store.certificate(made.certificate.id))?.state).toBe('revoked');
    expect(context.publication.crlOverdue.has(authorityId)).toBe(true);

    context.stepUp.sessions.clear();
    await expect(confirmClock(context, OPERATOR)).rejects.toMatchObject({ code: 'step-up-required' });
    passwordGivenAgain(context);
    await confirmClock(context, OPERATOR);
    const [entry] = (await context.store.auditPage({ limit: 1, beforeSeq: null })).items;
    expect(entry).toMatchObject({ action: 'clock.confirmed', details: { state: 'behind' } });
    await expect(confirmClock(context, OPERATOR)).rejects.toMatchObject({ code: 'conflict' });
    const after = await issue('after.lan');
    expect(parseCertificate(after.certificateDer).subjectDer.length).toBeGreaterThan(0);
    expect((await publishCrl(context, OPERATOR, authorityId)).crlNumber).toBe(before.crlNumber + 1n);
  });
});
