import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthority } from '../services/create-authority.ts';
import { issueCertificate } from '../services/issue-certificate.ts';
import { getKeyProtection, protectKeys } from '../services/protect-keys.ts';
import { OPERATOR, passwordGivenAgain, startTestContext, type TestContext } from './context.test-support.ts';

const FIRST = 'six unrelated words for a start';
const SECOND = 'another six unrelated words entirely';
let test: TestContext;
let authorityId: string;
beforeAll(async () => {
  test = await startTestContext();
  passwordGivenAgain(test.context);
  const root = await createAuthority(test.context, OPERATOR, { kind: 'root', name: 'Root' });
  const issuing = await createAuthority(test.context, OPERATOR, {
    kind: 'issuing',
    parentId: root.authority.id,
    name: 'Issuing',
  });
  authorityId = issuing.authority.id;
});
afterAll(() => test.close());

let names = 0;
async function issues(): Promise<void> {
  names += 1;
  await issueCertificate(test.context, OPERATOR, { profile: 'tlsServer', authorityId, names: [`n${names}.lan`] });
}
/** As after a start: the signer forgets, and opens with this. */
async function opens(passphrase: string | null): Promise<boolean> {
  const [instance, protection] = await Promise.all([test.context.store.instance(), test.context.store.keyProtection()]);
  if (!instance || !protection) throw new Error('There is no instance.');
  return test.context.signer.unseal({ instanceId: instance.instanceId, protection, passphrase }).then(
    () => true,
    () => false,
  );
}
const change = (request: Parameters<typeof protectKeys>[2]) => protectKeys(test.context, OPERATOR, request);

describe('what protects the keys', () => {
  it('becomes a passphrase: the key file is gone, the keys are the same', async () => {
    const path = test.context.settings.keyFilePath;
    expect(await getKeyProtection(test.context, OPERATOR)).toMatchObject({ mode: 'key-file' });
    const secret = readFileSync(path, 'utf8').trim();
    await expect(change({ mode: 'passphrase', newPassphrase: 'short' })).rejects.toMatchObject({
      fields: [{ field: 'newPassphrase' }],
    });
    await expect(change({ mode: 'key-file' })).rejects.toMatchObject({ code: 'conflict' });
    await change({ mode: 'passphrase', newPassphrase: FIRST });
    expect(existsSync(path)).toBe(false);
    await issues();
    expect(await opens(null)).toBe(false);
    expect(await opens(SECOND)).toBe(false);
    expect(await opens(FIRST)).toBe(true);
    await issues();
    const kept = JSON.stringify(await test.context.store.keyProtection());
    for (const word of [secret, FIRST]) expect(kept).not.toContain(word);
  });

  it('becomes another passphrase for who knows the present one', async () => {
    const before = await test.context.store.keyProtection();
    const wrong = change({ mode: 'passphrase', passphrase: 'not this one at all', newPassphrase: SECOND });
    await expect(wrong).rejects.toMatchObject({ code: 'validation-failed', fields: [{ field: 'passphrase' }] });
    await expect(change({ mode: 'passphrase', newPassphrase: SECOND })).rejects.toMatchObject({
      fields: [{ field: 'passphrase' }],
    });
    expect(await test.context.store.keyProtection()).toEqual(before);
    await change({ mode: 'passphrase', passphrase: FIRST, newPassphrase: SECOND });
    expect(await opens(FIRST)).toBe(false);
    expect(await opens(SECOND)).toBe(true);
    await issues();
  });

  it('is changed by one of two at the same time', async () => {
    const both = await Promise.allSettled([
      change({ mode: 'passphrase', passphrase: SECOND, newPassphrase: FIRST }),
      change({ mode: 'passphrase', passphrase: SECOND, newPassphrase: 'a third set of six words' }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const holds = [await opens(FIRST), await opens('a third set of six words')];
    expect(holds.filter(Boolean)).toHaveLength(1);
    if (!holds[0]) await change({ mode: 'passphrase', passphrase: 'a third set of six words', newPassphrase: FIRST });
    expect(await opens(FIRST)).toBe(true);
  });

  it('becomes a new key file, and says so in the log', async () => {
    await change({ mode: 'key-file', passphrase: FIRST });
    expect(existsSync(test.context.settings.keyFilePath)).toBe(true);
    expect(await opens(null)).toBe(true);
    await issues();
    const { items } = await test.context.store.auditPage({
      limit: 10,
      beforeSeq: null,
      action: 'keys.protection-changed',
    });
    expect(items[0]).toMatchObject({ details: { from: 'passphrase', to: 'key-file' } });
  });

  it('wants the password of the operator, and the right', async () => {
    test.context.stepUp.sessions.clear();
    await expect(change({ mode: 'passphrase', newPassphrase: FIRST })).rejects.toMatchObject({
      code: 'step-up-required',
    });
    const { operator } = OPERATOR as Extract<typeof OPERATOR, { kind: 'operator' }>;
    await expect(
      protectKeys(
        test.context,
        { kind: 'operator', operator: { ...operator, roles: ['ca-admin'] }, sessionId: 'x' },
        { mode: 'key-file' },
      ),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });
});
