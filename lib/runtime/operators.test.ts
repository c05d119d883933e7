import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OperatorRole } from '../domain/operators.ts';
import { oneTimeCode } from '../pki/one-time-code.ts';
import { acceptInvitation, readInvitation } from '../services/accept-invitation.ts';
import { authenticateApiToken, createApiToken, listApiTokens, revokeApiToken } from '../services/api-tokens.ts';
import { authorise } from '../services/authorise.ts';
import { changePassword } from '../services/change-password.ts';
import { createAuthority } from '../services/create-authority.ts';
import { exportKey } from '../services/export-key.ts';
import { issueCertificate } from '../services/issue-certificate.ts';
import {
  allowNewPassword,
  changeOperator,
  disableOperator,
  enableOperator,
  endSessionsOf,
  inviteOperator,
  listOperators,
  withdrawInvitation,
} from '../services/manage-operators.ts';
import { createProfile } from '../services/manage-profiles.ts';
import { revokeCertificate } from '../services/revoke-certificate.ts';
import {
  beginSecondFactor,
  confirmSecondFactor,
  getSecondFactor,
  removeSecondFactor,
  removeSecondFactorOf,
} from '../services/second-factor.ts';
import type { Actor, ServiceContext } from '../services/service-context.ts';
import { signIn as serviceSignIn } from '../services/sign-in.ts';
import { startBulkAct } from '../services/start-bulk-act.ts';
import {
  addOperator,
  OPERATOR,
  passwordGivenAgain,
  startTestContext,
  type TestContext,
} from './context.test-support.ts';

const PASSWORD = 'correct horse battery staple';
let test: TestContext;
let admin: Actor;
const ids: Record<string, string> = {};

beforeAll(async () => {
  test = await startTestContext();
  const operator = await addOperator(test.context, { email: 'admin@example.test', password: PASSWORD });
  admin = { kind: 'operator', operator, sessionId: 'session' };
  passwordGivenAgain(test.context);
  const root = await createAuthority(test.context, OPERATOR, { kind: 'root', name: 'Root' });
  for (const name of ['one', 'two']) {
    const made = await createAuthority(test.context, OPERATOR, {
      kind: 'issuing',
      parentId: root.authority.id,
      name: `Issuing ${name}`,
    });
    ids[name] = made.authority.id;
  }
});
afterAll(() => test.close());

const signIn = (email: string, password: string) =>
  test.context.authentication.signIn({ email, password, headers: new Headers() });
async function as(email: string, password = PASSWORD): Promise<Headers> {
  const { setCookies } = await signIn(email, password);
  return new Headers({ cookie: setCookies[0]?.split(';')[0] ?? '' });
}
const whoIs = async (headers: Headers) => (await test.context.authentication.authenticate(headers))?.operator ?? null;
const lastAudit = async () => (await test.context.store.auditPage({ limit: 1, beforeSeq: null })).items[0];
const person = (
  email: string,
  roles: readonly OperatorRole[],
  authorityIds: readonly string[] | null = null,
): Actor => ({
  kind: 'operator',
  operator: { id: email, email, name: email, roles, authorityIds },
  sessionId: 'session',
});

describe('invitations', () => {
  it('make an operator with the roles that were meant, once', async () => {
    const { token, invitation } = await inviteOperator(test.context, admin, {
      email: ' Ra@Example.Test ',
      roles: ['viewer', 'approver'],
      authorityIds: [ids.one as string],
    });
    expect(await lastAudit()).toMatchObject({ action: 'operator.invited', details: { email: 'ra@example.test' } });
    expect(await readInvitation(test.context, token)).toMatchObject({ kind: 'join', email: 'ra@example.test' });
    const both = await Promise.allSettled(
      [1, 2].map(() => acceptInvitation(test.context, { token, name: 'Ra', password: 'seven different words here' })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const operator = await whoIs(await as('ra@example.test', 'seven different words here'));
    expect(operator).toMatchObject({ name: 'Ra', roles: ['viewer', 'approver'], authorityIds: [ids.one] });
    await expect(readInvitation(test.context, token)).rejects.toMatchObject({ code: 'gone' });
    expect(JSON.stringify(await test.context.store.invitation(invitation.id))).not.toContain(token);
  });

  it('end with the next one for the address, when they are withdrawn, and for what is no link', async () => {
    const invite = () => inviteOperator(test.context, admin, { email: 'late@example.test', roles: ['viewer'] });
    const first = await invite();
    const second = await invite();
    await expect(readInvitation(test.context, first.token)).rejects.toMatchObject({ code: 'gone' });
    await withdrawInvitation(test.context, admin, second.invitation.id);
    await expect(
      acceptInvitation(test.context, { token: second.token, password: 'seven different words here' }),
    ).rejects.toMatchObject({ code: 'gone' });
    await expect(readInvitation(test.context, 'x'.repeat(43))).rejects.toMatchObject({ code: 'not-found' });
    await expect(readInvitation(test.context, "' or 1=1")).rejects.toMatchObject({ code: 'not-found' });
    expect(await test.context.store.operatorByEmail('late@example.test')).toBeNull();
  });

  it('want the password, an address, a role and authorities that exist', async () => {
    const stranger = person('other@example.test', ['security-admin']);
    const asStranger: Actor = { ...stranger, sessionId: 'without step-up' } as Actor;
    await expect(
      inviteOperator(test.context, asStranger, { email: 'x@example.test', roles: ['viewer'] }),
    ).rejects.toMatchObject({ code: 'step-up-required' });
    await expect(
      inviteOperator(test.context, admin, { email: 'nobody', roles: [], authorityIds: ['gone'] }),
    ).rejects.toMatchObject({
      code: 'validation-failed',
      fields: [{ field: 'email' }, { field: 'roles' }, { field: 'authorityIds' }],
    });
    await expect(
      inviteOperator(test.context, admin, { email: 'admin@example.test', roles: ['viewer'] }),
    ).rejects.toMatchObject({ code: 'conflict', fields: [{ field: 'email' }] });
    await expect(
      inviteOperator(test.context, person('ca@example.test', ['ca-admin']), {
        email: 'x@example.test',
        roles: ['viewer'],
      }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('refuse a weak password and stay usable', async () => {
    const { token } = await inviteOperator(test.context, admin, { email: 'weak@example.test', roles: ['viewer'] });
    await expect(acceptInvitation(test.context, { token, password: 'short' })).rejects.toMatchObject({
      code: 'validation-failed',
      fields: [{ field: 'password' }],
    });
    expect(await readInvitation(test.context, token)).toMatchObject({ email: 'weak@example.test' });
  });
});

describe('AUT-07: what is taken away is gone with the next request', () => {
  it('for roles: the session ends, and the next one has the new ones', async () => {
    const operator = await addOperator(test.context, { email: 'eve@example.test', password: PASSWORD });
    const session = await as('eve@example.test');
    await changeOperator(test.context, admin, operator.id, { roles: ['auditor'] });
    expect(await whoIs(session)).toBeNull();
    expect(await whoIs(await as('eve@example.test'))).toMatchObject({ roles: ['auditor'] });
    expect(await lastAudit()).toMatchObject({
      action: 'operator.changed',
      details: { roles: 'auditor', rolesBefore: 'ca-admin,security-admin' },
    });
  });

  it('for a disabled operator: sessions, sign-in, tokens and links, until enabled again', async () => {
    const operator = await addOperator(test.context, { email: 'dan@example.test', password: PASSWORD });
    const session = await as('dan@example.test');
    const dan: Actor = { kind: 'operator', operator, sessionId: 'session' };
    const { text } = await createApiToken(test.context, dan, { name: 'ci', rights: ['inventory.read'], days: 1 });
    const reset = await allowNewPassword(test.context, admin, operator.id);
    await disableOperator(test.context, admin, operator.id);
    expect(await whoIs(session)).toBeNull();
    await expect(signIn('dan@example.test', PASSWORD)).rejects.toMatchObject({
      code: 'unauthenticated',
      message: 'The e-mail address or the password is wrong.',
    });
    await expect(authenticateApiToken(test.context, text, '127.0.0.1')).rejects.toMatchObject({
      code: 'unauthenticated',
    });
    await expect(readInvitation(test.context, reset.token)).rejects.toMatchObject({ code: 'gone' });
    await expect(disableOperator(test.context, admin, operator.id)).rejects.toMatchObject({ code: 'conflict' });
    await enableOperator(test.context, admin, operator.id);
    expect(await whoIs(await as('dan@example.test'))).not.toBeNull();
    expect(await authenticateApiToken(test.context, text, '127.0.0.1')).toMatchObject({ kind: 'token' });
  });

  it('for sessions that somebody else ends', async () => {
    const operator = await addOperator(test.context, { email: 'kim@example.test', password: PASSWORD });
    const sessions = [await as('kim@example.test'), await as('kim@example.test')];
    expect(await endSessionsOf(test.context, admin, operator.id)).toBe(2);
    for (const session of sessions) expect(await whoIs(session)).toBeNull();
  });
});

describe('nobody', () => {
  it('changes or disables themselves', async () => {
    const { id } = (admin as Extract<Actor, { kind: 'operator' }>).operator;
    await expect(changeOperator(test.context, admin, id, { roles: ['viewer'] })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(disableOperator(test.context, admin, id)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is left without somebody who manages operators when two disable each other at once', async () => {
    const managers = (await test.context.store.operators()).filter(({ roles }) => roles.includes('security-admin'));
    const mine = (admin as Extract<Actor, { kind: 'operator' }>).operator;
    for (const { id, disabledAt } of managers)
      if (id !== mine.id && !disabledAt) await disableOperator(test.context, admin, id);
    const other = await addOperator(test.context, { email: 'second@example.test', password: PASSWORD });
    const second: Actor = { kind: 'operator', operator: other, sessionId: 'session' };
    const outcomes = await Promise.allSettled([
      disableOperator(test.context, admin, other.id),
      disableOperator(test.context, second, mine.id),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const left = (await listOperators(test.context, admin)).operators.filter(
      ({ roles, disabledAt }) => roles.includes('security-admin') && !disabledAt,
    );
    expect(left).toHaveLength(1);
    await test.context.store.transaction((tx) => tx.updateOperator(mine.id, { disabledAt: null }));
  });
});

describe('passwords', () => {
  it('are changed by who knows the present one; other sessions end', async () => {
    const operator = await addOperator(test.context, { email: 'pat@example.test', password: PASSWORD });
    const [kept, other] = [await as('pat@example.test'), await as('pat@example.test')];
    const sessionId = (await test.context.authentication.authenticate(kept))?.session.id ?? '';
    const pat: Actor = { kind: 'operator', operator, sessionId };
    const change = (current: string, password: string) => changePassword(test.context, pat, { current, password });
    await expect(change('wrong', 'another long password')).rejects.toMatchObject({ fields: [{ field: 'current' }] });
    await expect(change(PASSWORD, 'short')).rejects.toMatchObject({ fields: [{ field: 'password' }] });
    await expect(change(PASSWORD, PASSWORD)).rejects.toMatchObject({ fields: [{ field: 'password' }] });
    await change(PASSWORD, 'another long password');
    expect(await whoIs(kept)).not.toBeNull();
    expect(await whoIs(other)).toBeNull();
    await expect(signIn('pat@example.test', PASSWORD)).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await whoIs(await as('pat@example.test', 'another long password'))).not.toBeNull();
  });

  it('are chosen anew with a link, which ends all sessions', async () => {
    const operator = await addOperator(test.context, { email: 'lou@example.test', password: PASSWORD });
    const session = await as('lou@example.test');
    const { token } = await allowNewPassword(test.context, admin, operator.id);
    expect(await readInvitation(test.context, token)).toMatchObject({ kind: 'new-password' });
    await acceptInvitation(test.context, { token, password: 'a password never used' });
    expect(await whoIs(session)).toBeNull();
    expect(await whoIs(await as('lou@example.test', 'a password never used'))).toMatchObject({ id: operator.id });
    await expect(signIn('lou@example.test', PASSWORD)).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});

describe('one-time codes', () => {
  const EMAIL = 'otp@example.test';
  const signInWith = (code?: string) =>
    serviceSignIn(context, {
      email: EMAIL,
      password: PASSWORD,
      code,
      headers: new Headers(),
      remoteAddress: '127.0.0.1',
    });
  let id = '';
  let otp: Actor;
  let secret: Uint8Array;
  let context: ServiceContext;
  let seconds = Math.floor(Date.now() / 1_000);
  beforeAll(async () => {
    context = { ...test.context, clock: { now: () => new Date(seconds * 1_000) } };
    const operator = await addOperator(context, { email: EMAIL, password: PASSWORD });
    id = operator.id;
    otp = { kind: 'operator', operator, sessionId: 'session' };
    passwordGivenAgain(context);
  });
  const codeAt = () => oneTimeCode(secret, Math.floor(seconds / 30));

  it('count once one of them was given, and not before', async () => {
    const begun = await beginSecondFactor(context, otp);
    expect(begun.uri).toContain(begun.secret);
    const kept = await context.store.secondFactor(id);
    secret = context.secretBox.open(kept?.sealedSecret ?? new Uint8Array(), `second factor of ${id}`);
    await signInWith();
    await expect(confirmSecondFactor(context, otp, '000000')).rejects.toMatchObject({ fields: [{ field: 'code' }] });
    const { recoveryCodes } = await confirmSecondFactor(context, otp, codeAt());
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(await getSecondFactor(context, otp)).toMatchObject({ state: 'on', recoveryCodesLeft: 10 });
    // AUT-15, AUT-16: the code that confirmed is used; the next one counts once; a recovery code counts once, however it is typed.
    await expect(signInWith(codeAt())).rejects.toMatchObject({ code: 'second-factor-required' });
    seconds += 30;
    await signInWith(codeAt());
    await expect(signInWith(codeAt())).rejects.toMatchObject({ code: 'second-factor-required' });
    await signInWith((recoveryCodes[0] as string).toUpperCase().replaceAll('-', ' '));
    await expect(signInWith(recoveryCodes[0])).rejects.toMatchObject({ code: 'second-factor-required' });
    expect(await getSecondFactor(context, otp)).toMatchObject({ recoveryCodesLeft: 9 });
  });

  it('leave no session behind where the code was missing', async () => {
    const before = (await context.authentication.listSessions(id)).length;
    await expect(signInWith()).rejects.toMatchObject({ code: 'second-factor-required' });
    expect((await context.authentication.listSessions(id)).length).toBe(before);
  });

  it('are guessed no more often than passwords', async () => {
    const refusals: string[] = [];
    for (let tries = 0; tries < 8; tries += 1)
      refusals.push(
        await signInWith('123456').then(
          () => 'in',
          (error) => error.code,
        ),
      );
    expect(refusals.at(-1)).toBe('rate-limited');
    seconds += 16 * 60;
  });

  it('are turned off by their owner or by who manages operators, with the password', async () => {
    passwordGivenAgain(context);
    await removeSecondFactorOf(context, admin, id);
    await signInWith();
    await expect(removeSecondFactor(context, otp)).rejects.toMatchObject({ code: 'conflict' });
    const stranger: Actor = { ...otp, sessionId: 'without step-up' } as Actor;
    await expect(beginSecondFactor(context, stranger)).rejects.toMatchObject({ code: 'step-up-required' });
    passwordGivenAgain(test.context);
  });

  it('rest encrypted, each bound to its operator', () => {
    const sealed = context.secretBox.seal(secret, 'second factor of a');
    expect(Buffer.from(sealed).includes(Buffer.from(secret))).toBe(false);
    expect(() => context.secretBox.open(sealed, 'second factor of b')).toThrow();
  });
});

describe('sessions at rest', () => {
  it('are hashes: what is in the database opens none', async () => {
    const headers = await as('admin@example.test');
    const cookie = decodeURIComponent(headers.get('cookie') ?? '');
    const token = /session_token=([^.]+)\./.exec(cookie)?.[1] ?? '';
    expect(token.length).toBeGreaterThan(20);
    const { readFileSync, readdirSync } = await import('node:fs');
    const files = readdirSync(test.directory).filter((name) => /\.db/.test(name));
    expect(files.length).toBeGreaterThan(0);
    for (const name of files) expect(readFileSync(`${test.directory}/${name}`).includes(token), name).toBe(false);
    expect(await whoIs(headers)).not.toBeNull();
  });
});

describe('limits to authorities', () => {
  const issue = (actor: Actor, authorityId: string | undefined, name: string) =>
    issueCertificate(test.context, actor, { profile: 'tlsServer', authorityId, names: [name] });

  it('hold for issuing, revoking and describing, with nothing signed', async () => {
    const approver = person('limited@example.test', ['approver'], [ids.one as string]);
    const made = await issue(approver, ids.one, 'a.example.test');
    const before = (await lastAudit())?.seq;
    await expect(issue(approver, ids.two, 'b.example.test')).rejects.toMatchObject({ code: 'forbidden' });
    expect((await lastAudit())?.seq).toBe(before);
    const other = await issue(OPERATOR, ids.two, 'c.example.test');
    await expect(
      revokeCertificate(test.context, approver, other.certificate.id, { reason: 'superseded' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await revokeCertificate(test.context, approver, made.certificate.id, { reason: 'superseded' });
    await expect(
      startBulkAct(test.context, approver, {
        selection: { ids: [other.certificate.id] },
        act: { kind: 'hold' },
      } as never),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await expect(
      inviteOperator(test.context, person('x', ['security-admin'], [ids.one as string]), {
        email: 'y@example.test',
        roles: ['ca-admin'],
      }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await expect(
      createProfile(test.context, person('x', ['ca-admin'], [ids.one as string]), { base: 'tlsServer', name: 'p' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await expect(
      createAuthority(test.context, person('x', ['ca-admin'], [ids.one as string]), { kind: 'root', name: 'Mine' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('API tokens', () => {
  const create = (change: object = {}) =>
    createApiToken(test.context, admin, {
      name: `token ${Math.trunc(performance.now() * 1e6)}`,
      rights: ['inventory.read', 'certificate.issue', 'certificate.export-key'],
      days: 30,
      ...change,
    });
  const use = (text: string, from = '127.0.0.1') => authenticateApiToken(test.context, text, from);

  it('are shown once, kept as a hash, and act with no more than was given', async () => {
    const { text, token } = await create();
    const actor = await use(text);
    expect(() => authorise(actor, 'certificate.issue')).not.toThrow();
    expect(() => authorise(actor, 'certificate.revoke')).toThrow(/has no right/);
    expect(() => authorise(actor, 'operator.manage')).toThrow(/has no right/);
    const listed = (await listApiTokens(test.context, admin, { of: 'own' })).find(({ id }) => id === token.id);
    expect(listed?.state).toBe('usable');
    expect(listed?.lastUsedAt).not.toBeNull();
    expect(JSON.stringify(listed)).not.toContain(text.slice(40));
  });

  it('are refused when one character is wrong, and after they were revoked', async () => {
    const { text, token } = await create();
    for (const wrong of [text.slice(0, -1), `${text}x`, text.replace('_', '-'), text.toUpperCase(), '', 'countersign_'])
      await expect(use(wrong), wrong).rejects.toMatchObject({ code: 'unauthenticated' });
    await revokeApiToken(test.context, admin, token.id);
    await expect(use(text)).rejects.toMatchObject({
      code: 'unauthenticated',
      message: expect.stringContaining('revoked'),
    });
    await expect(revokeApiToken(test.context, admin, token.id)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('lose what their operator loses', async () => {
    const operator = await addOperator(test.context, { email: 'owner@example.test', password: PASSWORD });
    const owner: Actor = { kind: 'operator', operator, sessionId: 'session' };
    const { text } = await createApiToken(test.context, owner, {
      name: 'x',
      rights: ['certificate.issue', 'inventory.read'],
      days: 1,
    });
    await changeOperator(test.context, admin, operator.id, { roles: ['viewer'] });
    const actor = await use(text);
    expect(() => authorise(actor, 'certificate.issue')).toThrow(/has lost it/);
    expect(() => authorise(actor, 'inventory.read')).not.toThrow();
  });

  it('are limited to authorities, profiles and networks', async () => {
    const { text } = await create({
      authorityIds: [ids.one],
      profileIds: ['tlsServer'],
      networks: ['10.0.0.0/8', '2001:db8::/32'],
    });
    await expect(use(text, '192.0.2.1')).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(use(text, 'nonsense')).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await use(text, '2001:db8::7')).toBeTruthy();
    const actor = await use(text, '::ffff:10.1.2.3');
    const issue = (profile: string, authorityId: string | undefined) =>
      issueCertificate(test.context, actor, { profile, authorityId, names: ['t.example.test'] });
    await expect(issue('tlsServer', ids.two)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(issue('tlsClient', ids.one)).rejects.toMatchObject({ code: 'forbidden' });
    const made = await issue('tlsServer', ids.one);
    expect(made.certificate.createdBy).toMatch(/^admin@example\.test \(token /);
  });

  it('get a key only while it is fresh and their own', async () => {
    const { text } = await create();
    const actor = await use(text);
    const issue = (who: Actor) =>
      issueCertificate(test.context, who, { profile: 'tlsServer', authorityId: ids.one, names: ['k.example.test'] });
    const own = await issue(actor);
    expect(
      (await exportKey(test.context, actor, own.certificate.id, { format: 'key' })).content.length,
    ).toBeGreaterThan(100);
    const others = await issue(OPERATOR);
    await expect(exportKey(test.context, actor, others.certificate.id, { format: 'key' })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('name every field that is wrong, and make nothing', async () => {
    await expect(
      create({
        name: ' ',
        rights: ['operator.manage'],
        days: 366,
        authorityIds: [],
        profileIds: ['nope'],
        networks: ['10.0.0.1/8', '300.1.1.1', '::/129'],
      }),
    ).rejects.toMatchObject({
      code: 'validation-failed',
      fields: ['name', 'rights', 'days', 'authorityIds', 'profileIds', 'networks', 'networks', 'networks'].map(
        (field) => ({ field }),
      ),
    });
    const requester = person('req@example.test', ['requester']);
    await expect(
      createApiToken(test.context, requester, { name: 'x', rights: ['certificate.issue'], days: 1 }),
    ).rejects.toMatchObject({ fields: [{ field: 'rights' }] });
    const { text } = await create();
    await expect(
      createApiToken(test.context, await use(text), { name: 'y', rights: ['inventory.read'], days: 1 }),
    ).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('of others are seen and revoked by those who manage operators only', async () => {
    const { token } = await create();
    const auditor = person('aud@example.test', ['auditor']);
    expect((await listApiTokens(test.context, auditor, { of: 'all' })).some(({ id }) => id === token.id)).toBe(true);
    await expect(listApiTokens(test.context, person('v', ['viewer']), { of: 'all' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(revokeApiToken(test.context, auditor, token.id)).rejects.toMatchObject({ code: 'not-found' });
    await revokeApiToken(test.context, person('sec@example.test', ['security-admin']), token.id);
  });
});
