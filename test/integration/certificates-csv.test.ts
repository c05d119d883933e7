import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPERATOR, removeDirectory, setUp, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let cookie = '';
beforeAll(async () => {
  server = await startTestServer();
  const { client } = await setUp(server);
  await client.post('/certificates', { profile: 'tlsServer', names: ['one.lan'], owner: '=HYPERLINK("http://a")' });
  await client.post('/certificates', { profile: 'tlsServer', names: ['two.lan'] });
  const answer = await fetch(`${server.adminUrl}/api/v1/session`, {
    method: 'POST',
    headers: { Origin: server.adminUrl, 'Content-Type': 'application/json' },
    body: JSON.stringify(OPERATOR),
  });
  [cookie = ''] = (answer.headers.getSetCookie()[0] ?? '').split(';');
});
afterAll(async () => {
  await server.stop();
  removeDirectory(server.dataDirectory);
});
const get = (query: string, headers: Record<string, string> = { cookie }) =>
  fetch(`${server.adminUrl}/api/v1/certificates.csv${query}`, { headers });
const names = async (query: string) =>
  (await (await get(query)).text())
    .trimEnd()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(',')[0]);
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

describe('the list as CSV', () => {
  it('is a file whose cells no spreadsheet runs', async () => {
    const answer = await get('?q=one.lan');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="?certificates\.csv/);
    const [columns, line, end] = (await answer.text()).split('\r\n');
    expect(columns?.split(',').slice(0, 3)).toEqual(['name', 'names', 'issuer']);
    expect(line).toMatch(/^one\.lan,/);
    expect(line).toContain(`"'=HYPERLINK(""http://a"")"`);
    expect(end).toBe('');
  });

  it('takes every filter that the page of the list has', async () => {
    expect((await names('')).filter((name) => name?.endsWith('.lan')).sort()).toEqual(['one.lan', 'two.lan']);
    expect(await names('?status=revoked')).toEqual([]);
    expect(await names(`?ends=${day(80)}..${day(95)}&use=server`)).toEqual(['one.lan', 'two.lan']);
    expect(await names(`?ends=${day(1)}..${day(8)}`)).toEqual([]);
  });

  it('refuses what is no filter, and who is not signed in', async () => {
    for (const query of ['?ends=soon', `?ends=${day(8)}..${day(1)}`, '?limit=5', '?status=odd'])
      expect([query, (await get(query)).status]).toEqual([query, 422]);
    expect((await get('', {})).status).toBe(401);
  });
});
