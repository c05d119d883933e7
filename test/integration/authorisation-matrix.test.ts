import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_ROUTES } from '../../lib/api/api-handler.ts';
import type { ApiRoute } from '../../lib/api/api-route.ts';
import {
  OPERATOR_ROLES,
  type OperatorRole,
  RIGHTS_OF_ROLE,
  RIGHTS_OF_TOKENS,
  type Right,
} from '../../lib/domain/operators.ts';
import { OPERATOR, removeDirectory, setUp, startTestServer, type TestServer } from '../support/server.ts';

/**
 * AUT-01: every route × {nobody, each role, disabled, signed out, tokens}, over the wire, against the table of roles. Bodies are empty
 * and identifiers name nothing, so that whoever may come gets another refusal and nothing is done.
 */

const PASSWORD = 'seven unrelated words here';
let server: TestServer;
/** Headers that make somebody somebody. */
const people = new Map<string, Record<string, string>>();

async function send(method: string, path: string, headers: Record<string, string> = {}, body?: unknown) {
  return fetch(`${server.adminUrl}/api/v1${path}`, {
    method,
    headers: {
      Origin: server.adminUrl,
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    redirect: 'manual',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
async function ask<Answer>(
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: unknown,
): Promise<Answer> {
  const response = await send(method, path, headers, body);
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return (response.status === 204 ? undefined : await response.json()) as Answer;
}
const cookieOf = (response: Response) => ({ cookie: (response.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '' });
const signIn = async (email: string, password: string) =>
  cookieOf(await send('POST', '/session', {}, { email, password }));

beforeAll(async () => {
  server = await startTestServer();
  await setUp(server);
  const admin = await signIn(OPERATOR.email, OPERATOR.password);
  await ask('POST', '/session/step-up', admin, { password: OPERATOR.password });
  people.set('ca-admin and security-admin', admin);
  const join = async (email: string, roles: readonly OperatorRole[]) => {
    const { token } = await ask<{ token: string }>('POST', '/operators/invitations', admin, { email, roles });
    return cookieOf(await send('POST', '/invitations/accept', {}, { token, password: PASSWORD }));
  };
  for (const role of OPERATOR_ROLES) people.set(role, await join(`${role}@example.test`, [role]));
  people.set('disabled', await join('disabled@example.test', ['ca-admin', 'security-admin']));
  people.set('signed out', await join('left@example.test', ['ca-admin', 'security-admin']));
  await ask('DELETE', '/session', people.get('signed out') as Record<string, string>);
  const { operators } = await ask<{ operators: { id: string; email: string }[] }>('GET', '/operators', admin);
  const token = async (name: string, rights: readonly string[]) => {
    const { text } = await ask<{ text: string }>('POST', '/tokens', admin, { name, rights, days: 1 });
    return { authorization: `Bearer ${text}` };
  };
  people.set('token that reads', await token('reads', ['inventory.read']));
  people.set('token with all', await token('all', RIGHTS_OF_TOKENS));
  const revoked = await ask<{ text: string; token: { id: string } }>('POST', '/tokens', admin, {
    name: 'revoked',
    rights: RIGHTS_OF_TOKENS,
    days: 1,
  });
  await ask('DELETE', `/tokens/${revoked.token.id}`, admin);
  people.set('revoked token', { authorization: `Bearer ${revoked.text}` });
  const id = operators.find(({ email }) => email === 'disabled@example.test')?.id;
  await ask('POST', `/operators/${id}/disable`, admin);
});
afterAll(async () => {
  await server.stop();
  removeDirectory(server.dataDirectory);
});

const rightsOf = (who: string): ReadonlySet<Right> | null => {
  if (who === 'ca-admin and security-admin')
    return new Set([...RIGHTS_OF_ROLE['ca-admin'], ...RIGHTS_OF_ROLE['security-admin']]);
  if (who === 'token that reads') return new Set<Right>(['inventory.read']);
  if (who === 'token with all') return new Set<Right>(RIGHTS_OF_TOKENS);
  return who in RIGHTS_OF_ROLE ? new Set<Right>(RIGHTS_OF_ROLE[who as OperatorRole]) : null;
};
const pathOf = (route: ApiRoute) => route.path.replace(/\{file\}/, 'root.pem').replace(/\{\w+\}/g, 'nothing');
/** These end the session that asks: tried apart. */
const ENDS = new Set(['DELETE /session']);
const GUARDED = API_ROUTES.filter((route) => route.access !== 'anyone' && !ENDS.has(`${route.method} ${route.path}`));

async function verdict(route: ApiRoute, headers: Record<string, string>): Promise<'refused' | 'forbidden' | 'let in'> {
  const response = await send(route.method, pathOf(route), headers, route.body ? {} : undefined);
  const text = await response.text();
  const code = response.ok ? '' : ((JSON.parse(text) as { code: string }).code ?? '');
  if (code === 'unauthenticated') return 'refused';
  if (code === 'forbidden') return 'forbidden';
  if (response.status >= 500 || code === 'origin-refused') throw new Error(`${response.status} ${text}`);
  return 'let in';
}

describe('AUT-01: who may come', () => {
  it.each([
    'ca-admin and security-admin',
    ...OPERATOR_ROLES,
    'disabled',
    'signed out',
    'token that reads',
    'token with all',
    'revoked token',
    'nobody',
  ])('%s', async (who) => {
    const headers = people.get(who) ?? {};
    const rights = rightsOf(who);
    const found: string[] = [];
    const expected: string[] = [];
    for (const route of GUARDED) {
      const name = `${route.method} ${route.path}`;
      found.push(`${name}: ${await verdict(route, headers)}`);
      expected.push(
        `${name}: ${rights === null ? 'refused' : rights.has(route.access as Right) ? 'let in' : 'forbidden'}`,
      );
    }
    expect(found).toEqual(expected);
  });

  it('declares a right for every route but those of signing in and setting up', () => {
    expect(API_ROUTES.filter(({ access }) => access === 'anyone')).toHaveLength(7);
  });
});

describe('a bearer token', () => {
  it('needs no origin, and a cookie beside it counts for nothing', async () => {
    const reads = people.get('token that reads') ?? {};
    const admin = people.get('ca-admin and security-admin') ?? {};
    const bare = await fetch(`${server.adminUrl}/api/v1/verify`, {
      method: 'POST',
      headers: { ...reads, 'Content-Type': 'application/json' },
      body: '{}',
    });
    expect(bare.status).toBe(422);
    const both = await send('POST', '/authorities', { ...reads, ...admin }, {});
    expect(both.status).toBe(403);
    const broken = await send('GET', '/certificates', { ...admin, authorization: 'Bearer countersign_x' });
    expect(broken.status).toBe(401);
    const basic = await send('GET', '/certificates', { ...admin, authorization: 'Basic eDp5' });
    expect(basic.status).toBe(401);
  });

  it('opens no page', async () => {
    const page = await fetch(`${server.adminUrl}/certificates`, {
      headers: people.get('token with all') ?? {},
      redirect: 'manual',
    });
    expect(page.status).toBe(307);
    expect(page.headers.get('location')).toContain('/login');
  });

  it('issues a certificate, durably, under its own name in the log', async () => {
    const admin = people.get('ca-admin and security-admin') ?? {};
    const all = people.get('token with all') ?? {};
    const made = await ask<{ id: string }>('POST', '/certificates', all, {
      profile: 'tlsServer',
      names: ['token.example.test'],
    });
    const { certificate } = await ask<{ certificate: { createdBy: string } }>('GET', `/certificates/${made.id}`, admin);
    expect(certificate.createdBy).toMatch(/^operator@example\.test \(token [0-9a-z]{26}\)$/);
  });
});

describe('refused acts', () => {
  it('are in the log, with the right and the route, and not without end', async () => {
    const admin = people.get('ca-admin and security-admin') ?? {};
    const { items } = await ask<{ items: { actor: string; details: Record<string, string> }[] }>(
      'GET',
      '/audit?action=access.refused&actor=viewer@example.test&limit=100',
      admin,
    );
    expect(items.length).toBeGreaterThan(5);
    expect(items.length).toBeLessThanOrEqual(20);
    expect(items.at(-1)?.details.what).toMatch(/^(GET|POST|PATCH|DELETE) \/api\/v1\//);
  });
});

describe('AUT-03: variants of an address give no more than the address', () => {
  const VARIANTS = [
    '/certificates?_rsc=abc',
    '/certificates.rsc',
    '/certificates/',
    '//certificates',
    '/certificates%2f',
    '/certificates;x',
    '/CERTIFICATES',
    '/_next/data/x/certificates.json',
    '/certificates.txt',
    '/settings/operators?_rsc=abc',
    '/api/v1/certificates/',
    '/api//v1/certificates',
    '/api/v1/../v1/certificates',
    '/api/v1/%63ertificates',
    '/api/v1/certificates;x',
    '/API/V1/CERTIFICATES',
  ];
  const TRICKS: readonly Record<string, string>[] = [
    {},
    { 'x-middleware-subrequest': 'middleware:middleware:middleware:middleware:middleware' },
    { rsc: '1', 'next-router-prefetch': '1' },
    { 'next-action': '00000000000000000000000000000000000000000000' },
    { 'x-forwarded-host': 'evil.example', 'x-original-url': '/api/v1/setup' },
  ];
  it.each(VARIANTS)('%s', async (path) => {
    for (const headers of TRICKS) {
      const response = await fetch(server.adminUrl + path, { headers, redirect: 'manual' });
      const text = await response.text();
      expect(text, JSON.stringify(headers)).not.toMatch(/token\.example\.test|operator@example\.test/);
      expect(
        [301, 302, 307, 308, 400, 401, 404, 405].includes(response.status) || /login/i.test(text),
        `${response.status}`,
      ).toBe(true);
    }
  });
});

describe('the pages', () => {
  const PLACES = [
    '/',
    '/certificates',
    '/authorities',
    '/connections',
    '/requests',
    '/jobs',
    '/profiles',
    '/inspect',
    '/lab',
    '/trust',
    '/audit',
    '/settings',
    '/settings/operators',
    '/settings/tokens',
    '/new/server',
    '/authorities/new',
  ];
  it.each(OPERATOR_ROLES)('show a %s what the role permits, and say so where it does not', async (role) => {
    for (const path of PLACES) {
      const response = await fetch(server.adminUrl + path, { headers: people.get(role) ?? {}, redirect: 'manual' });
      const text = await response.text();
      expect(response.status, path).toBe(200);
      // Where it belongs, without any script moving it there.
      expect(text.slice(0, text.indexOf('</head>')), path).toMatch(/<title>[^<]+ · Countersign<\/title>/);
      const rights = new Set<Right>(RIGHTS_OF_ROLE[role]);
      const needed: Readonly<Record<string, Right>> = {
        '/audit': 'audit.read',
        '/settings/operators': 'operator.read',
        '/new/server': 'certificate.issue',
        '/authorities/new': 'authority.create',
      };
      const right = needed[path];
      expect(text.includes('You may not do this'), path).toBe(right !== undefined && !rights.has(right));
      expect(text, path).not.toMatch(/Error id|Something went wrong/);
    }
  });
});
