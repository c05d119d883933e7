import type { ApiClient } from '../lib/api/client.ts';
import { OPERATOR, removeDirectory, setUp, startTestServer, type TestServer } from '../test/support/server.ts';
import { clippedText } from './page-checks.ts';
import { expect, expectAccessible, test } from './watched-page.ts';

/** Configuration for the software of either end: chosen by links, shown file by file, with the mark of what was executed. */
let server: TestServer;
let client: ApiClient;
let connection: { id: string; serverCertificateId: string; clientCertificateId: string };
test.beforeAll(async () => {
  server = await startTestServer();
  ({ client } = await setUp(server));
  connection = (await client.post('/connections', {
    kind: 'mutual',
    serverNames: ['api.lan', '10.0.0.5'],
    clientName: 'billing $(id) "x"',
  })) as typeof connection;
});
test.afterAll(async () => {
  await server.stop();
  removeDirectory(server.dataDirectory);
});

async function signIn(page: import('@playwright/test').Page, path: string): Promise<void> {
  await page.goto(`${server.adminUrl}${path}`);
  await page.getByLabel('E-mail').fill(OPERATOR.email);
  await page.getByLabel('Password', { exact: true }).fill(OPERATOR.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}

test('either end has its software; the choice stands in the address and says what is not checked', async ({
  watched: page,
}) => {
  await signIn(page, `/connections/${connection.id}`);
  const serverCard = page.getByRole('region', { name: 'Configure the server' });
  const clientCard = page.getByRole('region', { name: 'Configure the client' });
  await expect(serverCard.getByText(/^Executed with nginx \d/)).toBeVisible();
  await serverCard.getByRole('link', { name: 'PostgreSQL', exact: true }).click();
  await expect(page).toHaveURL(/server=postgresql/);
  await expect(serverCard.getByText(/^Executed with PostgreSQL \d/)).toBeVisible();
  // The files as they are downloaded, to the owner that reads them.
  await expect(serverCard.getByText('install -m 0600 -o postgres -g postgres api.lan.key')).toBeVisible();
  await serverCard.getByRole('tab', { name: 'pg_ident.conf' }).click();
  await expect(serverCard.getByText('"billing $(id) ""x"""').first()).toBeVisible();

  await clientCard.getByRole('link', { name: 'psql', exact: true }).click();
  await expect(page).toHaveURL(/server=postgresql&client=psql/);
  await clientCard.getByRole('tab', { name: 'Try it' }).click();
  await expect(clientCard.getByText('sslcrl=crls.pem', { exact: false })).toBeVisible();
  await clientCard.getByRole('link', { name: 'Left out' }).click();
  await expect(page).toHaveURL(/lists=off/);
  await expect(clientCard.getByText(/A revoked certificate is accepted until it ends/)).toBeVisible();
  await clientCard.getByRole('tab', { name: 'Try it' }).click();
  await expect(clientCard.getByText('sslrootcert=trust-anchor.pem', { exact: false })).not.toContainText('sslcrl');

  await clientCard.getByRole('link', { name: '.NET' }).click();
  await expect(clientCard.getByText('Not executed', { exact: true })).toBeVisible();
  await expectAccessible(page);
  for (const [width, height] of [
    [320, 800],
    [1280, 900],
  ] as const) {
    await page.setViewportSize({ width, height });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  }
  expect(await clippedText(page)).toEqual([]);
});

test('a certificate has the configuration of its role', async ({ watched: page }) => {
  await signIn(page, `/certificates/${connection.serverCertificateId}`);
  const card = page.getByRole('region', { name: 'Configure the server' });
  await expect(page.getByRole('region', { name: 'Configure the client' })).toHaveCount(0);
  await card.getByRole('link', { name: 'HAProxy' }).click();
  await expect(page).toHaveURL(/server=haproxy/);
  await expect(card.getByText(/curl -fsS -o crls\.pem http/).first()).toBeVisible();
  await card.getByRole('link', { name: 'Without one' }).click();
  await expect(page).toHaveURL(/server=haproxy&clients=off/);
  await expect(card.getByText('it presents no certificate', { exact: false })).toBeVisible();
  await page.goto(`${server.adminUrl}/certificates/${connection.clientCertificateId}`);
  await expect(page.getByRole('region', { name: 'Configure the client' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Configure the server' })).toHaveCount(0);
});

test('without script everything is there: choices are links, files stand one below the other', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  const signed = await context.request.post(`${server.adminUrl}/api/v1/session`, {
    data: OPERATOR,
    headers: { origin: server.adminUrl },
  });
  expect(signed.ok()).toBe(true);
  await page.goto(`${server.adminUrl}/connections/${connection.id}`);
  await page.getByRole('link', { name: 'Mosquitto', exact: true }).click();
  await expect(page).toHaveURL(/server=mosquitto/);
  await expect(page.getByText('require_certificate true', { exact: false })).toBeVisible();
  await expect(page.getByText('user billing $(id) "x"', { exact: false })).toBeVisible();
  await context.close();
});

test('whoever gets a link has the configuration of his end, all of it without script', async ({ browser }) => {
  const made = (await client.post(`/connections/${connection.id}/handovers`, { side: 'client' })) as { url: string };
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(made.url);
  await page.getByText('Python (ssl)', { exact: true }).click();
  await expect(page.getByText('VERIFY_CRL_CHECK_CHAIN', { exact: false }).first()).toBeVisible();
  await expect(page.getByText('Executed with Python', { exact: false })).toBeVisible();
  await expect(page.getByText('PostgreSQL', { exact: true })).toHaveCount(0);
  await context.close();
});
