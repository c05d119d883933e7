import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import type { ApiClient } from '../lib/api/client.ts';
import { makeCsr } from '../test/support/requests.ts';
import { OPERATOR, removeDirectory, setUp, startTestServer, type TestServer } from '../test/support/server.ts';
import { expect, expectAccessible, expectAccessibleInBothThemes, test } from './watched-page.ts';

/** What is done with and for those who run the other end. */
test.describe.configure({ mode: 'serial' });
let server: TestServer;
let client: ApiClient;
let ids: { rootId: string; issuingId: string };
let connection: { id: string; serverCertificateId: string; clientCertificateId: string };
test.beforeAll(async () => {
  server = await startTestServer();
  ({ client, ...ids } = await setUp(server));
  connection = (await client.post('/connections', {
    kind: 'mutual',
    serverNames: ['api.lan'],
    clientName: 'worker',
  })) as typeof connection;
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

/** The key was made by a script a while ago as far as this session knows, so the password is asked for once more. */
async function givePassword(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Your password, once more' });
  await dialog.getByLabel('Password', { exact: true }).fill(OPERATOR.password);
  await dialog.getByRole('button', { name: 'Go on' }).click();
}
const shown = (page: Page, what: string) => page.locator(`[data-shown="${what}"]`).textContent();

test('a link with the key is made by keyboard, collected without script once, and gone for the next', async ({
  watched: page,
  browser,
}) => {
  await page.goto(`${server.adminUrl}/connections/${connection.id}`);
  await page
    .getByRole('link', { name: /^Hand over by a link/ })
    .last()
    .focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Hand over by a link' })).toBeVisible();
  await expect(page.getByRole('radio', { name: /^The client/ })).toBeChecked();
  await expectAccessibleInBothThemes(page);
  await page.getByRole('radio', { name: /^Public parts/ }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: /^Also the key/ })).toBeChecked();
  await page.getByRole('button', { name: 'Make the link' }).focus();
  await page.keyboard.press('Enter');
  await givePassword(page);
  await expect(page.getByRole('heading', { name: 'The link for the client is ready' })).toBeFocused();
  await expectAccessible(page);
  const [url, passphrase] = [await shown(page, 'link'), await shown(page, 'passphrase')];
  await page.goto(`${server.adminUrl}/connections/${connection.id}`);
  await expect(page.getByText('Waits to be collected')).toBeVisible();
  await expectAccessibleInBothThemes(page);
  expect(await page.content()).not.toContain(passphrase);

  // Whoever has the link: no account, no script.
  const outside = await browser.newContext({ javaScriptEnabled: false, acceptDownloads: true });
  const other = await outside.newPage();
  await other.goto(url as string);
  await expect(other.getByRole('heading', { level: 1 })).toContainText('files for the client');
  await expect(other.getByText('Compare first')).toBeVisible();
  await other.getByLabel('First group of the passphrase').fill('wrong');
  await other.getByRole('button', { name: /^Download/ }).click();
  await expect(other.getByRole('alert')).toContainText('4 tries are left');
  // More than the first group cannot be typed, so the rest of it never travels.
  await other.getByLabel('First group of the passphrase').fill(passphrase as string);
  await expect(other.getByLabel('First group of the passphrase')).toHaveValue((passphrase as string).slice(0, 5));
  const [download] = await Promise.all([
    other.waitForEvent('download'),
    other.getByRole('button', { name: /^Download/ }).click(),
  ]);
  const files = unzipSync(await readFile(await download.path()));
  const key = createPrivateKey({
    key: Buffer.from(files['worker-encrypted.key'] as Uint8Array),
    passphrase: passphrase as string,
  });
  expect(new X509Certificate(Buffer.from(files['worker.pem'] as Uint8Array)).checkPrivateKey(key)).toBe(true);
  await other.goto(url as string);
  await expect(other.getByText('It was collected')).toBeVisible();
  await outside.close();
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto(url as string);
    await expectAccessibleInBothThemes(page);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`${server.adminUrl}/connections/${connection.id}`);
  await expect(page.getByText('Collected', { exact: true })).toBeVisible();
});

test('a link is withdrawn on the page of its connection', async ({ watched: page }) => {
  const { url } = (await client.post(`/connections/${connection.id}/handovers`, { side: 'server' })) as { url: string };
  await page.goto(`${server.adminUrl}/connections/${connection.id}`);
  await page
    .getByRole('button', { name: /^Withdraw/ })
    .first()
    .click();
  await expect(page.getByText('Withdrawn', { exact: true })).toBeVisible();
  const answer = await page.goto(url);
  expect(answer?.status()).toBe(410);
  await expect(page.getByText('has withdrawn it')).toBeVisible();
  await expectAccessible(page);
});

test('both sides are renewed in one act, after old and new were seen side by side', async ({ watched: page }) => {
  await page.goto(`${server.adminUrl}/connections/${connection.id}`);
  await page.getByRole('link', { name: 'Renew both' }).click();
  await expect(page.getByRole('heading', { name: 'Renew both sides' })).toBeVisible();
  await expect(page.getByRole('row', { name: /^Key .*a new one made here/ })).toHaveCount(2);
  await expectAccessibleInBothThemes(page);
  await page.getByLabel('Validity in days').fill('99999');
  await page.getByRole('button', { name: /^Renew both sides/ }).click();
  await expect(page.getByRole('alert').first()).toContainText(/at most/i);
  await expect(page.getByLabel('Validity in days')).toHaveValue('99999');
  await page.getByLabel('Validity in days').fill('30');
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveURL(new RegExp(`/connections/${connection.id}$`));
  await expect(page.getByText('Renewed connection').first()).toBeVisible();
  const after = ((await client.get(`/connections/${connection.id}`)) as { connection: typeof connection }).connection;
  expect(after.serverCertificateId).not.toBe(connection.serverCertificateId);
  expect(after.clientCertificateId).not.toBe(connection.clientCertificateId);
});

test('a connection is found, renamed and deleted; its certificates stay', async ({ watched: page }) => {
  const made = (await client.post('/connections', { kind: 'one-way', serverNames: ['old.lan'] })) as {
    id: string;
    serverCertificateId: string;
  };
  await client.post(`/certificates/${made.serverCertificateId}/revoke`, { reason: 'superseded' });
  await page.goto(`${server.adminUrl}/connections`);
  await page.getByRole('link', { name: 'Broken' }).click();
  await expect(page.getByRole('list', { name: 'Connections' }).getByRole('listitem')).toHaveCount(1);
  await expectAccessibleInBothThemes(page);
  await page.getByRole('link', { name: 'old.lan' }).click();
  await expect(page.getByText('This connection does not work')).toBeVisible();
  await page.getByRole('link', { name: 'Change' }).click();
  await page.getByLabel('Name', { exact: true }).fill('');
  await page.getByRole('button', { name: 'Save name' }).click();
  await expect(page.getByText('A connection needs a name').first()).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('Name', { exact: true }).fill('Old API');
  await page.getByRole('button', { name: 'Save name' }).click();
  await expect(page.getByRole('heading', { name: 'Old API' })).toBeVisible();
  await page.getByRole('link', { name: 'Delete' }).click();
  await expect(page.getByText('No certificate is revoked')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Delete Old API' }).click();
  await expect(page).toHaveURL(/\/connections$/);
  await expect(page.getByText('Old API')).toHaveCount(0);
  await page.goto(`${server.adminUrl}/connections?q=nothing-like-it`);
  await expect(page.getByText('Nothing matches “nothing-like-it”')).toBeVisible();
  await page.goto(`${server.adminUrl}/certificates/${made.serverCertificateId}`);
  await expect(page.getByRole('heading', { name: 'old.lan' })).toBeVisible();
});

test('a request is saved, looked at, tried otherwise and approved; others are rejected together', async ({
  watched: page,
}) => {
  await page.goto(`${server.adminUrl}/requests`);
  await expect(page.getByText('Nothing waits for you')).toBeVisible();
  await expectAccessible(page);
  await page.goto(`${server.adminUrl}/new/csr`);
  await page
    .getByLabel('Request', { exact: true })
    .fill(makeCsr({ commonName: 'shop.lan', names: [{ type: 'dns', value: 'shop.lan' as never }] }).pem);
  await page.getByRole('button', { name: 'Save as request' }).click();
  await expect(page).toHaveURL(/\/requests\/\w+/);
  await expect(page.getByRole('row', { name: /^Names shop\.lan shop\.lan/ })).toBeVisible();
  await expectAccessibleInBothThemes(page);
  await page.setViewportSize({ width: 320, height: 800 });
  await expectAccessible(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByLabel('Validity in days').fill('99999');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Today it would be refused')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Approve shop.lan' })).toBeDisabled();
  await page.getByLabel('Validity in days').fill('40');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row', { name: /^Valid .*40 days/ })).toBeVisible();
  await page.getByRole('button', { name: 'Approve shop.lan' }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/certificates\/\w+/);
  await expect(page.getByRole('heading', { name: 'shop.lan' })).toBeVisible();

  for (const name of ['a.lan', 'b.lan', 'c.lan'])
    await client.post('/requests', { csr: makeCsr({ commonName: name }).pem });
  await page.goto(`${server.adminUrl}/requests`);
  await expect(page.getByRole('link', { name: /^Requests 3 waiting/ })).toBeVisible();
  await page.getByRole('checkbox', { name: 'Choose a.lan' }).focus();
  await page.keyboard.press('Space');
  await page.getByRole('checkbox', { name: 'Choose b.lan' }).check();
  await page.getByLabel('Reason, for all of them').fill('Unknown hosts');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Reject 2 requests' }).click();
  await expect(page.getByText('Rejected 2 requests.')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Requests' }).getByRole('listitem')).toHaveCount(1);
  await page.getByRole('link', { name: 'c.lan' }).click();
  await page.getByRole('button', { name: 'Reject c.lan' }).click();
  await expect(page.getByText('Say why').first()).toBeVisible();
  await page.getByLabel('Or the reason to reject it').fill('Neither');
  await page.getByRole('button', { name: 'Reject c.lan' }).click();
  await expect(page).toHaveURL(/\/requests$/);
  await page.getByRole('link', { name: 'Rejected' }).click();
  await expect(page.getByText('Why: Neither')).toBeVisible();
});

test('the pages of an authority have addresses, work without script, and say what is fetched', async ({
  watched: page,
  browser,
}) => {
  const address = `${server.adminUrl}/authorities/${ids.issuingId}`;
  await page.goto(address);
  for (const [tab, path, words] of [
    ['Certificates', '/certificates', 'living certificate'],
    ['CRLs', '/crls', 'Lists in force'],
    ['Profiles', '/profiles', 'What it may issue'],
    ['Publishing', '/publishing', 'In what it signs from now on'],
    ['Danger zone', '/danger', 'What depends on it'],
  ] as const) {
    await page
      .getByRole('navigation', { name: /^Pages of/ })
      .getByRole('link', { name: tab })
      .click();
    await expect(page).toHaveURL(address + path);
    await expect(page.getByText(words).first()).toBeVisible();
    await expectAccessibleInBothThemes(page);
  }
  await page.goto(`${address}/publishing`);
  await page.getByRole('button', { name: 'Fetch all' }).click();
  await expect(page.getByText('Everything is where certificates say it is.')).toBeVisible();
  await expectAccessible(page);
  await page.goto(`${address}/crls`);
  await page.getByRole('button', { name: 'Sign now' }).click();
  await expect(page.getByText('Signed and published')).toBeVisible();
  const plain = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await page.context().storageState(),
  });
  const other = await plain.newPage();
  await other.goto(address);
  await other.getByRole('link', { name: 'Publishing' }).click();
  await expect(other.getByText('In what it signs from now on')).toBeVisible();
  await other.goto(`${address}/rollover`);
  await other.getByLabel(/^Days until/).fill('30');
  await other.getByRole('button', { name: 'Try these' }).click();
  await expect(other.getByText('30 days until the successor is known everywhere')).toBeVisible();
  await plain.close();
});

test('the tree of authorities is walked by keys, and is a table, too', async ({ watched: page }) => {
  await page.goto(`${server.adminUrl}/authorities`);
  const tree = page.getByRole('tree', { name: 'Authorities' });
  await tree.getByRole('treeitem', { name: 'Test Org Root' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(tree.getByRole('treeitem', { name: 'Test Org Issuing 1' })).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.type('test org i');
  await expect(tree.getByRole('treeitem', { name: 'Test Org Issuing 1' })).toBeFocused();
  await expect(tree.getByRole('treeitem').last()).toHaveAttribute('aria-level', '2');
  await page.getByRole('link', { name: 'Table' }).click();
  await expect(page.getByRole('row', { name: /^Test Org Issuing 1/ })).toBeVisible();
  await expectAccessibleInBothThemes(page);
});

test('the rollover of a root is planned, kept, begun, and printed', async ({ watched: page }) => {
  await page.goto(`${server.adminUrl}/authorities/${ids.rootId}/rollover`);
  await expect(page.getByText('Make the successor by').first()).toBeVisible();
  await expect(page.getByText('worker (client)').first()).toBeVisible();
  await expectAccessibleInBothThemes(page);
  await page.setViewportSize({ width: 320, height: 800 });
  await expectAccessible(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByLabel(/^Days until/).fill('abc');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'whole days' })).toBeVisible();
  await page.getByLabel(/^Days until/).fill('120');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Plan with 120 days from now on' }).click();
  await expect(page.getByText('120 days are set for this authority')).toBeVisible();
  // The table says the same as the drawing beside it.
  const legend = await page.getByText('Make the successor:').textContent();
  const day = /successor: (.*)$/.exec(legend ?? '')?.[1] ?? 'nothing';
  await expect(page.getByRole('table').first()).toContainText(day);
  await client.post(`/authorities/${ids.rootId}/rekey`, {});
  await page.reload();
  await expect(page.getByText('takes its place from').first()).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'takes its place' }).getByText('Done')).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('button', { name: 'Print' })).toBeHidden();
  await expect(page.getByRole('heading', { name: 'What to do' })).toBeVisible();
  // On paper the plan has the whole width, without rail and bar.
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeHidden();
  expect((await page.locator('main').boundingBox())?.width).toBeGreaterThan(1_200);
  await page.emulateMedia({ media: 'screen' });
});
