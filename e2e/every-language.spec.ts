import type { Page } from '@playwright/test';
import { OPERATOR, removeDirectory, setUp, startTestServer, type TestServer } from '../test/support/server.ts';
import { addressesOf, fillEstate } from './estate.ts';
import { expect, test } from './watched-page.ts';

/** Every page of the console in every language: nothing is wider than the page, and what is pressed is in the catalogue. */
let server: TestServer;
let addresses: readonly string[] = [];
let cookie = '';
test.beforeAll(async () => {
  test.setTimeout(120_000);
  server = await startTestServer();
  const made = await setUp(server, { organisation: 'Northwind' });
  addresses = addressesOf(server, await fillEstate(made.client, made));
  const answer = await fetch(`${server.adminUrl}/api/v1/session`, {
    method: 'POST',
    headers: { Origin: server.adminUrl, 'Content-Type': 'application/json' },
    body: JSON.stringify(OPERATOR),
  });
  cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
});
test.afterAll(async () => {
  await server.stop();
  removeDirectory(server.dataDirectory);
});

async function open(page: Page, language: string, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 800 });
  const [name = '', ...value] = cookie.split('=');
  await page.context().addCookies([
    { name, value: value.join('='), url: server.adminUrl },
    { name: 'countersign-language', value: language, url: server.adminUrl },
  ]);
}
const pathOf = (address: string) => new URL(address).pathname + new URL(address).search;

/** What is wider than the page, by its deepest element. */
const tooWide = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const isRtl = document.documentElement.dir === 'rtl';
    return [...document.querySelectorAll('body *')]
      .filter((one) => {
        const { left, right, width } = one.getBoundingClientRect();
        return width > 0 && (isRtl ? left < -1 : right > clientWidth + 1) && one.children.length === 0;
      })
      .slice(0, 3)
      .map((one) => one.outerHTML.slice(0, 160));
  });

/** What is pressed or opened and is written without the brackets of the language made for finding faults. */
const leftOut = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('button, summary, legend, aside nav a, [role="dialog"] h2, input[placeholder]')]
      // Tabs of configurations and steps for systems have their names from the server.
      .filter((one) => one.checkVisibility({ visibilityProperty: true }) && one.getAttribute('role') !== 'tab')
      .filter((one) => !one.closest('[aria-labelledby="steps"]'))
      .map((one) => one.getAttribute('aria-label') ?? one.textContent?.trim() ?? '')
      .filter((text) => /\p{L}{3}/u.test(text) && !text.includes('[')),
  );

for (const { language, width } of [
  { language: 'ar-XB', width: 320 },
  { language: 'de', width: 320 },
  { language: 'en-XA', width: 1280 },
])
  test(`${language} at ${width} px: nothing is too wide, nothing was left out of the catalogue`, async ({
    watched: page,
  }) => {
    test.setTimeout(600_000);
    await open(page, language, width);
    for (const address of addresses)
      await test.step(pathOf(address), async () => {
        await page.goto(address);
        await expect(page.locator('html')).toHaveAttribute('lang', language);
        expect.soft(await tooWide(page), pathOf(address)).toEqual([]);
        if (language === 'en-XA') expect.soft(await leftOut(page), pathOf(address)).toEqual([]);
      });
  });

test('the first visit is in the language of the browser, until another one is chosen', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'de-AT' });
  const page = await context.newPage();
  await page.goto(`${server.adminUrl}/login`);
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(page.getByRole('button', { name: 'Anmelden' })).toBeVisible();
  await open(page, 'en', 1280);
  await page.goto(`${server.adminUrl}/settings`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Settings');
  await context.close();
});

test('a page that does not exist is in the chosen language, too', async ({ watched: page }) => {
  await open(page, 'de', 1280);
  await page.goto(`${server.adminUrl}/nowhere`);
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(page.getByRole('button', { name: 'Neu', exact: true })).toBeVisible();
});
