import type { ApiClient } from '../lib/api/client.ts';
import { qrSvgPath } from '../lib/pki/trust/qr-code.ts';
import { OPERATOR, removeDirectory, setUp, startTestServer, type TestServer } from '../test/support/server.ts';
import { expect, expectAccessible, expectAccessibleInBothThemes, test } from './watched-page.ts';

/** One certificate: its keys and menu, hold and release, renewal with a planned revocation, and on paper. */
test.describe.configure({ mode: 'serial' });
let server: TestServer;
let client: ApiClient;
let id = '';
test.beforeAll(async () => {
  server = await startTestServer();
  ({ client } = await setUp(server));
  const made = (await client.post('/certificates', {
    profile: 'tlsServer',
    names: ['api.lan', '10.0.0.7', ...Array.from({ length: 12 }, (_, at) => `alias-${at}.lan`)],
  })) as { id: string };
  id = made.id;
});
test.afterAll(async () => {
  await server.stop();
  removeDirectory(server.dataDirectory);
});
test.beforeEach(async ({ watched: page }) => {
  await page.goto(`${server.adminUrl}/login`);
  await page.getByLabel('E-mail').fill(OPERATOR.email);
  await page.getByLabel('Password', { exact: true }).fill(OPERATOR.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
});

test('held and released by keys alone, and said from when on', async ({ watched: page }) => {
  await page.goto(`${server.adminUrl}/certificates/${id}`);
  await page.waitForLoadState('networkidle');
  await page.keyboard.press('.');
  await page.getByRole('menuitem', { name: 'Put on hold' }).waitFor();
  await expectAccessibleInBothThemes(page);
  await page.keyboard.press('h');
  await expect(page.getByRole('heading', { name: 'Put api.lan on hold' })).toBeVisible();
  await page.getByText('Who checks at all?').click();
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 800 });
    await expectAccessibleInBothThemes(page);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('button', { name: 'Put api.lan on hold' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('api.lan is on hold')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Open the certificate' }).click();
  await page.getByRole('link', { name: 'Release from hold' }).click();
  await expect(page.getByRole('heading', { name: 'Release api.lan from hold' })).toBeVisible();
  await expectAccessibleInBothThemes(page);
  await page.getByRole('button', { name: 'Release api.lan' }).click();
  await expect(page.getByText('api.lan is released')).toBeVisible();
  await page.goto(`${server.adminUrl}/certificates/${id}/release`);
  await expect(page.getByText('This certificate is not on hold.')).toBeVisible();
});

test('the fingerprint is copied by a key', async ({ watched: page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(`${server.adminUrl}/certificates/${id}`);
  await page.waitForLoadState('networkidle');
  await page.keyboard.press('y');
  await expect(page.getByText('Copied SHA-256 fingerprint')).toBeAttached();
  const { certificate } = (await client.get(`/certificates/${id}`)) as { certificate: { fingerprintSha256: string } };
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(certificate.fingerprintSha256);
});

test('renewed by key with old and new side by side; the old one is to be revoked, and is not', async ({
  watched: page,
}) => {
  await page.goto(`${server.adminUrl}/certificates/${id}`);
  await page.waitForLoadState('networkidle');
  await page.keyboard.press('r');
  const changes = page.getByRole('list', { name: 'Old and new' });
  await expect(changes.getByText('New, P-256, made here')).toBeVisible();
  await page.getByLabel(/^Revoke the old one later/).check();
  await page.getByLabel('After how many days?').fill('400');
  await expect(page.getByText('It would be refused')).toBeVisible();
  await page.getByLabel('After how many days?').fill('7');
  await expect(changes.getByText(/^is revoked on/)).toBeVisible();
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 800 });
    await expectAccessibleInBothThemes(page);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('button', { name: 'Renew api.lan' }).click();
  await expect(page.getByText('The one before it will be revoked')).toBeVisible();
  await expect(page.getByText('Older', { exact: true })).toBeVisible();
  await page.goto(`${server.adminUrl}/jobs`);
  await expect(page.getByRole('heading', { name: 'Planned revocations' })).toBeVisible();
  await expectAccessibleInBothThemes(page);
  await page.goto(`${server.adminUrl}/certificates/${id}`);
  await expect(page.getByText('It will be revoked', { exact: true })).toBeVisible();
  await expectAccessibleInBothThemes(page);
  await page.getByRole('button', { name: 'Do not revoke it: api.lan' }).click();
  await expect(page.getByText('It will be revoked', { exact: true })).toHaveCount(0);
});

test('on paper: without script, without the rail, every fingerprint, black on white', async ({
  watched: page,
  browser,
}) => {
  const view = (await client.get(`/certificates/${id}`)) as {
    certificate: { fingerprintSha256: string };
    chain: { fingerprintSha256: string }[];
  };
  await page.goto(`${server.adminUrl}/certificates/${id}`);
  await page.getByRole('link', { name: 'Print sheet' }).click();
  await expect(page.getByText('Checked by')).toBeVisible();
  await expect(page).toHaveTitle('api.lan · Print sheet · Certificates · Countersign');
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 800 });
    await expectAccessibleInBothThemes(page);
  }
  const context = await browser.newContext({
    javaScriptEnabled: false,
    colorScheme: 'dark',
    storageState: await page.context().storageState(),
  });
  try {
    const paper = await context.newPage();
    await paper.goto(`${server.adminUrl}/certificates/${id}/print`);
    await paper.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const text = (await paper.locator('main').innerText()).replace(/\s/g, '').toLowerCase();
    expect(view.chain).toHaveLength(3);
    for (const { fingerprintSha256 } of view.chain) expect(text).toContain(fingerprintSha256);
    expect(text).not.toContain('privatekey');
    await expect(paper.getByRole('navigation')).toHaveCount(0);
    await expect(paper.getByText('Back to the certificate')).toBeHidden();
    const path = await paper
      .getByRole('img', { name: /^QR code/ })
      .locator('path')
      .getAttribute('d');
    expect(path).toBe(qrSvgPath(view.certificate.fingerprintSha256)?.path);
    const colours = await paper.evaluate(() => {
      const of = (selector: string) => getComputedStyle(document.querySelector(selector) as Element);
      return [of('h1').color, of('main').backgroundColor, of('html').backgroundColor];
    });
    expect(colours).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)', 'rgb(255, 255, 255)']);
    for (const format of ['A4', 'Letter']) {
      const pdf = Buffer.from(await paper.pdf({ format })).toString('latin1');
      expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(2);
    }
  } finally {
    await context.close();
  }
});
