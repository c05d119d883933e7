import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPERATOR, removeDirectory, setUp, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let cookie = '';
let attributes = '';
beforeAll(async () => {
  server = await startTestServer();
  await setUp(server);
  const answer = await fetch(`${server.adminUrl}/api/v1/session`, {
    method: 'POST',
    headers: { Origin: server.adminUrl, 'Content-Type': 'application/json' },
    body: JSON.stringify(OPERATOR),
  });
  [cookie = '', attributes = ''] = (answer.headers.getSetCookie()[0] ?? '').split(/;(.*)/s);
});
afterAll(async () => {
  await server.stop();
  removeDirectory(server.dataDirectory);
});
const get = (path: string, headers: Record<string, string> = { cookie }) =>
  fetch(`${server.adminUrl}/api/v1${path}`, { headers });

describe('the end of a session', () => {
  it('is told in seconds: a quarter of an hour unused, eight hours at most', async () => {
    const { secondsLeft, secondsAtMost } = (await (await get('/session/end')).json()) as Record<string, number>;
    expect(secondsLeft).toBeGreaterThan(13 * 60);
    expect(secondsLeft).toBeLessThanOrEqual(15 * 60);
    expect(secondsAtMost).toBeGreaterThan(7 * 3_600);
    expect(secondsAtMost).toBeLessThanOrEqual(8 * 3_600);
  });

  it('is not brought nearer by the browser: it keeps the cookie as long as a session can last', () => {
    expect(attributes).toMatch(/max-age=28800(;|$)/i);
    expect(attributes).toMatch(/httponly/i);
    expect(attributes).toMatch(/samesite=strict/i);
  });

  it('is for those who are signed in', async () => {
    for (const path of ['/session/end', '/jobs/open', '/search?q=ab']) expect((await get(path, {})).status).toBe(401);
    expect((await get('/jobs/open')).status).toBe(200);
    expect((await get(`/search?q=${'a'.repeat(301)}`)).status).toBe(422);
    expect((await get('/search')).status).toBe(422);
  });
});
