import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import {
  freePorts,
  OPERATOR,
  removeDirectory,
  setUp,
  startTestServer,
  type TestServer,
  temporaryDirectory,
} from '../test/support/server.ts';
import { expect, expectAccessible, expectAccessibleInBothThemes, test } from './watched-page.ts';

/** Trust setup on the console and for anyone, in a Chromium that does not trust the root and in one that does. */
test.describe.configure({ mode: 'serial' });
const executablePath = (
  JSON.parse(readFileSync(resolve(import.meta.dirname, '../.cache/browser.json'), 'utf8')) as { executablePath: string }
).executablePath;
let server: TestServer;
let rootId: string;
const folders: string[] = [];
test.beforeAll(async () => {
  const [port] = await freePorts();
  server = await startTestServer({ env: { COUNTERSIGN_PROOF_PORT: String(port) } });
  ({ rootId } = await setUp(server, { organisation: 'Acme <b>& Sons</b>' }));
});
test.afterAll(async () => {
  await server.stop();
  for (const folder of [server.dataDirectory, ...folders]) removeDirectory(folder);
});

async function turnProofOn(): Promise<void> {
  const client = server.client();
  await client.post('/session', OPERATOR);
  await client.post(`/trust/${rootId}/proof`);
}

async function signIn(page: Page): Promise<void> {
  await page.goto(`${server.adminUrl}/login`);
  await page.getByLabel('E-mail').fill(OPERATOR.email);
  await page.getByLabel('Password', { exact: true }).fill(OPERATOR.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}

test('the console shows the steps, turns the proof on, and says that this device does not trust the root', async ({
  watched: page,
}) => {
  await signIn(page);
  await page.getByRole('link', { name: 'Trust setup' }).first().click();
  await expect(page.getByRole('heading', { name: 'Trust setup', level: 1 })).toBeVisible();
  await expect(page.getByText('Turned on, it issues a certificate')).toBeVisible();
  await expectAccessibleInBothThemes(page);
  await page.getByText('iPhone and iPad').click();
  await expect(page.getByText('Certificate Trust Settings: switch on')).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Script for Linux', exact: true }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/-linux\.sh$/);
  await page.getByRole('button', { name: 'Turn the proof on' }).click();
  await expect(page.getByText('Not yet trusted on this device')).toBeVisible();
  await expect(page.getByText('The root is not installed yet')).toBeVisible();
  await expectAccessibleInBothThemes(page);
  await page.setViewportSize({ width: 320, height: 800 });
  await expectAccessible(page);
});

test('the public page is whole without script, and its picture tells that the root is not trusted', async ({
  browser,
}) => {
  await turnProofOn();
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${server.publicUrl}/trust`);
  await expect(page.getByRole('heading', { name: 'Trust setup' })).toBeVisible();
  await expect(page.getByText('Acme <b>& Sons</b>', { exact: true })).toBeVisible();
  await page.locator('#windows > summary').click();
  await expect(page.getByText('certutil -addstore -f Root')).toBeVisible();
  await expect(page.getByText(/Issues through/)).toBeVisible();
  await context.close();

  // axe needs script.
  const other = await browser.newContext();
  const scripted = await other.newPage();
  await scripted.goto(`${server.publicUrl}/trust/${rootId}`);
  await expectAccessibleInBothThemes(scripted);
  expect(await pictureWidth(scripted)).toBe(0);
  await scripted.setViewportSize({ width: 320, height: 800 });
  await expectAccessible(scripted);
  await other.close();
});

test('a browser that trusts the root says so on both pages', async () => {
  await turnProofOn();
  const context = await browserThatTrusts();
  try {
    const page = await context.newPage();
    await signIn(page);
    await page.goto(`${server.adminUrl}/trust`);
    await expect(page.getByText('Trusted: this device accepts')).toBeVisible();
    await page.getByRole('button', { name: 'Check again' }).click();
    await expect(page.getByText('Trusted: this device accepts')).toBeVisible();
    await expectAccessibleInBothThemes(page);
    await page.goto(`${server.publicUrl}/trust`);
    await expect.poll(() => pictureWidth(page)).toBe(260);
    await page.getByRole('link', { name: /^https:/ }).click();
    await expect(page.getByRole('heading', { name: 'Trusted', exact: true })).toBeVisible();
    await expectAccessibleInBothThemes(page);
    await page.goto(`${server.adminUrl}/trust`);
    await page.getByRole('button', { name: 'Turn the proof off' }).click();
    await expect(page.getByText('Turned on, it issues a certificate')).toBeVisible();
  } finally {
    await context.close();
  }
});

const pictureWidth = (page: Page) =>
  page.evaluate(() => (document.querySelector('.proof img') as HTMLImageElement).naturalWidth);

/** As our own script makes it: the root in the NSS database of a home directory. */
async function browserThatTrusts(): Promise<BrowserContext> {
  const home = temporaryDirectory();
  folders.push(home);
  const { files } = (await (async () => {
    const client = server.client();
    await client.post('/session', OPERATOR);
    return ((await client.get(`/trust/${rootId}`)) as { chosen: { files: { name: string }[] } }).chosen;
  })()) as { files: { name: string }[] };
  const script = files.find(({ name }) => name.endsWith('-chrome-linux.sh'))?.name ?? '';
  const file = join(home, script);
  writeFileSync(file, await (await fetch(`${server.publicUrl}/trust/${rootId}/${script}`)).text());
  execFileSync('sh', [file], { env: { ...process.env, HOME: home }, stdio: 'pipe' });
  const profile = join(home, 'profile');
  mkdirSync(profile);
  return chromium.launchPersistentContext(profile, {
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run', '--disable-quic'],
    env: { ...(process.env as Record<string, string>), HOME: home },
    viewport: { width: 1280, height: 800 },
  });
}
