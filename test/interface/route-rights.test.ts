import { describe, expect, it } from 'vitest';
import { API_ROUTES } from '../../lib/api/api-handler.ts';
import type { ApiCall, ApiRoute } from '../../lib/api/api-route.ts';
import { OPERATOR_ROLES, RIGHTS, RIGHTS_OF_ROLE, RIGHTS_OF_TOKENS, type Right } from '../../lib/domain/operators.ts';
import { authorise } from '../../lib/services/authorise.ts';
import type { Actor, ServiceContext } from '../../lib/services/service-context.ts';

/** Somebody who is signed in and may do nothing at all. */
const NOBODY: Actor = {
  kind: 'operator',
  operator: { id: 'nobody', email: 'nobody@example.test', name: 'Nobody', roles: [], authorityIds: null },
  sessionId: 'session',
};

/** Whoever looks at anything before the right was asked for gets this error. */
const UNTOUCHED = new Proxy({} as ServiceContext, {
  get: (_target, name) => {
    throw new Error(`"${String(name)}" was looked at before the right was asked for`);
  },
});

/** Any field is there, and is nothing in particular. */
const ANYTHING: unknown = new Proxy(Object.create(null) as object, {
  get: (_target, name) => ({ act: { kind: 'revoke' }, selection: { ids: [] } })[String(name)],
});

async function rightAskedFor(route: ApiRoute): Promise<string> {
  const call = {
    context: UNTOUCHED,
    actor: NOBODY,
    parameters: new Proxy({}, { get: () => 'x' }),
    body: ANYTHING,
    query: ANYTHING,
    exchange: { request: new Request('http://localhost/'), remoteAddress: '127.0.0.1', query: new URLSearchParams() },
  } as unknown as ApiCall;
  try {
    await route.handle(call);
  } catch (error) {
    const right = /This needs the right "([\w.-]+)"/.exec((error as Error).message)?.[1];
    return right ?? `no right but: ${(error as Error).message}`;
  }
  return 'nothing at all';
}

const GUARDED = API_ROUTES.filter(({ access }) => access !== 'anyone');

describe('each route asks for the right that it declares, before it looks at anything', () => {
  it.each(GUARDED.map((route) => [`${route.method} ${route.path}`, route] as const))('%s', async (_name, route) => {
    expect(await rightAskedFor(route)).toBe(route.access);
  });

  it('leaves to anyone what has to be reached without signing in, and no more', () => {
    expect(
      API_ROUTES.filter(({ access }) => access === 'anyone').map(({ method, path }) => `${method} ${path}`),
    ).toEqual([
      'GET /setup',
      'POST /setup/check-token',
      'POST /setup',
      'POST /session',
      'POST /session/form',
      'POST /invitations/read',
      'POST /invitations/accept',
    ]);
  });
});

describe('roles', () => {
  const rights = (role: keyof typeof RIGHTS_OF_ROLE): ReadonlySet<Right> => new Set(RIGHTS_OF_ROLE[role]);

  it('give each right to somebody', () => {
    const given = new Set(OPERATOR_ROLES.flatMap((role) => [...rights(role)]));
    expect(RIGHTS.filter((right) => !given.has(right))).toEqual([]);
  });

  it('keep managing people and issuing certificates apart', () => {
    for (const right of RIGHTS) {
      if (/^(certificate|authority|connection|crl|profile|request)\./.test(right))
        expect(rights('security-admin').has(right), right).toBe(false);
      if (/^operator\./.test(right)) expect(rights('ca-admin').has(right), right).toBe(false);
    }
  });

  it('let viewers and auditors change nothing but their own session and tokens', () => {
    for (const role of ['viewer', 'auditor'] as const)
      expect([...rights(role)].filter((right) => !/\.read$/.test(right))).toEqual(['session.manage', 'token.manage']);
  });

  it('give a token none of the rights that want the password or decide about people and authorities', () => {
    expect(
      RIGHTS_OF_TOKENS.filter((right) =>
        /^(authority|operator|token|session|keys|profile|connection\.hand)/.test(right),
      ),
    ).toEqual([]);
  });

  it('permit nothing without any', () => {
    for (const right of RIGHTS) expect(() => authorise(NOBODY, right)).toThrow(/needs the right/);
    for (const right of RIGHTS) expect(() => authorise(null, right)).toThrow(/Sign in/);
  });
});
