import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../lib/api/client.ts';
import { OPERATOR, removeDirectory, SETUP_TOKEN, startTestServer, type TestServer } from '../support/server.ts';

/** What a hostile client of the admin listener may try (the rows AUT-05 to AUT-24 that are about HTTP). Nothing is changed by any of it. */

let server: TestServer;
let client: ApiClient;
let issuingId: string;
let cookie = '';
let port = 0;
let host = '';

beforeAll(async () => {
  server = await startTestServer();
  port = Number(new URL(server.adminUrl).port);
  host = new URL(server.adminUrl).host;
});
afterAll(async () => {
  await server.stop();
  removeDirectory(server.dataDirectory);
});

const json = { 'Content-Type': 'application/json' };
async function send(method: string, path: string, headers: Record<string, string> = {}, body?: BodyInit) {
  const init: RequestInit = { method, headers: { Origin: server.adminUrl, ...headers }, redirect: 'manual' };
  if (body !== undefined) init.body = body;
  return fetch(server.adminUrl + path, init);
}
const asOperator = (more: Record<string, string> = {}) => ({ ...json, cookie, ...more });
const entries = async () => ((await client.get('/audit?limit=1')) as { items: { seq: number }[] }).items[0]?.seq;
const problemOf = async (response: Response) => ((await response.json()) as { code: string }).code;

/** Octets as they are, and what came back until the other side closed or the time was up. */
function raw(octets: string | Buffer, milliseconds = 4_000): Promise<{ text: string; closed: boolean }> {
  return new Promise((resolve) => {
    const socket: Socket = connect({ host: '127.0.0.1', port });
    let text = '';
    const timer = setTimeout(() => {
      socket.destroy();
      resolve({ text, closed: false });
    }, milliseconds);
    socket.on('connect', () => socket.write(octets));
    socket.on('data', (data) => {
      text += data.toString('latin1');
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve({ text, closed: true });
    });
  });
}
const statusOf = ({ text }: { text: string }) => Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0);

describe('AUT-08: the first run', () => {
  it('is claimed by one of two that race, with the token only, and is gone afterwards', async () => {
    const claim = (token: string, more: Record<string, string> = {}) =>
      send(
        'POST',
        '/api/v1/setup',
        { ...json, ...more },
        JSON.stringify({ setupToken: token, operator: OPERATOR, organisation: 'Test Org', root: {}, issuing: {} }),
      );
    expect((await claim('not-the-token')).status).toBe(403);
    expect((await claim(SETUP_TOKEN, { Origin: 'http://evil.example' })).status).toBe(403);
    const both = await Promise.all([claim(SETUP_TOKEN), claim(SETUP_TOKEN)]);
    // Who comes second finds no token any more, or the set-up finished.
    expect(both.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(both.filter(({ status }) => status === 403 || status === 404)).toHaveLength(1);
    expect((await claim(SETUP_TOKEN)).status).toBe(404);
    const check = await send('POST', '/api/v1/setup/check-token', json, JSON.stringify({ setupToken: SETUP_TOKEN }));
    expect(check.status).toBe(404);
    client = server.client();
    await client.post('/session', OPERATOR);
    const nodes = (await client.get('/authorities')) as {
      items: { authority: { id: string }; children: { authority: { id: string } }[] }[];
    };
    issuingId = nodes.items[0]?.children[0]?.authority.id ?? '';
    const answer = await send('POST', '/api/v1/session', json, JSON.stringify(OPERATOR));
    cookie = (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
  });
});

describe('AUT-09: requests from other sites', () => {
  const ROUTES = [
    '/api/v1/certificates',
    '/api/v1/authorities',
    '/api/v1/operators/invitations',
    '/api/v1/session/step-up',
  ];
  it.each(ROUTES)('are refused before anything is looked at: %s', async (route) => {
    const before = await entries();
    const tries: Record<string, string>[] = [
      { Origin: '' },
      { Origin: 'null' },
      { Origin: 'http://evil.example' },
      { Origin: `${server.adminUrl}.evil.example` },
      { Origin: server.adminUrl.replace(/:\d+$/, ':1') },
      { Origin: server.adminUrl.replace('http:', 'https:') },
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site' },
      { 'Sec-Fetch-Site': 'none' },
    ];
    for (const headers of tries) {
      const response = await send('POST', route, asOperator(headers), '{}');
      expect([response.status, await problemOf(response)], JSON.stringify(headers)).toEqual([403, 'origin-refused']);
    }
    expect(await entries()).toBe(before);
  });

  it('that a form can send are no JSON', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', '']) {
      const response = await send(
        'POST',
        '/api/v1/certificates',
        asOperator({ 'Content-Type': type }),
        '{"profile":"tlsServer"}',
      );
      expect(response.status, type).toBe(415);
    }
  });

  it('change nothing by GET or HEAD', async () => {
    const before = await entries();
    for (const path of ['/api/v1/session', '/api/v1/certificates', '/api/v1/overview', '/certificates'])
      for (const method of ['GET', 'HEAD']) expect((await send(method, path, { cookie })).status).toBeLessThan(500);
    expect(await entries()).toBe(before);
  });
});

describe('AUT-10: a name that was rebound', () => {
  it.each([
    ['another name', 'evil.example'],
    ['another port', '127.0.0.1:1'],
    ['a name that only begins alike', 'localhost.evil.example'],
    ['user information', 'localhost@evil.example'],
    ['nothing', ''],
  ])('%s is not answered for', async (_what, name) => {
    const answer = await raw(
      `GET /api/v1/overview HTTP/1.1\r\nHost: ${name}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`,
    );
    expect([400, 421]).toContain(statusOf(answer));
    expect(answer.text).not.toContain('Test Org');
  });
  it('two names, and the absolute form of an address, are not, either', async () => {
    const twice = await raw(`GET / HTTP/1.1\r\nHost: ${host}\r\nHost: evil.example\r\nConnection: close\r\n\r\n`);
    expect([400, 421]).toContain(statusOf(twice));
    const absolute = await raw(
      `GET http://evil.example/api/v1/overview HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`,
    );
    expect(statusOf(absolute)).toBeGreaterThanOrEqual(400);
    expect(absolute.text).not.toContain('recentEvents');
  });
});

describe('AUT-11: sessions', () => {
  it('are never the ones that were brought along, and end for good', async () => {
    const first = await send('POST', '/api/v1/session', { ...json, cookie }, JSON.stringify(OPERATOR));
    const fresh = (first.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
    expect(fresh).not.toBe(cookie);
    expect((await send('GET', '/api/v1/session', { cookie: fresh })).status).toBe(200);
    expect((await send('DELETE', '/api/v1/session', { cookie: fresh })).status).toBe(204);
    expect((await send('GET', '/api/v1/session', { cookie: fresh })).status).toBe(401);
    const name = cookie.split('=')[0] as string;
    for (const made of [`${name}=x`, `${name}=${'a'.repeat(32)}.${'b'.repeat(44)}`, `${cookie}x`, `${name}=`])
      expect((await send('GET', '/api/v1/session', { cookie: made })).status, made).toBe(401);
    expect((await send('GET', `/api/v1/session?${cookie}`)).status).toBe(401);
  });
});

describe('AUT-05, AUT-22: fields and filters that nobody offers', () => {
  it('are named and refused: roles, identifiers, operators of the database', async () => {
    const bodies: [string, object][] = [
      ['/api/v1/session', { ...OPERATOR, role: 'administrator' }],
      ['/api/v1/session', { email: { not: '' }, password: { contains: '' } }],
      ['/api/v1/certificates', { profile: 'tlsServer', names: ['a.lan'], id: 'mine', approvedBy: 'me' }],
      ['/api/v1/certificates', { profile: { not: '' }, names: ['a.lan'] }],
      ['/api/v1/operators/invitations', { email: 'x@example.test', roles: ['administrator'] }],
      ['/api/v1/operators/invitations', { email: 'x@example.test', roles: ['viewer'], operatorId: 'x' }],
      ['/api/v1/tokens', { name: 'x', rights: ['inventory.read'], days: 1, operatorId: 'other' }],
    ];
    for (const [path, body] of bodies) {
      const response = await send('POST', path, asOperator(), JSON.stringify(body));
      expect(response.status, JSON.stringify(body)).toBe(422);
    }
  });
  it('are texts and nothing else in a search, and unknown ones are refused', async () => {
    await client.post('/certificates', { profile: 'tlsServer', names: ['plain.lan'], authorityId: issuingId });
    for (const text of [
      "' OR 1=1 --",
      '%',
      '_',
      '\\',
      '*',
      '"',
      '\'; DROP TABLE "Certificate"; --',
      '$1',
      '{"contains":""}',
    ]) {
      const found = (await client.get(`/certificates?q=${encodeURIComponent(text)}`)) as { items: unknown[] };
      expect(found.items, text).toEqual([]);
    }
    for (const query of [
      'sort=password',
      'sort=createdAt%20desc',
      'order=1',
      'status=all%27',
      'limit=1e9',
      'cursor=%27',
      'where=1',
    ])
      expect((await send('GET', `/api/v1/certificates?${query}`, { cookie })).status, query).toBe(422);
    expect(((await client.get('/certificates?q=plain')) as { items: unknown[] }).items).toHaveLength(1);
  });
});

describe('AUT-18: what a browser is told', () => {
  it('keeps pages out of frames, away from other sites and out of caches', async () => {
    for (const path of ['/login', '/', '/api/v1/overview', '/api/v1/setup', '/nowhere']) {
      const { headers } = await send('GET', path, { cookie });
      expect(headers.get('x-frame-options'), path).toBe('DENY');
      expect(headers.get('content-security-policy'), path).toMatch(/frame-ancestors 'none'/);
      expect(headers.get('content-security-policy'), path).toMatch(/default-src 'none'/);
      expect(headers.get('cross-origin-opener-policy'), path).toBe('same-origin');
      expect(headers.get('cross-origin-resource-policy'), path).toBe('same-origin');
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(headers.get('referrer-policy'), path).toBe('no-referrer');
      expect(headers.get('cache-control'), path).toMatch(/no-store/);
      expect(headers.get('access-control-allow-origin'), path).toBeNull();
    }
    expect(
      (await send('OPTIONS', '/api/v1/certificates', { 'Access-Control-Request-Method': 'POST', cookie })).status,
    ).toBe(405);
  });
});

describe('AUT-19: octets that are no request', () => {
  const head = (lines: string) =>
    `POST /api/v1/session HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${server.adminUrl}\r\n${lines}\r\n`;
  it.each([
    ['two lengths', () => head('Content-Length: 4\r\nContent-Length: 5\r\n') + '{}{}'],
    [
      'a length and chunks',
      () => head('Content-Length: 4\r\nTransfer-Encoding: chunked\r\n') + '0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n',
    ],
    ['another coding', () => head('Transfer-Encoding: xchunked\r\n') + '0\r\n\r\n'],
    [
      'a bad chunk',
      () => head('Transfer-Encoding: chunked\r\nContent-Type: application/json\r\n') + 'zz\r\n{}\r\n0\r\n\r\n',
    ],
    ['a space before the colon', () => head('Content-Length : 2\r\n') + '{}'],
    ['a folded line', () => head('X: a\r\n b\r\n') + ''],
    ['100 KiB of headers', () => head(`X: ${'a'.repeat(102_400)}\r\n`)],
    ['10,000 headers', () => head(Array.from({ length: 10_000 }, (_, at) => `X${at}: a\r\n`).join(''))],
    ['no request line', () => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ['a NUL in the path', () => `GET /a\0b HTTP/1.1\r\nHost: ${host}\r\n\r\n`],
  ])('%s: refused, and the connection is closed', async (_what, make) => {
    const answer = await raw(make());
    expect([400, 431, 0]).toContain(statusOf(answer));
    expect(answer.closed).toBe(true);
    expect(answer.text).not.toMatch(/smuggled|HTTP\/1\.1 200/);
  });
  it('TRACE, CONNECT and upgrades are not known', async () => {
    const trace = await raw(`TRACE / HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`);
    expect(statusOf(trace)).toBe(405);
    expect(trace.text).not.toContain(cookie);
    expect([0, 400, 405]).toContain(statusOf(await raw(`CONNECT evil.example:443 HTTP/1.1\r\nHost: ${host}\r\n\r\n`)));
    const upgrade = await raw(
      `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
    );
    expect(statusOf(upgrade)).not.toBe(101);
  });
});

describe('AUT-20: bodies that are too large', () => {
  it('are refused by their declared length before they are sent, and by what comes without one', async () => {
    const declared = await raw(
      `POST /api/v1/session HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${server.adminUrl}\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n`,
    );
    expect(statusOf(declared)).toBe(413);
    const chunk = `${(65_536).toString(16)}\r\n${'a'.repeat(65_536)}\r\n`;
    const streamed = await raw(
      `POST /api/v1/session HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${server.adminUrl}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(40)}`,
    );
    expect([413, 0]).toContain(statusOf(streamed));
    expect(streamed.closed).toBe(true);
    // Of the routes that take more, only for those who are signed in.
    const large = JSON.stringify({ format: 'csv', content: 'a'.repeat(2_000_000) });
    expect((await send('POST', '/api/v1/bulk-issuance/columns', json, large)).status).toBe(413);
  });
  it('are not unpacked: a compressed one is no JSON', async () => {
    const bomb = gzipSync(Buffer.alloc(10_000_000, '{'));
    const response = await send(
      'POST',
      '/api/v1/session',
      { ...json, 'Content-Encoding': 'gzip' },
      new Uint8Array(bomb),
    );
    expect([400, 415]).toContain(response.status);
  });
});

describe('AUT-21: slow clients', () => {
  it('hold up nobody: two thousand idle ones, and answers go on', async () => {
    const sockets = Array.from({ length: 2_000 }, () => {
      const socket = connect({ host: '127.0.0.1', port });
      socket.on('error', () => undefined);
      return socket;
    });
    try {
      await new Promise((done) => setTimeout(done, 500));
      for (const socket of sockets.slice(0, 200)) socket.write('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ');
      for (let tries = 0; tries < 5; tries += 1) expect((await send('GET', '/healthz')).status).toBe(200);
      expect((await send('GET', '/api/v1/session', { cookie })).status).toBe(200);
    } finally {
      for (const socket of sockets) socket.destroy();
    }
  }, 60_000);
  it('that never end their headers are cut off', async () => {
    const answer = await raw(`GET / HTTP/1.1\r\nHost: ${host}\r\nX-Slow: `, 45_000);
    expect(answer.closed).toBe(true);
    expect([408, 0]).toContain(statusOf(answer));
  }, 60_000);
});

describe('AUT-23: JSON that is meant to hurt', () => {
  it.each([
    ['10,000 levels', () => '['.repeat(10_000) + ']'.repeat(10_000)],
    [
      'a million short texts',
      () => JSON.stringify({ email: 'a', password: 'b', more: Array.from({ length: 200_000 }, () => 'a') }),
    ],
    ['a number beyond all', () => '{"email":1e400,"password":"x"}'],
    ['a member twice', () => '{"email":"a","email":"b","password":"x","x":1}'],
    ['a prototype', () => '{"__proto__":{"role":"administrator"},"email":"a","password":"b"}'],
    ['a constructor', () => '{"constructor":{"prototype":{"x":1}},"email":"a","password":"b"}'],
    ['no UTF-8', () => Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
    ['nothing', () => ''],
    ['a text', () => '"x"'],
    ['null', () => 'null'],
  ])('%s: refused in words', async (_what, make) => {
    const body = make();
    const response = await send(
      'POST',
      '/api/v1/session',
      json,
      typeof body === 'string' ? body : new Uint8Array(body),
    );
    expect([400, 413, 422]).toContain(response.status);
    expect(['malformed-request', 'validation-failed', 'payload-too-large']).toContain(await problemOf(response));
    expect(({} as Record<string, unknown>).role).toBeUndefined();
  });
});

describe('AUT-17: acts that want the password once more', () => {
  it.each([
    ['POST', (): string => `/authorities/${issuingId}/revoke`, { reason: 'superseded' }],
    [
      'POST',
      (): string => `/authorities/${issuingId}/take-offline`,
      { passphrase: 'correct horse battery staple', sealed: 'x' },
    ],
    ['POST', (): string => '/operators/invitations', { email: 'x@example.test', roles: ['viewer'] }],
    ['POST', (): string => '/tokens', { name: 'x', rights: ['inventory.read'], days: 1 }],
    ['POST', (): string => '/session/second-factor', undefined],
    ['DELETE', (): string => '/session/second-factor', undefined],
  ] as const)('%s %s', async (method, path, body) => {
    const answer = await send('POST', '/api/v1/session', json, JSON.stringify(OPERATOR));
    const fresh = (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
    const before = await entries();
    const response = await send(
      method,
      `/api/v1${path()}`,
      { ...json, cookie: fresh },
      body === undefined ? undefined : JSON.stringify(body),
    );
    expect([response.status, await problemOf(response)]).toEqual([401, 'step-up-required']);
    expect(await entries()).toBe(before);
  });
});
