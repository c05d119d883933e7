import type { Page } from '@playwright/test';
import { type ParsedCertificateList, parseCertificateList } from '../lib/pki/crl.ts';
import { makeCsr } from '../test/support/requests.ts';
import { OPERATOR, removeDirectory, setUp, startTestServer, type TestServer } from '../test/support/server.ts';
import { expect, expectAccessible, expectAccessibleInBothThemes, test } from './watched-page.ts';

/** What an operator sets, is asked for again, and sees beforehand: lists, step-up, profiles, limits, trust files. */
test.describe.configure({ mode: 'serial' });
let server: TestServer;
let ids: { rootId: string; issuingId: string; profileId: string };
test.beforeAll(async () => {
  server = await startTestServer();
  const { client, rootId, issuingId } = await setUp(server);
  const profile = (await client.post('/profiles', {
    base: 'tlsServer',
    name: 'Short lived',
    definition: { defaultValidityDays: 14, moreExtKeyUsage: ['clientAuth'] },
  })) as { id: string };
  ids = { rootId, issuingId, profileId: profile.id };
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

/** The list behind an address that the page of an authority shows, as anyone gets it. */
async function publishedList(page: Page, label: string): Promise<ParsedCertificateList> {
  const row = page.getByRole('listitem').filter({ hasText: label });
  const answer = await fetch((await row.getByRole('link').getAttribute('href')) ?? '');
  expect(answer.status).toBe(200);
  return parseCertificateList(new Uint8Array(await answer.arrayBuffer()));
}

test('deltas and parts are set on the page of settings, and shown where they are published', async ({
  watched: page,
}) => {
  await page.goto(`${server.adminUrl}/authorities/${ids.issuingId}/settings`);
  await page.getByRole('radio', { name: /^Publish deltas/ }).check();
  await page.getByLabel('Life of a delta, in hours').fill('200');
  await page.getByRole('radio', { name: /^Parts/ }).check();
  await page.getByLabel('Number of parts').fill('4');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save settings' }).click();
  await expect(page.getByText('A delta CRL lives 1 to 168 whole hours').first()).toBeVisible();
  await page.getByLabel('Life of a delta, in hours').fill('12');
  await page.getByRole('button', { name: 'Save settings' }).click();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await expect(page.getByText('The list is divided into 4 parts')).toBeVisible();
  await page.goto(`${server.adminUrl}/authorities/${ids.issuingId}/publishing`);
  await expect(page.getByText('Part 4 of 4')).toBeVisible();
  await expectAccessibleInBothThemes(page);
  // What the page shows is there for anyone, and is what it says: a delta names its base, a part its place.
  const delta = await publishedList(page, 'Delta CRL');
  expect(delta.baseCrlNumber).not.toBeNull();
  const part = await publishedList(page, 'Part 4 of 4');
  expect(part.issuingDistributionPoint).not.toBeNull();
});

test('a pair and a request follow the profiles that are chosen', async ({ watched: page }) => {
  await page.goto(`${server.adminUrl}/new/csr`);
  const { pem } = makeCsr({ commonName: 'shop.lan', names: [{ type: 'dns', value: 'shop.lan' as never }] });
  await page.getByLabel('Request', { exact: true }).fill(pem);
  const compared = page.getByRole('list', { name: 'Asked and issued' });
  await expect(compared.getByText(/^90 days/)).toBeVisible();
  await page.getByRole('radio', { name: /^Short lived/ }).check();
  await expect(compared.getByText(/^14 days/)).toBeVisible();
  await expect(compared.getByText('serverAuth, clientAuth')).toBeVisible();
  await expectAccessible(page);

  await page.goto(`${server.adminUrl}/new/pair`);
  await page.getByRole('textbox', { name: 'Server names' }).fill('pair.lan');
  await page.getByLabel('Client name').fill('worker');
  await page.getByLabel('Profile of the server').selectOption(ids.profileId);
  await expect(page.getByText('valid 14 and 90 days')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Create pair' }).click();
  await expect(page.getByRole('heading', { name: /pair\.lan/ })).toBeVisible();
});

test('trust files are handed out on the page of an authority', async ({ watched: page }) => {
  await page.goto(`${server.adminUrl}/authorities/${ids.issuingId}`);
  await page.getByRole('button', { name: 'Trust files' }).click();
  const files = page.getByRole('list', { name: 'Files' });
  await expect(files.getByText(/\.p7b$/).first()).toBeVisible();
  await expect(files.getByText(/\.mobileconfig$/).first()).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    files.getByRole('button', { name: /Only this.*\.p7b/ }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/root\.p7b$/);
});

test('directory names are limited by lists of attributes', async ({ watched: page }) => {
  await page.goto(`${server.adminUrl}/authorities/new?kind=issuing`);
  await page.getByLabel('Name', { exact: true }).fill('Web of Acme');
  await page.getByText('Limits on what is below').click();
  await page.getByRole('button', { name: 'Add a name' }).first().click();
  await page.getByLabel('Attribute 1 of name 1: value').fill('Acme');
  await page.getByRole('button', { name: 'Add an attribute to name 1' }).click();
  await page.getByRole('button', { name: 'Create issuing authority' }).click();
  await expect(page.getByText('The department is empty').first()).toBeVisible();
  await page.getByLabel('Attribute 2 of name 1: value').fill('Web');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Create issuing authority' }).click();
  await expect(page.getByRole('heading', { name: 'Web of Acme' })).toBeVisible();
  await expect(page.getByText('Subjects: only those that begin with O=Acme, OU=Web.').first()).toBeVisible();
});

test('a revocation of an authority asks for the password; without it nothing happens', async ({ watched: page }) => {
  const address = `${server.adminUrl}/authorities/${ids.issuingId}`;
  await page.goto(`${address}/revoke`);
  await page.getByRole('radio', { name: /^Superseded/ }).check();
  await page.getByLabel(/Type the name of the authority/).fill('Test Org Issuing 1');
  const revoke = page.getByRole('button', { name: 'Revoke Test Org Issuing 1' });
  await revoke.click();
  const dialog = page.getByRole('dialog', { name: 'Your password, once more' });
  await dialog.getByLabel('Password', { exact: true }).fill('not this one');
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await expect(dialog.getByText('The password is wrong').first()).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('The password was not given')).toBeVisible();
  const state = await page.request.get(`${server.adminUrl}/api/v1/authorities/${ids.issuingId}`);
  expect(((await state.json()) as { node: { authority: { status: string } } }).node.authority.status).toBe('active');
  await revoke.click();
  await dialog.getByLabel('Password', { exact: true }).fill(OPERATOR.password);
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByText('is revoked').first()).toBeVisible();
});
