import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, request } from 'node:https';
import { join } from 'node:path';
import type { Download, Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { startNginx } from '../test/support/nginx.ts';
import { findProgram, run, stopProgram } from '../test/support/programs.ts';
import {
  freePorts,
  OPERATOR,
  removeDirectory,
  SETUP_TOKEN,
  startTestServer,
  type TestServer,
  temporaryDirectory,
} from '../test/support/server.ts';
import { expect, expectAccessible, test } from './watched-page.ts';

/** The main job from the first start: set up, make a pair, use both bundles with real programs, revoke, see it refused. */
test.describe.configure({ mode: 'serial' });
let server: TestServer;
let folder: string;
test.beforeAll(async () => {
  folder = temporaryDirectory();
  server = await startTestServer();
});
test.afterAll(async () => {
  await server.stop();
  removeDirectory(server.dataDirectory);
  removeDirectory(folder);
});

async function signIn(page: Page, path = '/'): Promise<void> {
  await page.goto(`${server.adminUrl}${path}`);
  await page.getByLabel('E-mail').fill(OPERATOR.email);
  await page.getByLabel('Password', { exact: true }).fill(OPERATOR.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function unpack(download: Download, name: string): Promise<string> {
  const target = join(folder, name);
  mkdirSync(target, { recursive: true });
  for (const [file, bytes] of Object.entries(unzipSync(new Uint8Array(await readFile(await download.path())))))
    writeFileSync(join(target, file), bytes, { mode: 0o600 });
  return target;
}

test('first run: token, operator, key protection, organisation, review, done', async ({ watched: page }) => {
  await page.goto(server.adminUrl);
  await expect(page).toHaveURL(/\/setup/);
  await expectAccessible(page);
  // The address that the server prints, opened afresh; only the fragment would change otherwise.
  await page.goto('about:blank');
  await page.goto(`${server.adminUrl}/setup#token=${SETUP_TOKEN}`);
  await expect(page.getByLabel('Setup token')).toHaveValue(SETUP_TOKEN);
  await page.getByLabel('Your e-mail').fill(OPERATOR.email);
  await page.getByLabel('Password', { exact: true }).fill(OPERATOR.password);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('heading', { name: 'How should keys be protected?' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Organisation').fill('Acme');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('heading', { name: 'Review and create' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(page.getByRole('link', { name: 'Make a pair' })).toBeVisible({ timeout: 30_000 });
  await expectAccessible(page);
});

test('a pair within 60 seconds and three screens, both bundles used by real programs, then revoked', async ({
  watched: page,
}) => {
  await signIn(page);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const started = performance.now();
  // Screen 1 is the overview, 2 the form, 3 the result.
  await page
    .getByRole('link', { name: /mutual TLS|pair/i })
    .first()
    .click();
  await expect(page).toHaveURL(/\/new\/pair/);
  await page.getByLabel('Server names').fill('api.lan, localhost');
  await page.getByLabel('Client name').fill('billing');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Create pair' }).click();
  await expect(page).toHaveURL(/\/connections\/\w+/);
  const [serverDownload] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: /^Download .*server\.zip/ }).click(),
  ]);
  const [clientDownload] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: /^Download .*client\.zip/ }).click(),
  ]);
  expect(performance.now() - started).toBeLessThan(60_000);
  const serverFolder = await unpack(serverDownload, 'server');
  const clientFolder = await unpack(clientDownload, 'client');
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Test this connection' }).click();
  await expect(page.getByRole('heading', { name: 'Mutual handshake succeeded' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'One-way handshake succeeded' })).toBeVisible();
  await expect(page.getByText('The client proved it is billing.')).toBeVisible();

  const connectionUrl = page.url();
  const snippet = (await page.locator('pre', { hasText: 'ssl_certificate_key' }).first().textContent()) ?? '';
  expect(await usedByRealPrograms(snippet, serverFolder, clientFolder)).toEqual(EXPECTED);

  // Revoke the client; the answer of every party changes.
  await page
    .getByRole('link', { name: /^Revoke/ })
    .last()
    .click();
  await expect(page).toHaveURL(/\/revoke/);
  await page.getByRole('radio', { name: /compromise/i }).check();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Revoke billing' }).click();
  await expect(page.getByText(/Revocation list \d+ of Acme Issuing 1 is live/)).toBeVisible();
  await page.goto(connectionUrl);
  await page.getByRole('button', { name: /Test (this connection|again)/ }).click();
  await expect(page.getByRole('heading', { name: 'Mutual handshake failed' })).toBeVisible();
  await expect(page.getByText(/certificate is revoked/).first()).toBeVisible();

  // What the server's owner would do: fetch the lists again and reload.
  const crlUrl =
    /curl -fsS -o crls\.pem (\S+)/.exec(await readFile(join(serverFolder, 'README.txt'), 'utf8'))?.[1] ?? '';
  writeFileSync(join(serverFolder, 'crls.pem'), await (await fetch(crlUrl)).text());
  expect(await usedByRealPrograms(snippet, serverFolder, clientFolder)).toEqual({ ...EXPECTED, good: 'refused' });
});

test('the rest of the console: no CSP violation, no axe finding, desktop and phone, both themes', async ({
  watched: page,
}) => {
  test.setTimeout(600_000);
  await signIn(page, '/login');
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  const paths = [
    '/',
    '/connections',
    '/new/pair',
    '/new/server',
    '/new/client',
    '/new/csr',
    '/new/bulk',
    '/jobs',
    '/certificates',
    '/certificates?q=nothing-like-this',
    '/authorities',
    '/authorities?view=table',
    '/authorities/new',
    '/requests',
    '/audit',
    '/settings',
    '/settings/sessions',
    '/nowhere',
  ];
  for (const link of ['/connections/', '/certificates/', '/authorities/']) {
    await page.goto(`${server.adminUrl}${link}`);
    const href = await page.locator(`main a[href^="${link}0"]`).first().getAttribute('href');
    if (href) paths.push(href);
  }
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      for (const path of paths) {
        await page.goto(`${server.adminUrl}${path}`);
        await test.step(`${path} ${colorScheme} ${width}`, () => expectAccessible(page));
      }
    }
  }
});

test('refused names are said at the field, nothing typed is lost', async ({ watched: page }) => {
  await signIn(page, '/new/pair');
  await expect(page).toHaveURL(/\/new\/pair/);
  await page.getByLabel('Server names').fill('api_lan');
  await page.getByLabel('Client name').fill('alice');
  await page.getByRole('button', { name: 'Create pair' }).click();
  await expect(page.getByText('may not contain', { exact: false }).first()).toBeVisible();
  await expect(page.getByLabel('Client name')).toHaveValue('alice');
  await expectAccessible(page);
});

test('signing out ends the session', async ({ watched: page }) => {
  await signIn(page);
  await page.getByRole('button', { name: /^Account:/ }).click();
  await page.getByText('Sign out').click();
  await expect(page).toHaveURL(/\/login/);
  await page.goto(`${server.adminUrl}/certificates`);
  await expect(page).toHaveURL(/\/login/);
});

const EXPECTED = { good: 'accepted', without: 'refused', verified: true } as const;

/** The server bundle in nginx (or Node where there is none), called with the client bundle and without it. */
async function usedByRealPrograms(
  snippet: string,
  serverFolder: string,
  clientFolder: string,
): Promise<{ good: string; without: string; verified: boolean }> {
  const [port] = await freePorts();
  const nginx = findProgram('nginx');
  const close = nginx
    ? await startWithNginx(nginx, snippet, serverFolder, port)
    : await startWithNode(serverFolder, port);
  try {
    const good = await call(port, clientFolder, true);
    const without = await call(port, clientFolder, false);
    const openssl = findProgram('openssl');
    const verified = openssl
      ? (
          await run(
            openssl,
            [
              'verify',
              '-x509_strict',
              '-crl_check_all',
              '-CAfile',
              'trust-anchor.pem',
              '-CRLfile',
              'crls.pem',
              '-untrusted',
              'api.lan-chain.pem',
              '-purpose',
              'sslserver',
              '-verify_hostname',
              'api.lan',
              'api.lan.pem',
            ],
            { cwd: serverFolder },
          )
        ).output.includes('OK')
      : true;
    return { good: good ? 'accepted' : 'refused', without: without ? 'accepted' : 'refused', verified };
  } finally {
    await close();
  }
}

async function startWithNginx(
  nginx: string,
  snippet: string,
  serverFolder: string,
  port: number,
): Promise<() => Promise<void>> {
  const child = await startNginx({
    nginx,
    snippet,
    bundleDirectory: serverFolder,
    workDirectory: join(folder, `nginx-${port}`),
    port,
  });
  return () => stopProgram(child);
}

async function startWithNode(serverFolder: string, port: number): Promise<() => Promise<void>> {
  const read = (name: string) => readFile(join(serverFolder, name), 'utf8');
  const site = createServer(
    {
      key: await read('api.lan.key'),
      cert: await read('api.lan-fullchain.pem'),
      ca: await read('trust-anchor.pem'),
      // Node reads one list a string and would silently drop the others of the path.
      crl: (await read('crls.pem')).match(/-----BEGIN X509 CRL-----[^-]+-----END X509 CRL-----/g) ?? [],
      requestCert: true,
      rejectUnauthorized: true,
    },
    (_message, response) => response.end('hello\n'),
  );
  await new Promise<void>((done) => site.listen(port, '127.0.0.1', done));
  return async () => {
    site.closeAllConnections();
    site.close();
  };
}

async function call(port: number, clientFolder: string, withCertificate: boolean): Promise<boolean> {
  const curl = findProgram('curl');
  if (curl) {
    const identity = withCertificate ? ['--cert', 'billing-fullchain.pem', '--key', 'billing.key'] : [];
    const { output } = await run(
      curl,
      [
        '-sS',
        '-o',
        '/dev/null',
        '-w',
        '%{http_code}',
        '--noproxy',
        '*',
        '--resolve',
        `api.lan:${port}:127.0.0.1`,
        '--cacert',
        'trust-anchor.pem',
        ...identity,
        `https://api.lan:${port}/`,
      ],
      { cwd: clientFolder },
    );
    return output.endsWith('200');
  }
  const read = (name: string) => readFile(join(clientFolder, name), 'utf8');
  const identity = withCertificate ? { cert: await read('billing-fullchain.pem'), key: await read('billing.key') } : {};
  const ca = await read('trust-anchor.pem');
  return new Promise((done) => {
    request({ host: '127.0.0.1', port, servername: 'api.lan', ca, ...identity, agent: false }, (response) =>
      done(response.resume().statusCode === 200),
    )
      .on('error', () => done(false))
      .end();
  });
}
