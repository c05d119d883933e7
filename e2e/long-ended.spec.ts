import { DAY, insertSeeds, openDataDirectory } from '../bench/seed.ts';
import { OPERATOR, removeDirectory, setUp, startTestServer, type TestServer } from '../test/support/server.ts';
import { expect, expectAccessible, test } from './watched-page.ts';

/** What ended long ago does not drown the rest, and is never lost: the list says how many there are, and shows them. */
let server: TestServer;
test.beforeAll(async () => {
  server = await startTestServer();
  const { client, issuingId } = await setUp(server);
  await client.post('/certificates', { profile: 'tlsServer', names: ['living.lan'] });
  await server.stop();
  const store = await openDataDirectory(server.dataDirectory);
  const now = Math.floor(Date.now() / 1_000) * 1_000;
  const seed = (name: string, endedDays: number) => ({
    id: `seed-${name}`,
    issuerId: issuingId,
    name,
    createdAt: new Date(now - 100 * DAY),
    notAfter: new Date(now - endedDays * DAY),
    profile: 'tlsServer' as const,
    revoked: null,
  });
  await insertSeeds(store, [seed('lately.lan', 10), seed('long-ago.lan', 40), seed('ages-ago.lan', 400)]);
  await store.close();
  server = await startTestServer({ dataDirectory: server.dataDirectory });
});
test.afterAll(async () => {
  await server.stop();
  removeDirectory(server.dataDirectory);
});

test('what ended more than 30 days ago is hidden, counted, shown on demand, and left out of selections', async ({
  watched: page,
}) => {
  await page.goto(`${server.adminUrl}/login?next=${encodeURIComponent('/certificates?use=server')}`);
  await page.getByLabel('E-mail').fill(OPERATOR.email);
  await page.getByLabel('Password', { exact: true }).fill(OPERATOR.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  const names = page.getByRole('table').getByRole('link');
  await expect(names).toHaveText(['living.lan', 'lately.lan']);
  await page.goto(`${server.adminUrl}/certificates`);
  await expect(page.getByText('2 that ended more than 30 days ago are hidden.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('checkbox', { name: 'Choose all on this page' }).first().check();
  const bar = page.getByRole('region', { name: 'Chosen certificates' });
  await bar.getByRole('button', { name: 'Choose all that match' }).click();
  const shown = await names.count();
  await expect(bar).toContainText(`All ${shown} that match are chosen`);
  await bar.getByRole('button', { name: 'Clear' }).click();
  await page.getByRole('link', { name: 'Show them' }).click();
  await expect(page).toHaveURL(/\/certificates\?old=show$/);
  await expect(names).toHaveCount(shown + 2);
  // Who looks for something finds it.
  await page.goto(`${server.adminUrl}/certificates?q=ages-ago`);
  await expect(names).toHaveText(['ages-ago.lan']);
  await page.goto(`${server.adminUrl}/certificates?status=expired`);
  await expect(names).toHaveCount(3);
});
