import type { Locator, Page } from '@playwright/test';
import type { ApiClient } from '../lib/api/client.ts';
import { OPERATOR, removeDirectory, setUp, startTestServer, type TestServer } from '../test/support/server.ts';
import { expect, expectAccessible, test } from './watched-page.ts';

/** Palette, keys, bar and session, without the mouse: only what a keyboard can do is done here. */
test.describe.configure({ mode: 'serial' });
let server: TestServer;
let client: ApiClient;
let certificate: { id: string; serialNumber: string; fingerprintSha256: string };
test.beforeAll(async () => {
  server = await startTestServer();
  ({ client } = await setUp(server));
});
test.afterAll(async () => {
  await server.stop();
  removeDirectory(server.dataDirectory);
});

async function signIn(page: Page, path: string): Promise<void> {
  await page.goto(`${server.adminUrl}/login?next=${encodeURIComponent(path)}`);
  await page.getByLabel('E-mail').fill(OPERATOR.email);
  await page.getByLabel('Password', { exact: true }).fill(OPERATOR.password);
  await page.keyboard.press('Enter');
  await page.getByRole('banner').waitFor();
  await expect(page).toHaveURL(`${server.adminUrl}${path}`);
}
const palette = (page: Page): Locator => page.getByRole('dialog', { name: 'Search and commands' });
const field = (page: Page): Locator => palette(page).getByRole('combobox');

async function openPalette(page: Page): Promise<void> {
  // The script may still be on its way.
  await expect(async () => {
    if (!(await palette(page).isVisible())) await page.keyboard.press('Control+k');
    await expect(field(page)).toBeFocused({ timeout: 1_000 });
  }).toPass();
}

/** What a screen reader is told to be chosen. */
async function highlighted(page: Page): Promise<string> {
  const id = await field(page).getAttribute('aria-activedescendant');
  return id ? ((await page.locator(`[id="${id}"]`).textContent()) ?? '') : '';
}

for (const width of [1280, 320])
  test(`the empty instance, palette shut and open, at ${width} px`, async ({ watched: page }) => {
    await page.setViewportSize({ width, height: 800 });
    await signIn(page, '/');
    await inBothThemes(page, async () => expectAccessible(page));
    await openPalette(page);
    await inBothThemes(page, async () => expectAccessible(page));
  });

async function inBothThemes(page: Page, look: () => Promise<void>): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await look();
  }
}

test('actions, objects and pages by the keyboard alone', async ({ watched: page }) => {
  const connection = (await client.post('/connections', {
    kind: 'mutual',
    serverNames: ['heron.lan', 'marsh.lan'],
    clientName: 'egret',
  })) as { serverCertificateId: string };
  ({ certificate } = (await client.get(`/certificates/${connection.serverCertificateId}`)) as {
    certificate: typeof certificate;
  });
  await signIn(page, '/audit');

  await openPalette(page);
  await expect(palette(page).getByRole('option', { name: 'New: Mutual TLS pair' })).toBeVisible();
  await expect.poll(() => highlighted(page)).toContain('New: Mutual TLS pair');
  await page.keyboard.press('Escape');
  await expect(palette(page)).toBeHidden();

  await openPalette(page);
  await page.keyboard.type('sign req');
  await expect.poll(() => highlighted(page)).toContain('Sign a request (CSR)');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/new\/csr$/);

  await openPalette(page);
  await page.keyboard.type('marsh');
  await expect(palette(page).getByRole('group', { name: 'Certificates' }).getByRole('option')).toHaveCount(1);
  await expect(palette(page).getByRole('group', { name: 'Connections' }).getByRole('option')).toHaveCount(1);
  await expect.poll(() => highlighted(page)).toContain('heron.lan');
  await inBothThemes(page, async () => expectAccessible(page));
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => highlighted(page)).toContain('egret');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/certificates/${certificate.id}$`));
  await expect(page.getByRole('heading', { level: 1 })).toContainText('heron.lan');

  // What was chosen last comes first.
  await openPalette(page);
  await expect(palette(page).getByRole('group', { name: 'Last chosen' }).getByRole('option')).toHaveCount(1);
  await expect.poll(() => highlighted(page)).toContain('heron.lan');
  await page.keyboard.type('audit');
  await expect.poll(() => highlighted(page)).toContain('Audit');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/audit$/);
});

test('a serial number or fingerprint opens its certificate, however it is written', async ({ watched: page }) => {
  await signIn(page, '/');
  const pairs = (hex: string) => hex.match(/../g) as string[];
  for (const written of [
    pairs(certificate.serialNumber).join(':').toUpperCase(),
    `0x${certificate.serialNumber}`,
    pairs(certificate.fingerprintSha256).join(' '),
  ]) {
    await openPalette(page);
    // Pasted and sent at once: Enter waits for the answer.
    await page.keyboard.insertText(written);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(`/certificates/${certificate.id}$`));
    await expect(palette(page)).toBeHidden();
    await page.goto(`${server.adminUrl}/`);
  }
});

test('a search that fails says so and leaves pages and actions', async ({ watched: page }) => {
  await signIn(page, '/');
  await page.route('**/api/v1/search?*', (route) =>
    route.fulfill({
      status: 500,
      contentType: 'application/problem+json',
      body: '{"title":"x","detail":"The database is closed.","code":"internal"}',
    }),
  );
  await openPalette(page);
  await page.keyboard.type('profiles');
  await expect(palette(page).getByText('The search failed: The database is closed.')).toBeVisible();
  await expect.poll(() => highlighted(page)).toContain('Profiles');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/profiles$/);
});

test('single letters: search, new, go, rows, list of keys; never in fields, and never when switched off', async ({
  watched: page,
}) => {
  await signIn(page, '/connections');
  await expect(async () => {
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await inBothThemes(page, async () => expectAccessible(page));
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeHidden();

  await page.keyboard.press('j');
  const row = page.getByRole('main').getByRole('link', { name: /egret/ });
  await expect(row).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/connections\/.+/);

  for (const [letter, path] of [
    ['c', '/certificates'],
    ['a', '/authorities'],
    ['i', '/inspect'],
    ['u', '/audit'],
    ['s', '/settings'],
    ['o', '/'],
  ] as const) {
    await page.keyboard.press('g');
    await page.keyboard.press(letter);
    await expect(page).toHaveURL(`${server.adminUrl}${path}`);
  }
  await page.keyboard.press('/');
  await expect(field(page)).toBeFocused();
  await page.keyboard.type('g c');
  await expect(page).toHaveURL(`${server.adminUrl}/`);
  await page.keyboard.press('Escape');
  // A dialog that is still closing keeps the keys for itself.
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('c');
  await expect(page.getByRole('menuitem', { name: 'Mutual TLS pair' })).toBeVisible();
  await page.keyboard.press('m');
  await expect(page).toHaveURL(/\/new\/pair$/);

  await page.goto(`${server.adminUrl}/certificates`);
  await expect(async () => {
    await page.keyboard.press('/');
    await expect(page.getByRole('searchbox', { name: 'Name, serial or fingerprint' })).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.type('c?jk');
  await expect(page.getByRole('searchbox', { name: 'Name, serial or fingerprint' })).toHaveValue(/c\?jk$/);
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await page.goto(`${server.adminUrl}/settings`);
  const box = page.getByRole('checkbox', { name: /Single-letter keys/ });
  await box.focus();
  await page.keyboard.press('Space');
  await expect(box).not.toBeChecked();
  await page.reload();
  await expect(box).not.toBeChecked();
  await page.locator('body').press('?');
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  // What works without single letters still does, and tells that they are off.
  await openPalette(page);
  await expect(page).toHaveURL(/\/settings$/);
  await page.keyboard.type('list of keys');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText('switched off');
});

test('a job shows in the bar while it runs, and where it ended', async ({ watched: page }) => {
  let open = [{ id: 'j0b', label: 'nodes.csv', total: 200, done: 80, failed: 4 }];
  let asked = 0;
  await page.route('**/api/v1/jobs/open', (route) => {
    asked += 1;
    return route.fulfill({ json: { items: open } });
  });
  const job = (await client.post('/bulk-issuance', {
    format: 'json',
    content: '[{"names":"one.heron.lan"}]',
    mapping: { names: 'names' },
    label: 'one.json',
  })) as { id: string };
  await signIn(page, `/jobs/${job.id}`);
  await expect(page.getByRole('link', { name: '1 job under way, 42 percent' })).toBeVisible();
  await inBothThemes(page, async () => expectAccessible(page));
  open = [];
  await expect(page.getByRole('link', { name: 'Job “nodes.csv” has ended' })).toBeVisible();
  const then = asked;
  await page.waitForTimeout(2_500);
  expect(asked).toBe(then);
});

test('two minutes before its end the session can be kept', async ({ watched: page }) => {
  let ends = { secondsLeft: 110, secondsAtMost: 20_000 };
  await page.route('**/api/v1/session/end', (route) => route.fulfill({ json: ends }));
  await page.clock.install();
  await signIn(page, '/');
  const dialog = page.getByRole('dialog', { name: 'Your session is about to end' });
  // The clock may be put forward before the page has begun to wait.
  await expect(async () => {
    await page.clock.fastForward('14:00');
    await expect(dialog).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await expect(dialog.getByRole('timer')).toContainText(/1\d\d seconds left/);
  await inBothThemes(page, async () => expectAccessible(page));
  await expect(dialog.getByRole('button', { name: 'Stay signed in' })).toBeVisible();
  ends = { secondsLeft: 900, secondsAtMost: 20_000 };
  const kept = page.waitForRequest((request) => request.url().endsWith('/api/v1/session'));
  await dialog.getByRole('button', { name: 'Stay signed in' }).press('Enter');
  await kept;
  await expect(dialog).toBeHidden();
});

test('sealed keys show in the bar of every page and lead to where they are opened', async ({ watched: page }) => {
  await signIn(page, '/');
  await expect(page.getByRole('link', { name: 'Keys are open: the signer can sign' })).toBeVisible();

  const first = await startTestServer();
  await setUp(first, { keyProtection: { mode: 'passphrase', passphrase: 'nine patient herons in the reeds' } });
  await first.stop();
  const sealed = await startTestServer({ dataDirectory: first.dataDirectory });
  try {
    await page.goto(`${sealed.adminUrl}/login?next=/audit`);
    await page.getByLabel('E-mail').fill(OPERATOR.email);
    await page.getByLabel('Password', { exact: true }).fill(OPERATOR.password);
    await page.keyboard.press('Enter');
    const link = page.getByRole('banner').getByRole('link', { name: /^Sealed ?: unseal the keys$/ });
    await expect(link).toBeVisible();
    await inBothThemes(page, async () => expectAccessible(page));
    await link.press('Enter');
    await expect(page).toHaveURL(/\/unseal/);
  } finally {
    await sealed.stop();
    removeDirectory(sealed.dataDirectory);
  }
});
