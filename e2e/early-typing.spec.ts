import type { Page, Route } from '@playwright/test';
import { OPERATOR, removeDirectory, setUp, startTestServer, type TestServer } from '../test/support/server.ts';
import { expect, test } from './watched-page.ts';

/** On a slow line the page is there long before its script. Nothing that is typed meanwhile may be lost. */
test.describe.configure({ mode: 'serial' });
let server: TestServer;
test.beforeAll(async () => {
  server = await startTestServer();
  await setUp(server);
});
test.afterAll(async () => {
  await server.stop();
  removeDirectory(server.dataDirectory);
});

/** Holds every script back until the returned function is called. */
async function holdScripts(page: Page): Promise<() => Promise<void>> {
  const held: Route[] = [];
  let open = false;
  const hold = async (route: Route) => {
    if (open) await route.continue();
    else held.push(route);
  };
  await page.route('**/_next/static/**/*.js*', hold);
  return async () => {
    open = true;
    await Promise.all(held.splice(0).map((route) => route.continue()));
  };
}

/** The server's page as it stands, without waiting for scripts. */
const show = (page: Page, path: string) => page.goto(`${server.adminUrl}${path}`, { waitUntil: 'commit' });

test('sign in, then a connection, both filled in before any script runs', async ({ watched: page }) => {
  let release = await holdScripts(page);
  await show(page, '/login?next=/new/pair');
  await page.getByLabel('E-mail').fill(OPERATOR.email);
  await page.getByLabel('Password', { exact: true }).fill(OPERATOR.password);
  await release();
  await expect(async () => {
    await page.getByRole('button', { name: 'Show password' }).click();
    await expect(page.locator('#password')).toHaveAttribute('type', 'text', { timeout: 500 });
  }).toPass();
  await expect(page.getByLabel('E-mail')).toHaveValue(OPERATOR.email);
  await expect(page.locator('#password')).toHaveValue(OPERATOR.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();

  await page.unroute('**/_next/static/**/*.js*');
  release = await holdScripts(page);
  await show(page, '/new/pair');
  await page.getByRole('textbox', { name: 'Server names' }).fill('early.lan, 10.0.0.9');
  await page.getByLabel('Client name').fill('early-bird');
  await release();
  await expect(page.getByRole('button', { name: 'Remove early.lan' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Remove 10.0.0.9' })).toBeVisible();
  await expect(page.getByLabel('Client name')).toHaveValue('early-bird');
  await page.getByRole('button', { name: 'Create pair' }).click();
  await expect(page.getByRole('heading', { name: /early-bird.*early\.lan/ })).toBeVisible();
});

test('choices, boxes and a kept draft: what was entered last wins', async ({ watched: page }) => {
  await show(page, '/login?next=/authorities/new');
  await page.getByLabel('E-mail').fill(OPERATOR.email);
  await page.getByLabel('Password', { exact: true }).fill(OPERATOR.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Kept from before');
  await page.getByText('Advanced').click();
  await page.getByLabel('Country').fill('DE');

  const release = await holdScripts(page);
  await show(page, '/authorities/new');
  await page.getByLabel('Name', { exact: true }).fill('Typed early');
  await page.getByText('Advanced').click();
  await page.getByRole('combobox', { name: 'Lifetime' }).selectOption('365');
  await page.getByText('Limits on what is below').click();
  await page.getByLabel('TLS servers').check();
  await page.getByLabel('DNS names').first().fill('early.lan');
  await release();
  await expect(page.getByText('DNS names: only early.lan')).toBeVisible();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Typed early');
  await expect(page.getByRole('combobox', { name: 'Lifetime' })).toHaveValue('365');
  await expect(page.getByLabel('TLS servers')).toBeChecked();
  await expect(page.getByLabel('Country')).toHaveValue('DE');
  // The state holds it, not only the document: what the form sends is what is seen.
  await page.getByRole('button', { name: 'Create issuing authority' }).click();
  await expect(page.getByRole('heading', { name: 'Typed early' })).toBeVisible();
  await expect(page.getByText('1 year, until')).toBeVisible();
});
