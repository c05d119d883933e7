import type { Page } from '@playwright/test';
import { OPERATOR, removeDirectory, setUp, startTestServer, type TestServer } from '../test/support/server.ts';
import { expect, expectAccessible, test } from './watched-page.ts';

/** The interface in another language, and in those that are made to find what was left out of the catalogue or is cut off. */
let server: TestServer;
test.beforeAll(async () => {
  server = await startTestServer();
  await setUp(server);
});
test.afterAll(async () => {
  await server.stop();
  removeDirectory(server.dataDirectory);
});

async function signIn(page: Page, language: string, [email, password, button]: readonly [RegExp, RegExp, RegExp]) {
  await page.context().addCookies([{ name: 'countersign-language', value: language, url: server.adminUrl }]);
  await page.goto(`${server.adminUrl}/login?next=/settings`);
  await page.getByLabel(email).fill(OPERATOR.email);
  await page.getByRole('textbox', { name: password }).fill(OPERATOR.password);
  await page.getByRole('button', { name: button }).click();
  await expect(page).toHaveURL(/\/settings$/);
}

test('German: sign in, settings, dates and numbers; and back to English', async ({ watched: page }) => {
  await signIn(page, 'de', [/^E-Mail$/, /^Passwort$/, /^Anmelden$/]);
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Einstellungen');
  await expect(page).toHaveTitle('Einstellungen · Countersign');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Sitzungen' }).click();
  await expect(page.getByText(/seit \d+\. \p{L}+\.? \d{4}, \d\d:\d\d UTC/u).first()).toBeVisible();
  await page.goto(`${server.adminUrl}/settings`);
  await page.getByRole('radio', { name: 'English' }).check();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Settings');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('chosen in the settings, kept after a reload', async ({ watched: page }) => {
  await signIn(page, 'en', [/^E-mail$/, /^Password$/, /^Sign in$/]);
  await page.getByRole('radio', { name: 'Deutsch' }).check();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Einstellungen');
  await page.reload();
  await expect(page.getByRole('radio', { name: 'Deutsch' })).toBeChecked();
});

for (const { language, direction } of [
  { language: 'en-XA', direction: 'ltr' },
  { language: 'ar-XB', direction: 'rtl' },
])
  for (const width of [1280, 320])
    test(`${language} at ${width} px: nothing is cut off or left out of the catalogue`, async ({ watched: page }) => {
      await page.setViewportSize({ width, height: 800 });
      await signIn(page, language, [/^\[E\u0301-/, /^\[Pa\u0301ssw/, /^\[Si\u0301gn/]);
      await expect(page.locator('html')).toHaveAttribute('dir', direction);
      for (const path of ['/settings', '/settings/sessions']) {
        await page.goto(`${server.adminUrl}${path}`);
        await expectAccessible(page);
        // Every sentence of these pages came through the catalogue, so it has its brackets.
        const plain = await page.locator('main').evaluate((main) => {
          const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
          const found: string[] = [];
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const text = node.textContent?.trim() ?? '';
            const parent = node.parentElement as HTMLElement;
            if (
              /\p{L}{3}/u.test(text) &&
              !/^\[.*\]$/s.test(text) &&
              !parent.closest('code, time, [lang], a[href*="/profiles/"], dd')
            )
              found.push(text);
          }
          return found;
        });
        expect(plain.filter((text) => !/Chrome on|Linux|127\.0\.0\.1|administrator|@/.test(text))).toEqual([]);
      }
    });
