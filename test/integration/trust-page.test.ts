import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeDirectory, setUp, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let rootId: string;
beforeAll(async () => {
  server = await startTestServer();
  ({ rootId } = await setUp(server));
});
afterAll(async () => {
  await server.stop();
  removeDirectory(server.dataDirectory);
});

describe('the public trust page', () => {
  it('is there for anyone, without script, with files that the page of the console gives alike', async () => {
    const client = server.client();
    await client.post('/session', { email: 'operator@example.test', password: 'correct horse battery staple' });
    const view = (await client.get(`/trust/${rootId}`)) as {
      chosen: { sha256: string; files: { name: string }[] };
    };
    const answer = await fetch(`${server.publicUrl}/trust`, { headers: { 'user-agent': 'curl/8.5.0' } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const page = await answer.text();
    expect(page).not.toContain('<script');
    expect(page).toContain(view.chosen.sha256);
    expect(page).toMatch(/<details class="card" id="curl" open>/);
    expect(view.chosen.files).toHaveLength(9);
    for (const { name } of view.chosen.files) {
      const file = await fetch(`${server.publicUrl}/trust/${rootId}/${name}`);
      expect(file.status).toBe(200);
      const ours = await client.download('GET', `/trust/${rootId}/files/${name}`);
      expect(Buffer.from(await file.arrayBuffer()).equals(Buffer.from(ours.content))).toBe(true);
      const head = await fetch(`${server.publicUrl}/trust/${rootId}/${name}`, { method: 'HEAD' });
      expect([head.status, head.headers.get('etag')]).toEqual([200, file.headers.get('etag')]);
    }
  });

  it('takes GET and HEAD only, and knows no other addresses', async () => {
    expect((await fetch(`${server.publicUrl}/trust`, { method: 'POST', body: 'x' })).status).toBe(405);
    for (const path of ['/trustworthy', '/trust/..%2f..%2fetc', `/trust/${rootId}/a/b`, '/trust/x'])
      expect((await fetch(`${server.publicUrl}${path}`)).status).toBe(404);
    expect((await fetch(`${server.adminUrl}/api/v1/trust/${rootId}`)).status).toBe(401);
  });
});
