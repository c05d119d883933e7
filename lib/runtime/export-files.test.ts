import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recogniseFiles } from '../pki/import/recognise-files.ts';
import { createAuthority } from '../services/create-authority.ts';
import { exportFiles, planFiles } from '../services/export-files.ts';
import { exportKey } from '../services/export-key.ts';
import { issueCertificate } from '../services/issue-certificate.ts';
import type { Actor } from '../services/service-context.ts';
import { stepUp } from '../services/step-up.ts';
import { addOperator, OPERATOR, startTestContext, type TestContext } from './context.test-support.ts';

let test: TestContext;
let rootId: string;
let certificateId: string;
beforeAll(async () => {
  test = await startTestContext();
  const root = await createAuthority(test.context, OPERATOR, { kind: 'root', name: 'Test Root' });
  rootId = root.authority.certificateId ?? root.issued.certificate.id;
  const issuing = await createAuthority(test.context, OPERATOR, {
    kind: 'issuing',
    name: 'Test Issuing',
    parentId: root.authority.id,
  });
  const issued = await issueCertificate(test.context, OPERATOR, {
    profile: 'tlsServer',
    authorityId: issuing.authority.id,
    names: ['api.example.test'],
  });
  certificateId = issued.certificate.id;
});
afterAll(() => test.close());

describe('files for a destination', () => {
  it.each(['nginx', 'haproxy', 'openssl', 'firefox', 'kubernetes', 'trust-only', 'ios'] as const)(
    'are exactly those that the plan for %s shows',
    async (destination) => {
      const [plan] = await planFiles(test.context, OPERATOR, certificateId, destination);
      if (!plan) throw new Error('no plan');
      const made = await exportFiles(test.context, OPERATOR, certificateId, { destination });
      expect(made.name).toBe(plan.downloadName);
      expect(made.madePassword !== null).toBe(plan.needsPassword);
      const files: Record<string, Uint8Array> =
        plan.files.length === 1 ? { [made.name]: made.content } : unzipSync(made.content);
      expect(Object.keys(files)).toEqual(plan.files.map(({ name }) => name));
      for (const { name, secret } of plan.files.filter(({ name }) => /\.(pem|key|p12)$/.test(name))) {
        const { items } = recogniseFiles({
          files: [{ fileName: name, bytes: files[name] as Uint8Array }],
          passwords: made.madePassword === null ? [] : [made.madePassword],
          now: test.context.clock.now(),
        });
        expect(items.every(({ state }) => state === 'recognised')).toBe(true);
        expect(items.some(({ value }) => value?.kind === 'privateKey')).toBe(secret);
      }
    },
  );

  it('come one by one, and of an authority only what trust needs', async () => {
    const one = await exportFiles(test.context, OPERATOR, certificateId, {
      destination: 'nginx',
      file: 'api.example.test-fullchain.pem',
    });
    expect(
      Buffer.from(one.content)
        .toString('utf8')
        .match(/BEGIN CERTIFICATE/g),
    ).toHaveLength(2);
    await expect(
      exportFiles(test.context, OPERATOR, certificateId, { destination: 'nginx', file: 'other.pem' }),
    ).rejects.toMatchObject({ code: 'not-found' });
    const plans = await planFiles(test.context, OPERATOR, rootId, null);
    expect(plans.map(({ destination }) => destination)).toEqual(['trust-only']);
    expect(plans[0]?.files.some(({ secret }) => secret)).toBe(false);
    expect(plans[0]?.files.map(({ name }) => name)).toEqual([
      'test-root.pem',
      'test-root.crt',
      'test-root.p7b',
      'test-root-truststore.p12',
      'test-root-truststore.jks',
      expect.stringMatching(/configmap/),
      expect.stringMatching(/mobileconfig$/),
    ]);
    // For those who trust an issuing authority it is the root that counts: the very same files.
    const issuing = (await test.context.store.authorities()).find(({ kind }) => kind === 'issuing');
    const trust = { destination: 'trust-only', file: 'test-root.p7b' } as const;
    const [ofRoot, ofIssuing] = await Promise.all([
      exportFiles(test.context, OPERATOR, rootId, trust),
      exportFiles(test.context, OPERATOR, issuing?.certificateId ?? '', trust),
    ]);
    expect(ofIssuing.content).toEqual(ofRoot.content);
    const { items } = recogniseFiles({
      files: [{ fileName: trust.file, bytes: ofRoot.content }],
      passwords: [],
      now: test.context.clock.now(),
    });
    expect(items.map(({ value }) => value?.kind)).toEqual(['certificate']);
    await expect(exportFiles(test.context, OPERATOR, rootId, { destination: 'openssl' })).rejects.toMatchObject({
      code: 'validation-failed',
    });
  });

  it('refuses a password that Java cannot read, at its field', async () => {
    await expect(
      exportFiles(test.context, OPERATOR, certificateId, { destination: 'java', password: 'Pässwörd-2026' }),
    ).rejects.toMatchObject({ code: 'validation-failed', fields: [{ field: 'password' }] });
  });
});

describe('step-up', () => {
  it('KEY-05: lets no key leave to another session until the password was given there', async () => {
    const password = 'correct horse battery staple';
    const operator = await addOperator(test.context, { email: 'second@example.test', password });
    const other: Actor = { kind: 'operator', operator, sessionId: 'another' };
    const take = () => exportKey(test.context, other, certificateId, { format: 'key' });
    await expect(take()).rejects.toMatchObject({ code: 'step-up-required' });
    await expect(exportFiles(test.context, other, certificateId, { destination: 'nginx' })).rejects.toMatchObject({
      code: 'step-up-required',
    });
    const open = await exportFiles(test.context, other, certificateId, {
      destination: 'nginx',
      file: 'api.example.test-fullchain.pem',
    });
    expect(open.content.length).toBeGreaterThan(0);
    await expect(stepUp(test.context, other, 'wrong')).rejects.toMatchObject({
      code: 'validation-failed',
      fields: [{ field: 'password' }],
    });
    await expect(take()).rejects.toMatchObject({ code: 'step-up-required' });
    await stepUp(test.context, other, password);
    expect((await take()).name).toBe('api.example.test.key');
    await expect(
      exportKey(test.context, { ...other, sessionId: 'third' }, certificateId, { format: 'key' }),
    ).rejects.toMatchObject({ code: 'step-up-required' });
    const { items } = await test.context.store.auditPage({ limit: 20, beforeSeq: null });
    expect(items.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['operator.stepped-up', 'operator.step-up-refused', 'certificate.key-exported']),
    );
  });

  it('asks again after five minutes', async () => {
    const { context } = test;
    const fresh = context.stepUp.freshKeys.get(certificateId);
    if (!fresh) throw new Error('the key is not remembered');
    context.stepUp.freshKeys.set(certificateId, { ...fresh, at: new Date(fresh.at.getTime() - 301_000) });
    await expect(exportKey(context, OPERATOR, certificateId, { format: 'key' })).rejects.toMatchObject({
      code: 'step-up-required',
    });
    context.stepUp.freshKeys.set(certificateId, fresh);
  });
});
