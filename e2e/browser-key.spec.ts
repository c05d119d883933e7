import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { findProgram, run } from '../test/support/programs.ts';
import {
  OPERATOR,
  removeDirectory,
  setUp,
  startTestServer,
  type TestServer,
  temporaryDirectory,
} from '../test/support/server.ts';
import { expect, expectAccessible, test } from './watched-page.ts';

/** Keys that are made in the browser, and profiles on their pages. */
test.describe.configure({ mode: 'serial' });
let server: TestServer;
let folder: string;
test.beforeAll(async () => {
  folder = temporaryDirectory();
  server = await startTestServer();
  await setUp(server);
});
test.afterAll(async () => {
  await server.stop();
  removeDirectory(server.dataDirectory);
  removeDirectory(folder);
});

async function signIn(page: Page, path: string): Promise<void> {
  await page.goto(`${server.adminUrl}${path}`);
  await page.getByLabel('E-mail').fill(OPERATOR.email);
  await page.getByLabel('Password', { exact: true }).fill(OPERATOR.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function save(page: Page, button: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button, exact: true }).click(),
  ]);
  const path = join(folder, download.suggestedFilename());
  await writeFile(path, await readFile(await download.path()), { mode: 0o600 });
  return path;
}

for (const { type, label } of [
  { type: 'EC', label: 'ECDSA P-256 (recommended)' },
  { type: 'RSA', label: 'RSA 2048 (for old software)' },
])
  test(`an ${type} key made in the browser never crosses the wire`, async ({ watched: page }) => {
    const sent: string[] = [];
    page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
    await signIn(page, '/new/client');
    // The choice appears once the page runs; what is typed before that would be lost.
    await page.getByText('Make the key in this browser').click();
    await page.getByLabel('Client name').fill('billing');
    await page.getByText('Advanced').click();
    await page.getByLabel('Key type').selectOption({ label });
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Issue certificate' }).click();
    await expect(page.getByText('The private key exists only in this tab')).toBeVisible({ timeout: 30_000 });
    await expectAccessible(page);
    // Leaving without the key is asked about, and refused here.
    page.once('dialog', (dialog) => void dialog.dismiss());
    await page.getByRole('link', { name: 'Overview' }).first().click();
    await expect(page.getByText('The private key exists only in this tab')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Go to the certificate' })).toBeDisabled();

    const password = 'Grüße, correct horse';
    await page.getByLabel('Password for the file', { exact: true }).fill(password);
    const p12 = await save(page, 'Download PKCS#12');
    const keyPem = await readFile(await save(page, 'Private key, not encrypted'), 'utf8');
    const chainPem = await readFile(await save(page, 'Full chain'), 'utf8');

    const key = createPrivateKey(keyPem);
    const certificate = new X509Certificate(chainPem);
    expect(certificate.checkPrivateKey(key)).toBe(true);
    expect(certificate.subject).toBe('CN=billing');
    const openssl = findProgram('openssl');
    if (openssl) {
      const opened = await run(openssl, ['pkcs12', '-in', p12, '-nodes', '-passin', `pass:${password}`]);
      expect(opened.output).toContain('PRIVATE KEY');
      const [, first = ''] = /(-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----)/.exec(opened.output) ?? [];
      expect(new X509Certificate(first).fingerprint256).toBe(certificate.fingerprint256);
    } else expect((await readFile(p12)).subarray(0, 2)).toEqual(Buffer.from([0x30, 0x82]));

    // What is secret about the key: the scalar of EC, the exponents and primes of RSA.
    const jwk = key.export({ format: 'jwk' });
    const secrets = [jwk.d, jwk.p, jwk.q].filter((part): part is string => part !== undefined);
    const pkcs8 = key.export({ format: 'der', type: 'pkcs8' });
    for (const secret of secrets) {
      const octets = Buffer.from(secret, 'base64url');
      for (const form of [secret, octets.toString('base64').slice(0, 24), octets.toString('hex')])
        expect(sent.filter((text) => text.includes(form))).toEqual([]);
    }
    const lines = keyPem.split('\n').filter((line) => line.length === 64);
    expect(sent.filter((text) => lines.some((line) => text.includes(line)))).toEqual([]);
    expect(sent.filter((text) => text.includes(pkcs8.toString('base64').slice(40, 80)))).toEqual([]);
    expect(sent.filter((text) => text.includes('CERTIFICATE REQUEST'))).toHaveLength(1);
    expect(sent.filter((text) => text.includes('PRIVATE KEY'))).toEqual([]);

    await page.getByRole('button', { name: 'Go to the certificate' }).click();
    await expect(page).toHaveURL(/\/certificates\/\w+$/);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('billing');
  });

test('a profile is cloned, narrowed, used and retired', async ({ watched: page }) => {
  await signIn(page, '/profiles');
  await expect(page.getByRole('heading', { name: 'Profiles', level: 1 })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'New profile' }).click();
  await expect(async () => {
    await page.getByLabel('Organisation', { exact: true }).selectOption('fixed');
    await expect(page.getByLabel('Value of organisation')).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.getByLabel('Value of organisation').fill('Acme');
  await page.getByLabel('Name', { exact: true }).fill('Cluster');
  await page.getByLabel('Only these').first().fill('*.cluster.lan');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Create profile' }).click();
  await expect(page.getByText('Only under .cluster.lan.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Issue', exact: true }).click();
  await expect(page.getByLabel('Profile', { exact: true })).toHaveValue(/\w{8,}/);
  await page.getByLabel('Server names').fill('api.lan,');
  await expect(page.getByText(/Cluster does not allow "api.lan"/).first()).toBeVisible();
  await page.getByRole('button', { name: 'Remove api.lan' }).click();
  // While the answer is on its way, the last preview stays readable.
  const answer = Promise.withResolvers<void>();
  await page.route('**/api/v1/certificates/preview', async (route) => {
    await answer.promise;
    await route.continue();
  });
  await page.getByLabel('Server names').fill('api.cluster.lan,');
  await expect(page.getByText('Checking…')).toBeVisible();
  await expectAccessible(page);
  answer.resolve();
  await expect(page.getByText('CN=api.cluster.lan,O=Acme')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Issue certificate' }).click();
  await expect(page).toHaveURL(/\/certificates\/\w+$/);
  await expect(page.getByText('O=Acme').first()).toBeVisible();

  await page.goto(`${server.adminUrl}/profiles`);
  await page.getByRole('link', { name: 'Cluster' }).click();
  await page.getByRole('button', { name: 'Retire' }).click();
  await expect(page.getByText('Nothing is issued or renewed under it.')).toBeVisible();
});
