import type { Page } from '@playwright/test';
import type { ApiClient } from '../lib/api/client.ts';
import { parseCertificateList } from '../lib/pki/crl.ts';
import { OPERATOR, removeDirectory, setUp, startTestServer, type TestServer } from '../test/support/server.ts';
import { expect, expectAccessible, expectAccessibleInBothThemes, test } from './watched-page.ts';

/** What is done to many certificates at once: chosen by keys or by a filter, shown first, then a job. */
test.describe.configure({ mode: 'serial' });
let server: TestServer;
let client: ApiClient;
let issuingId = '';
test.beforeAll(async () => {
  server = await startTestServer();
  ({ client, issuingId } = await setUp(server));
  const names = [
    ...Array.from({ length: 60 }, (_, at) => `web-${String(at).padStart(2, '0')}.lan`),
    ...Array.from({ length: 4 }, (_, at) => `old-${at}.lan`),
  ];
  const job = (await client.post('/bulk-issuance', {
    format: 'json',
    content: JSON.stringify(names.map((name) => ({ names: name }))),
    mapping: { names: 'names' },
  })) as { id: string };
  await finished(job.id);
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

async function finished(id: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const { job } = (await client.get(`/jobs/${id}`)) as { job: { state: string } };
    if (job.state === 'finished') return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error('The job did not end.');
}
const open = async (page: Page, path: string) => {
  await page.goto(`${server.adminUrl}${path}`);
  await page.getByRole('table').locator('input[data-select]').first().waitFor();
  // The keys are fetched after the page.
  await page.waitForLoadState('networkidle');
};
const bar = (page: Page) => page.getByRole('region', { name: 'Chosen certificates' });
const rows = (page: Page) =>
  page
    .getByRole('table')
    .getByRole('row')
    .filter({ has: page.locator('[data-select]') });

test('rows are chosen by keys, survive a reload and another page of the list, and are tagged', async ({
  watched: page,
}) => {
  await open(page, '/certificates?q=web');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(bar(page)).toContainText('1 chosen');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Shift+x');
  await expect(bar(page)).toContainText('3 chosen');
  const names = await rows(page).getByRole('link').allTextContents();
  await page.reload();
  await expect(bar(page)).toContainText('3 chosen');
  await expect(rows(page).nth(2).getByRole('checkbox')).toBeChecked();
  await expect(rows(page).nth(3).getByRole('checkbox')).not.toBeChecked();
  await expectAccessibleInBothThemes(page);

  await page.getByRole('link', { name: 'Older' }).click();
  await expect(rows(page)).toHaveCount(10);
  await expect(bar(page)).toContainText('3 chosen');
  await rows(page).first().getByRole('checkbox').check();
  await expect(bar(page)).toContainText('4 chosen');
  await page.setViewportSize({ width: 320, height: 800 });
  await expectAccessible(page);
  await page.setViewportSize({ width: 1280, height: 800 });

  const [zip] = await Promise.all([
    page.waitForEvent('download'),
    bar(page).getByRole('button', { name: 'Public files' }).click(),
  ]);
  expect(zip.suggestedFilename()).toBe('certificates.zip');

  await bar(page).getByRole('link', { name: 'Tags and owner' }).click();
  await expect(page.getByRole('heading', { name: '4 certificates' })).toBeVisible();
  await expect(page.getByText(names[0] as string)).toBeVisible();
  await page.getByLabel('Tags to add').fill('Edge, bad tag!');
  await page.getByRole('button', { name: 'Change 4 certificates' }).click();
  await expect(page.getByRole('alert').or(page.locator('#addTags-error')).first()).toContainText('is not a tag');
  await page.getByLabel('Tags to add').fill('Edge');
  await expectAccessibleInBothThemes(page);
  await page.getByRole('button', { name: 'Change 4 certificates' }).click();
  await expect(page.getByText('4 certificates changed')).toBeVisible({ timeout: 30_000 });
  await expectAccessible(page);
  await open(page, '/certificates?tag=edge');
  await expect(rows(page)).toHaveCount(4);
  // What was chosen was used.
  await expect(bar(page)).toHaveCount(0);
});

test('all that match are held after another number was confirmed anew, and released', async ({ watched: page }) => {
  await open(page, '/certificates?q=old-');
  await rows(page).first().getByRole('checkbox').check();
  await bar(page).getByRole('button', { name: 'Choose all that match' }).click();
  await expect(bar(page)).toContainText('All 4 that match are chosen');
  await page.reload();
  await expect(bar(page)).toContainText('All 4 that match are chosen');
  await bar(page).getByRole('link', { name: 'Hold' }).click();
  await expect(page).toHaveURL(/\/certificates\/bulk\?q=old-&act=hold&all=1$/);
  await expect(page.getByRole('button', { name: 'Hold 4 certificates' })).toBeVisible();
  await client.post('/certificates', { profile: 'tlsServer', names: ['old-late.lan'] });
  await page.getByRole('button', { name: 'Hold 4 certificates' }).click();
  await expect(page.getByText('5 certificates match now, not 4').first()).toBeVisible();
  expect(((await client.get('/certificates?status=held')) as { items: unknown[] }).items).toEqual([]);
  await expectAccessibleInBothThemes(page);
  await page.getByRole('button', { name: 'Hold 5 certificates' }).click();
  await expect(page.getByText('5 certificates put on hold')).toBeVisible({ timeout: 30_000 });
  expect(((await client.get('/certificates?status=held')) as { items: unknown[] }).items).toHaveLength(5);
});

test('many are revoked only with the password; what was refused is named, kept as CSV and tried again', async ({
  watched: page,
}) => {
  const gone = (await client.get('/certificates?q=old-0')) as { items: { certificate: { id: string } }[] };
  await client.post(`/certificates/${gone.items[0]?.certificate.id}/revoke`, { reason: 'superseded' });
  await page.goto(`${server.adminUrl}/certificates/bulk?act=revoke&all=1&q=old-`);
  await expect(page.getByText('Revoked already')).toBeVisible();
  await page.getByRole('radio', { name: /^No longer used/ }).check();
  await expectAccessibleInBothThemes(page);
  await page.getByRole('button', { name: 'Revoke 4 certificates' }).click();
  const dialog = page.getByRole('dialog', { name: 'Your password, once more' });
  await dialog.getByLabel('Password', { exact: true }).fill(OPERATOR.password);
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByText('4 certificates revoked, 1 certificate refused')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('link', { name: 'old-0.lan' })).toBeVisible();
  await expectAccessibleInBothThemes(page);
  const list = await (await fetch(`${server.publicUrl}/crl/${issuingId}.crl`)).arrayBuffer();
  const reasons = parseCertificateList(new Uint8Array(list)).entries.map(({ reason }) => reason);
  expect(reasons.filter((reason) => reason === 'cessationOfOperation')).toHaveLength(4);
  const [csv] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download refused certificates' }).click(),
  ]);
  expect(csv.suggestedFilename()).toMatch(/-refused\.csv$/);
  await page.getByRole('button', { name: 'Try the refused certificates again' }).click();
  await expect(page.getByRole('heading', { name: /once more/ })).toBeVisible();
  await expect(page.getByText('0 certificates revoked, 1 certificate refused')).toBeVisible({ timeout: 30_000 });
});

test('a page without a selection says so, and the choice of acts is a page of its own', async ({ watched: page }) => {
  await page.goto(`${server.adminUrl}/certificates/bulk?act=hold`);
  await expect(page.getByText('Nothing is chosen')).toBeVisible();
  await page.goto(`${server.adminUrl}/certificates/bulk`);
  await expect(page.getByRole('link', { name: 'Renew certificates' })).toBeVisible();
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 800 });
    await expectAccessibleInBothThemes(page);
  }
});

test('views: saved, opened by keys, renamed, deleted and brought back', async ({ watched: page }) => {
  await open(page, '/certificates?status=valid&q=web');
  await page.keyboard.press('v');
  await expect(page.getByRole('heading', { name: 'Views' })).toBeVisible();
  await page.getByLabel('Name').fill('Web servers');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'Web servers' })).toBeVisible();
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 800 });
    await expectAccessibleInBothThemes(page);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('button', { name: 'Rename Web servers' }).click();
  await page.getByLabel('New name of Web servers').fill('Web');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'Web', exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Delete Web' }).click();
  await expect(page.getByRole('link', { name: 'Web', exact: true })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Undo' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'Web', exact: true })).toBeVisible();
  await page.getByRole('heading', { name: 'Yours' }).click();
  await page.keyboard.press('j');
  await expect(page.getByRole('link', { name: 'Web', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`${server.adminUrl}/certificates?q=web&status=valid`);

  await page.goto(`${server.adminUrl}/certificates/views`);
  await page.getByRole('link', { name: 'Revoked this month' }).click();
  await expect(rows(page)).toHaveCount(5);
  await expect(page.getByRole('link', { name: /^Revoked .*remove this filter/ })).toBeVisible();
  await page.goto(`${server.adminUrl}/certificates/views`);
  await page.getByRole('link', { name: 'Expiring in 30 days, not replaced' }).click();
  await expect(page.getByRole('link', { name: /^Not replaced.*remove this filter/ })).toBeVisible();
});
