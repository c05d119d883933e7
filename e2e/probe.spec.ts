import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:tls';
import type { Page } from '@playwright/test';
import { OPERATOR, removeDirectory, setUp, startTestServer, type TestServer } from '../test/support/server.ts';
import { expect, expectAccessible, expectAccessibleInBothThemes, test } from './watched-page.ts';

/** A real server is probed, a revocation is looked at with a stranger's eyes, and an error is explained. */
test.describe.configure({ mode: 'serial', timeout: 60_000 });
let server: TestServer;
let served: Server;
let port: number;
let certificateId: string;
test.beforeAll(async () => {
  server = await startTestServer({ env: { COUNTERSIGN_PROBE_LOOPBACK: 'on' } });
  const { client } = await setUp(server, { organisation: 'Acme' });
  const issued = (await client.post('/certificates', { profile: 'tlsServer', names: ['shop.lan'] })) as { id: string };
  certificateId = issued.id;
  await client.post('/session/step-up', { password: OPERATOR.password });
  const text = async (method: 'GET' | 'POST', path: string, body?: object) =>
    Buffer.from((await client.download(method, path, body)).content).toString('utf8');
  const cert = await text('GET', `/certificates/${certificateId}/download?format=pem`);
  const key = await text('POST', `/certificates/${certificateId}/export`, { format: 'key' });
  // Only its own certificate: the intermediate is missing.
  served = createServer({ cert, key }, (socket) => socket.on('error', () => undefined));
  served.on('tlsClientError', () => undefined);
  await new Promise<void>((done) => served.listen(0, '127.0.0.1', done));
  ({ port } = served.address() as AddressInfo);
});
test.afterAll(async () => {
  served?.close();
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

test('a server that lacks its intermediate is found out, and what is missing leads to its authority', async ({
  watched: page,
}) => {
  await signIn(page);
  await page.goto(`${server.adminUrl}/lab`);
  await page.getByRole('link', { name: 'Probe a server' }).click();
  await expect(page).toHaveTitle('Probe a server · Handshake lab · Countersign');
  await expectAccessibleInBothThemes(page);
  await page.getByLabel('Host', { exact: true }).fill(`https://127.0.0.1:${port}/login`);
  await page.getByLabel('Port').focus();
  await expect(page.getByLabel('Host', { exact: true })).toHaveValue('127.0.0.1');
  await expect(page.getByLabel('Port')).toHaveValue(String(port));
  await page.getByLabel('Server name').fill('shop.lan');
  await page.getByRole('button', { name: 'Probe', exact: true }).click();
  await expect(page).toHaveURL(/\/lab\/\w+$/);
  await expect(page.getByLabel('Verdict of the client')).toContainText('missing between it and the trusted root');
  await expect(page.getByText('1 certificate is missing')).toBeVisible();
  await expect(page.getByText('the newest certificate issued here for this name')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Served chain' })).toBeVisible();
  await expectAccessibleInBothThemes(page);
  await page.getByRole('link', { name: 'Explain the error' }).click();
  await expect(page.getByLabel('Error', { exact: true })).toHaveValue(/UNABLE_TO_VERIFY_LEAF_SIGNATURE/);
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  await expect(page.getByRole('heading', { name: /^1\. The other side does not send its intermediate/ })).toBeVisible();
});

test('a refused address and an empty host are told at the form or in the run', async ({ watched: page }) => {
  await signIn(page);
  await page.goto(`${server.adminUrl}/lab/remote`);
  await page.getByLabel('Host', { exact: true }).fill('169.254.169.254');
  await page.getByRole('button', { name: 'Probe', exact: true }).click();
  await expect(page).toHaveURL(/\/lab\/\w+$/);
  await expect(page.getByLabel('Verdict of the server')).toContainText('never asked from here');
  await page.getByRole('link', { name: 'Run again' }).click();
  await expect(page.getByLabel('Host', { exact: true })).toHaveValue('169.254.169.254');
  await page.getByLabel('Host', { exact: true }).fill('not a host');
  await page.getByRole('button', { name: 'Probe', exact: true }).click();
  await expect(page.getByRole('alert').first()).toBeVisible();
  await expect(page.getByLabel('Host', { exact: true })).toHaveValue('not a host');
  await expect(page.getByLabel('Host', { exact: true })).toHaveAttribute('aria-invalid', 'true');
});

test('after a revocation everybody sees it, and a peer that goes by the list refuses', async ({ watched: page }) => {
  await signIn(page);
  await page.goto(`${server.adminUrl}/certificates/${certificateId}/proof`);
  await expect(page.getByText('Nobody has looked yet')).toBeVisible();
  await page.goto(`${server.adminUrl}/certificates/${certificateId}/revoke`);
  await page.getByRole('radio', { name: /^Superseded/ }).check();
  await page.getByRole('button', { name: 'Revoke shop.lan' }).click();
  await page.getByRole('link', { name: 'See what others see' }).click();
  await expect(page).toHaveTitle('What others see of shop.lan · Certificates · Countersign');
  await page.getByRole('button', { name: 'Look now' }).click();
  await page.getByLabel('Password', { exact: true }).fill(OPERATOR.password);
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByText('Everybody who looks sees that it is revoked.')).toBeVisible();
  await expect(page.getByText('Refused it')).toBeVisible();
  await expect(page.getByText('OCSP by POST')).toBeVisible();
  await expectAccessibleInBothThemes(page);
  await page.reload();
  await expect(page.getByText('Everybody who looks sees that it is revoked.')).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('button', { name: 'Look again' })).toBeHidden();
  await expect(page.getByText('Refused it')).toBeVisible();
});

test('a pasted error is explained with what the inventory knows, and a key is refused', async ({ watched: page }) => {
  await signIn(page);
  await page.goto(`${server.adminUrl}/lab/explain`);
  await expectAccessible(page);
  await page
    .getByLabel('Error', { exact: true })
    .fill('curl: (60) SSL certificate problem: certificate revoked, https://shop.lan:443/');
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  await expect(page.getByText('The inventory confirms it')).toBeVisible();
  await expectAccessibleInBothThemes(page);
  await page.getByLabel('Error', { exact: true }).fill('-----BEGIN PRIVATE KEY-----');
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  await expect(page.getByRole('alert').first()).toContainText('private key');
});
