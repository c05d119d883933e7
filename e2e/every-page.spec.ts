import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { OPERATOR, removeDirectory, setUp, startTestServer, type TestServer } from '../test/support/server.ts';
import { ADDRESSES, addressesOf, fillEstate, pagesOfConsole } from './estate.ts';
import { clippedText, pageFrame, picturesWithoutTable, runningAnimations, smallTargets } from './page-checks.ts';
import { expect, expectAccessible, test } from './watched-page.ts';

/** What holds on every page there is: with the estate of somebody who uses everything, with none, and without script. */

let full: TestServer;
let bare: TestServer;
let names: Readonly<Record<string, string>> = {};
let bareNames: Readonly<Record<string, string>> = {};
/** Texts that no page may carry: see the test of secrets. */
const secrets: { what: string; text: string }[] = [];

test.beforeAll(async () => {
  test.setTimeout(120_000);
  [full, bare] = await Promise.all([startTestServer(), startTestServer()]);
  const made = await setUp(full, { organisation: 'Northwind' });
  names = await fillEstate(made.client, made);
  const none = await setUp(bare);
  bareNames = { root: none.rootId, issuing: none.issuingId };
  secrets.push(
    { what: 'the password', text: OPERATOR.password },
    { what: 'the secret of the sessions', text: readFileSync(join(full.dataDirectory, 'session.key'), 'utf8').trim() },
  );
});
test.afterAll(async () => {
  for (const server of [full, bare]) {
    await server.stop();
    removeDirectory(server.dataDirectory);
  }
});

async function signIn(page: Page, server: TestServer): Promise<void> {
  await page.goto(`${server.adminUrl}/login`);
  await page.getByLabel('E-mail').fill(OPERATOR.email);
  await page.getByLabel('Password', { exact: true }).fill(OPERATOR.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1 }).filter({ hasNotText: 'Sign in' }).waitFor();
}

const pathOf = (address: string) => new URL(address).pathname + new URL(address).search;

test('every page of the console is looked at here', () => {
  expect(Object.keys(ADDRESSES).sort()).toEqual(pagesOfConsole());
});

for (const colorScheme of ['light', 'dark'] as const)
  for (const width of [1280, 320])
    test(`a full instance, ${colorScheme}, ${width} px: axe, frame, targets, spacing, motion, charts`, async ({
      watched: page,
    }) => {
      test.setTimeout(600_000);
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await signIn(page, full);
      let attacked = false;
      page.on('dialog', (dialog) => {
        attacked = true;
        dialog.dismiss().catch(() => undefined);
      });
      for (const address of addressesOf(full, names))
        await test.step(pathOf(address), async () => {
          const response = await page.goto(address);
          expect(response?.status()).toBe(address.endsWith('/nowhere') ? 404 : 200);
          await expectAccessible(page);
          expect.soft(await pageFrame(page), 'frame').toEqual([]);
          expect.soft(await smallTargets(page), 'targets').toEqual([]);
          expect.soft(await runningAnimations(page), 'motion').toEqual([]);
          expect.soft(await picturesWithoutTable(page), 'charts').toEqual([]);
          // The themes have the same sizes.
          if (colorScheme === 'light') expect.soft(await clippedText(page), 'spacing').toEqual([]);
        });
      expect(attacked).toBe(false);
      expect(await page.locator('img[src="x"]').count()).toBe(0);
    });

test('an instance with nothing in it: the same', async ({ watched: page }) => {
  test.setTimeout(420_000);
  for (const [colorScheme, width] of [
    ['light', 1280],
    ['dark', 320],
  ] as const) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    if (width === 1280) await signIn(page, bare);
    for (const address of addressesOf(bare, bareNames).filter((one) => !one.includes('/no-')))
      await test.step(`${pathOf(address)} ${width}`, async () => {
        await page.goto(address);
        await expectAccessible(page);
        expect.soft(await pageFrame(page), 'frame').toEqual([]);
        expect.soft(await smallTargets(page), 'targets').toEqual([]);
      });
  }
});

test('what does not exist says so on a page of its own, in every list', async ({ watched: page }) => {
  await signIn(page, full);
  for (const path of ['certificates', 'authorities', 'connections', 'jobs', 'profiles']) {
    const response = await page.goto(`${full.adminUrl}/${path}/does-not-exist`);
    expect(response?.status(), path).toBe(404);
    await expectAccessible(page);
  }
});

test('no page carries a secret, in its markup, its data or the storage of the browser', async ({ watched: page }) => {
  test.setTimeout(120_000);
  const bodies: { url: string; text: string }[] = [];
  const reading: Promise<unknown>[] = [];
  page.on('response', (response) => {
    if (/text|json|javascript/.test(response.headers()['content-type'] ?? ''))
      reading.push(
        response.text().then(
          (text) => bodies.push({ url: response.url(), text }),
          () => undefined,
        ),
      );
  });
  await signIn(page, full);
  const cookies = await page.context().cookies();
  const session = cookies.find(({ name }) => name.includes('session_token'));
  expect(session?.httpOnly).toBe(true);
  const secretOfSession = decodeURIComponent(session?.value ?? '').split('.')[0] ?? '';
  expect(secretOfSession.length).toBeGreaterThan(20);
  for (const address of addressesOf(full, names)) {
    await page.goto(address);
    const stored = await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
    );
    bodies.push({ url: `${address} (storage)`, text: stored }, { url: `${address} (address)`, text: page.url() });
  }
  await Promise.all(reading);
  expect(bodies.length).toBeGreaterThan(addressesOf(full, names).length * 2);
  const all = [...secrets, { what: 'the token of the session', text: secretOfSession }];
  const leaks = bodies.flatMap(({ url, text }) => [
    ...all.filter((one) => text.includes(one.text)).map(({ what }) => `${what} in ${url}`),
    ...(/-----BEGIN (EC |RSA |ENCRYPTED )?PRIVATE KEY-----\s*[A-Za-z0-9+/]{20}/.test(text)
      ? [`a private key in ${url}`]
      : []),
  ]);
  expect(leaks).toEqual([]);
});

test('without script: sign in, refused and then right, read lists, filter, details, next pages', async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 800 } });
  const page = await context.newPage();
  await page.goto(`${full.adminUrl}/certificates?q=northwind`);
  await page.getByLabel('E-mail').fill(OPERATOR.email);
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('The e-mail address or the password is wrong.')).toBeVisible();
  await page.getByLabel('E-mail').fill(OPERATOR.email);
  await page.getByLabel('Password', { exact: true }).fill(OPERATOR.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/certificates\?q=northwind$/);
  await expect(page.getByRole('link', { name: 'soon.northwind.lan' }).first()).toBeVisible();

  await page.getByRole('searchbox').fill('billing');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('link', { name: 'billing-worker' }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('billing-worker');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Authorities' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Authorities');

  // What does not exist is drawn by script alone: the page framework sends an empty page with its 404.
  for (const address of addressesOf(full, names).filter((one) => !one.endsWith('/nowhere'))) {
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1 }), address).toBeVisible();
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(over, address).toBeLessThanOrEqual(0);
    // Nothing that is read waits for a script that never comes; forms that change something need it anyway.
    if ((await page.locator('main form[method="post"]').count()) === 0)
      expect(await page.locator('main [aria-busy="true"]').count(), address).toBe(0);
  }
  await page.goto(`${full.adminUrl}/connections/${names.connection}`);
  await expect(page.getByText('ssl_certificate ', { exact: false }).first()).toBeVisible();
  await context.close();
});

test('a form from another site does not sign anybody in', async () => {
  const body = new URLSearchParams({ email: OPERATOR.email, password: OPERATOR.password });
  const send = (headers: Record<string, string>) =>
    fetch(`${full.adminUrl}/api/v1/session/form`, { method: 'POST', body, headers, redirect: 'manual' });
  expect((await send({ origin: 'https://evil.example' })).status).toBe(403);
  expect((await send({ origin: 'null', 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await send({ origin: 'null' })).status).toBe(403);
  const own = await send({ origin: 'null', 'sec-fetch-site': 'same-origin' });
  expect([own.status, own.headers.get('location')]).toEqual([303, '/']);
  const elsewhere = new URLSearchParams({ ...Object.fromEntries(body), next: '//evil.example/' });
  const sent = await fetch(`${full.adminUrl}/api/v1/session/form`, {
    method: 'POST',
    body: elsewhere,
    headers: { origin: full.adminUrl },
    redirect: 'manual',
  });
  expect(sent.headers.get('location')).toBe('/');
});
