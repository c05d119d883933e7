import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { OPERATOR, removeDirectory, setUp, startTestServer, type TestServer } from '../test/support/server.ts';
import { expect, expectAccessible, expectAccessibleInBothThemes, test } from './watched-page.ts';

/** The handshake lab: from a card to a recorded handshake, through it, and out of it. */
test.describe.configure({ mode: 'serial', timeout: 60_000 });
let server: TestServer;
let connectionId: string;
test.beforeAll(async () => {
  server = await startTestServer();
  const { client } = await setUp(server, { organisation: 'Acme' });
  ({ id: connectionId } = (await client.post('/connections', {
    kind: 'mutual',
    serverNames: ['api.lan'],
    clientName: 'billing',
  })) as { id: string });
});
test.afterAll(async () => {
  await server.stop();
  removeDirectory(server.dataDirectory);
});

async function signIn(page: Page): Promise<void> {
  await page.goto(`${server.adminUrl}/login`);
  await page.getByLabel('E-mail').fill(OPERATOR.email);
  await page.getByLabel('Password', { exact: true }).fill(OPERATOR.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}

test('two clicks from the lab to the second step of a refused handshake', async ({ watched: page }) => {
  await signIn(page);
  await page.goto(`${server.adminUrl}/lab`);
  await expect(page).toHaveTitle('Handshake lab · Countersign');
  await expectAccessibleInBothThemes(page);
  await page.getByRole('button', { name: 'Run: Server expired' }).click();
  await expect(page).toHaveURL(/\/lab\/\w+$/);
  await expect(page).toHaveTitle('Server expired, TLS 1.3 · Handshake lab · Countersign');
  await expect(page.getByLabel('Verdict of the client')).toContainText('expired 12 days ago');
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'ClientHello', level: 3 })).toBeVisible();
  await expectAccessibleInBothThemes(page);
});

test('stepping with the keys, jumping to the failure, and the checks light what they are about', async ({
  watched: page,
}) => {
  await signIn(page);
  await page.goto(`${server.adminUrl}/lab`);
  await page.getByRole('button', { name: 'Run: Client of another authority' }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/lab\/\w+$/);
  await expect(page.getByLabel('Verdict of the server')).toContainText('ends at Other Root');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('heading', { name: 'ServerHello', level: 3 })).toBeVisible();
  await expect(page).toHaveURL(/step=2/);
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('heading', { name: 'ClientHello', level: 3 })).toBeVisible();
  await page.getByRole('button', { name: 'Jump to failure' }).click();
  await expect(page.getByLabel('The chosen step')).toContainText('ends at Other Root');
  // The check of the path leads to the chain that the client showed, with the octets of the certificate at fault.
  await page.getByLabel('What the server checked').getByRole('link', { name: 'Signature path' }).click();
  await expect(page.getByRole('heading', { name: 'Certificate', exact: true, level: 3 })).toBeVisible();
  await expect(page.getByLabel('The chosen step').locator('mark').first()).toBeVisible();
  // A link to this step shows it again.
  const address = page.url();
  await page.goto('about:blank');
  await page.goto(address);
  await expect(page.getByRole('heading', { name: 'Certificate', exact: true, level: 3 })).toBeVisible();
});

test('both versions beside each other, the same as a table, and a capture', async ({ watched: page }) => {
  await signIn(page);
  await page.goto(`${server.adminUrl}/lab`);
  await page.getByRole('button', { name: 'Run: Mutual, all right' }).click();
  await expect(page.getByText('Accepted by both')).toBeVisible();
  const drawn = await page
    .getByRole('list', { name: /step by step/ })
    .getByRole('listitem')
    .count();
  await page.getByRole('link', { name: 'Show as table' }).click();
  await expect(page.getByRole('region', { name: 'Handshake as a table' }).locator('tbody tr')).toHaveCount(drawn);
  await expectAccessible(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Capture for Wireshark' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^handshake-\w+\.pcapng$/);
  expect(readFileSync(await download.path()).readUInt32LE(0)).toBe(0x0a0d0d0a);
  await page.getByRole('link', { name: 'Side by side' }).click();
  await expect(page.getByRole('list', { name: /step by step/ })).toHaveCount(2);
  await expectAccessible(page);
  await page.getByRole('link', { name: 'TLS 1.2', exact: true }).click();
  await expect(page).toHaveTitle(/TLS 1\.2 · Handshake lab/);
});

test('on a phone it is a table, without sideways scroll', async ({ watched: page }) => {
  await signIn(page);
  await page.setViewportSize({ width: 320, height: 700 });
  await page.goto(`${server.adminUrl}/lab`);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Run: Server chain lacks the intermediate' }).click();
  await expect(page.getByLabel('Verdict of the client')).toContainText('Bench Issuing 1 is missing');
  await expect(page.getByRole('list', { name: /step by step/ })).toBeHidden();
  await page
    .getByRole('region', { name: 'Handshake as a table' })
    .getByRole('link', { name: 'encrypted Certificate', exact: true })
    .click();
  await expect(page.getByRole('heading', { name: 'Certificate', exact: true, level: 3 })).toBeInViewport();
  await expectAccessible(page);
});

test('who wants no motion starts at the first step; who has no script reads all of it', async ({ browser }) => {
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  const page = await context.newPage();
  await signIn(page);
  await page.goto(`${server.adminUrl}/lab`);
  await page.getByRole('button', { name: 'Run: One-way, all right' }).click();
  await expect(page.getByText(/^Step 1 of \d+$/)).toBeVisible();
  const { cookies } = await context.storageState();
  const plain = await browser.newContext({ javaScriptEnabled: false });
  await plain.addCookies(cookies);
  const read = await plain.newPage();
  await read.goto(`${page.url().split('?')[0]}?view=table`);
  await expect(read.getByRole('link', { name: 'ServerHello' })).toBeVisible();
  await read.getByRole('link', { name: 'ServerHello' }).click();
  await expect(read.getByRole('heading', { name: 'ServerHello', level: 3 })).toBeVisible();
  await context.close();
  await plain.close();
});

test('certificates of the inventory want the password, and a connection leads to its recorded handshake', async ({
  watched: page,
}) => {
  await signIn(page);
  await page.goto(`${server.adminUrl}/lab/certificates`);
  await expectAccessibleInBothThemes(page);
  await page.getByLabel('Client certificate').selectOption({ index: 1 });
  await page.getByLabel('Name to dial').fill('not a name');
  await page.getByLabel('Server sends').selectOption('Its certificate alone');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByRole('alert').first()).toBeVisible();
  await page.getByLabel('Name to dial').fill('');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByRole('dialog').getByLabel('Password', { exact: true }).fill(OPERATOR.password);
  await page.getByRole('dialog').getByRole('button', { name: 'Go on' }).click();
  await expect(page).toHaveURL(/\/lab\/(?!certificates)\w+$/);
  await expect(page.getByLabel('Verdict of the client')).toContainText('is missing between it and the trusted root');
  await expect(page.getByRole('link', { name: 'Download the full chain' })).toBeVisible();
  await page.goto(`${server.adminUrl}/connections/${connectionId}`);
  await page.getByRole('button', { name: 'Test this connection' }).click();
  await page.getByRole('link', { name: 'Message by message of the mutual handshake' }).click();
  await expect(page.getByLabel('Verdict of the server')).toContainText('The client proved it is billing.');
});

test('the post-quantum bench compares octets and time', async ({ watched: page }) => {
  await signIn(page);
  await page.goto(`${server.adminUrl}/lab`);
  await page.getByRole('button', { name: 'Post-quantum bench' }).click();
  await expect(page.getByRole('heading', { name: /times the octets of a classical one/ })).toBeVisible({
    timeout: 30_000,
  });
  await expect(page.getByRole('region', { name: 'Algorithms compared' }).locator('tbody tr')).toHaveCount(5);
  await expectAccessible(page);
});
