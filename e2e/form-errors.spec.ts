import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { makeCsr } from '../test/support/requests.ts';
import { OPERATOR, removeDirectory, setUp, startTestServer, type TestServer } from '../test/support/server.ts';
import { expect, expectAccessible, test } from './watched-page.ts';

/**
 * What a wrong value looks like: the sentence once in the summary, which has the focus, and word for word at the field,
 * tied to it; the title says so; nothing that was typed is lost.
 */
let server: TestServer;
let rootPem = '';
test.beforeAll(async () => {
  server = await startTestServer();
  const { client, rootId } = await setUp(server, { organisation: 'Acme' });
  const file = await client.download('GET', `/authorities/${rootId}/certificate?format=pem`);
  rootPem = new TextDecoder().decode(file.content);
});
test.afterAll(async () => {
  await server.stop();
  removeDirectory(server.dataDirectory);
});

async function open(page: Page, path: string): Promise<void> {
  await page.goto(`${server.adminUrl}/login?next=${encodeURIComponent(path)}`);
  await page.getByLabel('E-mail').fill(OPERATOR.email);
  await page.getByLabel('Password', { exact: true }).fill(OPERATOR.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(`${server.adminUrl}${path}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
}

/** The summary and the field agree, and the machine can follow from one to the other. */
async function expectRefused(page: Page, control: Locator, sentence: RegExp | string): Promise<void> {
  const summary = page.locator('[role="alert"]', { has: page.locator('#error-summary-title') });
  await expect(summary).toBeFocused();
  await expect(page).toHaveTitle(/^Error: /);
  const inSummary = summary.getByRole('link').filter({ hasText: sentence });
  await expect(inSummary).toHaveCount(1);
  await expect(control).toHaveAttribute('aria-invalid', 'true');
  const described = (await control.getAttribute('aria-describedby'))?.split(' ') ?? [];
  const error = page.locator(`[id="${described.find((id) => id.endsWith('-error'))}"]`);
  await expect(error).toContainText(sentence);
  const clean = (text: string | null) => (text ?? '').replace(/\s+/g, ' ').trim();
  const texts = await error.locator('li > span').allTextContents();
  expect(texts.map(clean)).toContain(clean(await inSummary.textContent()));
  await expectAccessible(page);
  await inSummary.click();
  await expect(control).toBeFocused();
}

for (const { typed, sentence, fix } of [
  { typed: 'https://api.lan/', sentence: 'is a URL. Use the host name', fix: 'api.lan' },
  { typed: 'api_lan', sentence: /host names may not contain .*_.*; some clients refuse them\. Try/, fix: 'api-lan' },
  { typed: '*.*.lan', sentence: /only one .*\*.*, as the whole first label/, fix: '*.lan' },
  { typed: '10.0.0.0/24', sentence: 'is a network. Add single addresses, or use a host name.', fix: null },
])
  test(`server names: ${typed}`, async ({ watched: page }) => {
    await open(page, '/new/server');
    const field = page.getByRole('textbox', { name: 'Server names' });
    await field.fill(typed);
    await field.press('Control+Enter');
    await expectRefused(page, field, sentence);
    await expect(page.locator('main')).toContainText(typed);
    if (fix === null) return;
    await page
      .getByRole('button', { name: `Use ${fix}`, exact: true })
      .first()
      .click();
    await page.getByRole('button', { name: /^(Issue|Create)/ }).click();
    await expect(page).toHaveURL(/\/certificates\//);
    await expect(page.getByRole('heading', { level: 1 })).toContainText(fix);
  });

test('validity beyond the end of the authority, and a country that is none', async ({ watched: page }) => {
  await open(page, '/new/server');
  await page.getByRole('textbox', { name: 'Server names' }).fill('api.lan');
  await page.getByText('Advanced').first().click();
  const days = page.getByLabel('Validity in days');
  await days.fill('3000');
  await days.press('Control+Enter');
  await expectRefused(page, days, /Latest|longest|at most/i);
  await expect(days).toHaveValue('3000');
  await expect(page.locator('main')).toContainText('api.lan');

  await open(page, '/authorities/new?kind=root').catch(() => undefined);
  await page.getByLabel('Name', { exact: true }).fill('Another root');
  await page.getByText('Advanced').first().click();
  const country = page.getByLabel('Country');
  await country.fill('UK');
  await country.press('Control+Enter');
  await expectRefused(page, country, /UK.* is not the ISO 3166 country code. Use .*GB/);
  await page.getByRole('button', { name: 'Use GB' }).click();
  await expect(country).toHaveValue('GB');
});

test('requests: too small a key, a certificate, and what is none of both', async ({ watched: page }) => {
  await open(page, '/new/csr');
  const field = page.getByRole('textbox', { name: 'Request' });
  await field.fill(makeCsr({ rsaBits: 1024 }).pem);
  await expect(page.getByText(/RSA 1024|1024 bits/).first()).toBeVisible();
  await expectAccessible(page);
  await field.fill(rootPem);
  await expect(page.getByText('This is a certificate, not a request.').first()).toBeVisible();
  await field.fill('-----BEGIN CERTIFICATE REQUEST-----\nnot base64\n-----END CERTIFICATE REQUEST-----');
  await expect(page.locator('#csr-error')).toBeVisible();
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveValue(/not base64/);
  await expectAccessible(page);
});

test('a file under a password that is not the one', async ({ watched: page }) => {
  await open(page, '/authorities/import');
  const folder = mkdtempSync(join(tmpdir(), 'form-errors-'));
  const path = join(folder, 'locked.key');
  const { privateKey } = makeCsr({});
  writeFileSync(
    path,
    privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'the right one' }),
  );
  await page.locator('input[type="file"]').first().setInputFiles(path);
  const password = page.getByLabel(/password/i).first();
  await password.fill('the wrong one');
  await password.press('Enter');
  await expect(page.locator('main')).toContainText('No given password opens the key.');
  await expectAccessible(page);
  removeDirectory(folder);
});
