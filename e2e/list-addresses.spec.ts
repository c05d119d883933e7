import type { Page } from '@playwright/test';
import { OPERATOR, removeDirectory, setUp, startTestServer, type TestServer } from '../test/support/server.ts';
import { expect, expectAccessible, test } from './watched-page.ts';

/** A list's address is its state: it survives signing in, a reload, and going back and forward. */
test.describe.configure({ mode: 'serial' });
let server: TestServer;
test.beforeAll(async () => {
  server = await startTestServer();
  const { client } = await setUp(server);
  for (const [name, validityDays] of [
    ['api', 20],
    ['db', 60],
    ['cache', 60],
  ] as const)
    await client.post('/certificates', { profile: 'tlsServer', names: [`${name}.lan`], validityDays });
});
test.afterAll(async () => {
  await server.stop();
  removeDirectory(server.dataDirectory);
});

const rows = (page: Page) => page.getByRole('table').getByRole('link');
async function signIn(page: Page): Promise<void> {
  await page.getByLabel('E-mail').fill(OPERATOR.email);
  await page.getByLabel('Password', { exact: true }).fill(OPERATOR.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('banner').waitFor();
}

test('certificates: from the address through the login, changed, reloaded, back and forward', async ({
  watched: page,
}) => {
  const first = `${server.adminUrl}/certificates?q=lan&use=server`;
  await page.goto(first);
  await signIn(page);
  await expect(page).toHaveURL(first);
  await expect(rows(page)).toHaveText(['cache.lan', 'db.lan', 'api.lan']);

  const order = page.getByRole('combobox', { name: 'Order' });
  await order.selectOption('expiry');
  await expect(page).toHaveURL(/q=lan&use=server&sort=expiry$/);
  await expect(rows(page).first()).toHaveText('api.lan');
  await page
    .getByRole('navigation', { name: 'Status' })
    .getByRole('link', { name: /^Expiring/ })
    .click();
  await expect(rows(page)).toHaveText(['api.lan']);
  const last = page.url();
  await page.reload();
  await expect(page).toHaveURL(last);
  await expect(rows(page)).toHaveText(['api.lan']);

  await page.goBack();
  await expect(rows(page)).toHaveCount(3);
  await expect(order).toHaveValue('expiry');
  await page.goBack();
  await expect(page).toHaveURL(first);
  await expect(order).toHaveValue('');
  await page.goForward();
  await page.goForward();
  await expect(page).toHaveURL(last);
  await expect(rows(page)).toHaveText(['api.lan']);
});

test('a week of the strip leads to the list of what ends in it, by pointer and by table', async ({ watched: page }) => {
  await page.goto(`${server.adminUrl}/`);
  await signIn(page);
  const strip = page.locator('[aria-labelledby="expiry-strip"]');
  await strip.getByText('View as table').click();
  const link = strip.getByRole('table').getByRole('link').last();
  const [, count] = (await link.locator('xpath=ancestor::tr').getByRole('cell').allTextContents()) as string[];
  await link.click();
  await expect(page).toHaveURL(/\/certificates\?ends=\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d$/);
  await expect(rows(page)).toHaveCount(Number(count));
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 800 });
    await expectAccessible(page);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('link', { name: /^Ends .*remove this filter/ }).click();
  await expect(page).toHaveURL(`${server.adminUrl}/certificates`);
});

test('the log: filters through the login, and fields that follow the address', async ({ watched: page }) => {
  const first = `${server.adminUrl}/audit?action=certificate.issued&actor=${encodeURIComponent(OPERATOR.email)}`;
  await page.goto(first);
  await signIn(page);
  await expect(page).toHaveURL(first);
  await expect(page.getByLabel('Who')).toHaveValue(OPERATOR.email);
  const entries = page.getByRole('list', { name: 'Audit entries, newest first' }).getByRole('listitem');
  await entries.first().locator('summary').click();
  await entries.first().getByRole('link', { name: 'all its entries' }).click();
  await expect(page).toHaveURL(/\/audit\?object=/);
  await expect(page.getByLabel('Object id')).not.toHaveValue('');
  await expect(page.getByLabel('Who')).toHaveValue('');
  await page.goBack();
  await expect(page.getByLabel('Who')).toHaveValue(OPERATOR.email);
});

test('the overview with certificates is accessible, in both themes and at both widths', async ({ watched: page }) => {
  await page.goto(`${server.adminUrl}/`);
  await signIn(page);
  for (const width of [1280, 320])
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      await expectAccessible(page);
    }
});
