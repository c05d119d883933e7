import type { Page } from '@playwright/test';
import { makeCsr } from '../test/support/requests.ts';
import { OPERATOR, removeDirectory, setUp, startTestServer, type TestServer } from '../test/support/server.ts';
import { expect, expectAccessible, test } from './watched-page.ts';

/**
 * The main tasks without a pointer, and with how little: C counts keys that act, F what is typed. A count that grows
 * fails here. Wherever the focus comes to rest it can be seen, and nothing that sticks to an edge lies over it.
 */
let server: TestServer;
let client: Awaited<ReturnType<typeof setUp>>['client'];
let rootId = '';
test.beforeAll(async () => {
  server = await startTestServer();
  ({ client, rootId } = await setUp(server, { organisation: 'Acme' }));
});
test.afterAll(async () => {
  await server.stop();
  removeDirectory(server.dataDirectory);
});

class Hands {
  acted = 0;
  typed = 0;
  readonly #page: Page;
  constructor(page: Page) {
    this.#page = page;
  }
  /** A key that does something. */
  async act(key: string): Promise<void> {
    this.acted += 1;
    await this.#page.keyboard.press(key);
  }
  async type(text: string): Promise<void> {
    this.typed += 1;
    await this.#page.keyboard.type(text);
  }
  /** What the clipboard puts in is not typed. */
  async paste(text: string): Promise<void> {
    await this.#page.keyboard.insertText(text);
  }
  /** On to the control of this name, by Tab alone. */
  async to(name: RegExp): Promise<void> {
    const passed: string[] = [];
    for (let step = 0; step < 80; step += 1) {
      const now = await focused(this.#page);
      if (now && name.test(now.name)) return expectSeen(this.#page, now.name);
      passed.push(now?.name ?? '-');
      await this.#page.keyboard.press('Tab');
      await expectSeen(this.#page, (await focused(this.#page))?.name ?? '');
    }
    throw new Error(`No control named ${name} is reached by Tab: ${passed.join(' | ')}`);
  }
}

const focused = (page: Page): Promise<{ name: string } | null> =>
  page.evaluate(() => {
    const one = document.activeElement;
    if (!(one instanceof HTMLElement) || one === document.body) return null;
    const labelled = (one as HTMLInputElement).labels?.[0]?.textContent;
    const by = one
      .getAttribute('aria-labelledby')
      ?.split(' ')
      .map((id) => document.getElementById(id)?.textContent ?? '');
    const name = one.getAttribute('aria-label') ?? by?.join(' ') ?? labelled ?? one.textContent ?? '';
    return { name: name.replace(/\s+/g, ' ').trim() };
  });

/** WCAG 2.4.7 and 2.4.11. */
async function expectSeen(page: Page, name: string): Promise<void> {
  const fault = await page.evaluate(() => {
    const one = document.activeElement;
    if (!(one instanceof HTMLElement) || one === document.body || one.tagName === 'MAIN') return '';
    const rings = [one, one.parentElement, one.closest('label'), one.closest('.field-box')].some((part) => {
      if (!part) return false;
      const { outlineStyle, outlineWidth } = getComputedStyle(part);
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0;
    });
    if (!rings) return 'has no ring';
    const { left, top, width, height } = one.getBoundingClientRect();
    if (width <= 1 || height <= 1) return '';
    const x = Math.min(innerWidth - 1, Math.max(0, left + width / 2));
    const y = Math.min(innerHeight - 1, Math.max(0, top + Math.min(height / 2, 20)));
    const above = document.elementFromPoint(x, y);
    const isCovered =
      above !== null && !one.contains(above) && !above.contains(one) && !above.closest('label')?.contains(one);
    return isCovered ? `is covered by ${above.outerHTML.slice(0, 100)}` : '';
  });
  expect(fault, `the focus on "${name}"`).toBe('');
}

async function open(page: Page, path: string): Promise<Hands> {
  await page.goto(`${server.adminUrl}/login?next=${encodeURIComponent(path)}`);
  await page.getByLabel('E-mail').waitFor();
  const hands = new Hands(page);
  await hands.to(/^E-mail$/);
  await hands.type(OPERATOR.email);
  await hands.to(/^Password$/);
  await hands.type(OPERATOR.password);
  await hands.act('Enter');
  await expect(page).toHaveURL(`${server.adminUrl}${path}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  // Keys are listened for once the page is alive.
  await page.waitForLoadState('networkidle');
  hands.acted = 0;
  hands.typed = 0;
  return hands;
}

test('a pair: c m, names, Tab, name, Ctrl+Enter, d', async ({ watched: page }) => {
  const hands = await open(page, '/');
  await hands.act('c');
  await hands.act('m');
  await expect(page).toHaveURL(/\/new\/pair$/);
  await expect.poll(async () => (await focused(page))?.name).toMatch(/^Server names/);
  await hands.type('api.lan, 10.20.0.5');
  await hands.to(/^Client name/);
  await hands.type('billing');
  await hands.act('Control+Enter');
  await expect(page).toHaveURL(/\/connections\/\w{8,}/);
  await page.waitForLoadState('networkidle');
  const [download] = await Promise.all([page.waitForEvent('download'), hands.act('d')]);
  expect(download.suggestedFilename()).toMatch(/\.zip$/);
  expect([hands.acted, hands.typed]).toEqual([4, 2]);
});

test('a request is signed: at most 4 C, nothing typed', async ({ watched: page }) => {
  const hands = await open(page, '/');
  await hands.act('c');
  await hands.act('r');
  await expect(page).toHaveURL(/\/new\/csr$/);
  await hands.to(/^Request/);
  await hands.paste(makeCsr({ commonName: 'queue.lan', names: [{ type: 'dns', value: 'queue.lan' } as never] }).pem);
  await expect(page.getByText('queue.lan').first()).toBeVisible();
  await page.waitForLoadState('networkidle');
  await hands.act('Control+Enter');
  await expect(page).toHaveURL(/\/certificates\/\w{8,}/);
  expect(hands.acted).toBeLessThanOrEqual(3);
  expect(hands.typed).toBe(0);
});

test('an authority below another: at most 3 C, 1 F', async ({ watched: page }) => {
  const hands = await open(page, `/authorities/${rootId}`);
  await hands.to(/^(Add|New|Create).*(below|authority)/i);
  await hands.act('Enter');
  await expect(page).toHaveURL(/\/authorities\/new/);
  await hands.to(/^Name$/);
  await hands.type('Acme Devices');
  await hands.act('Control+Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Acme Devices');
  expect(hands.acted).toBeLessThanOrEqual(3);
  expect(hands.typed).toBe(1);
});

test('a certificate is revoked: at most 3 C, nothing typed', async ({ watched: page }) => {
  const made = (await client.post('/certificates', { profile: 'tlsServer', names: ['old.lan'] })) as { id: string };
  const hands = await open(page, `/certificates/${made.id}/revoke`);
  // The page is opened by one press, wherever one comes from.
  hands.acted = 1;
  await hands.to(/Superseded|Replaced|No longer/i);
  await hands.act('Space');
  await hands.to(/^Revoke old\.lan/);
  await hands.act('Enter');
  await expect(page.getByText(/Revocation list \d+ of .* is live/)).toBeVisible();
  expect(hands.acted).toBeLessThanOrEqual(3);
  expect(hands.typed).toBe(0);
  await expectAccessible(page);
});

test('a certificate is renewed: at most 2 C, nothing typed', async ({ watched: page }) => {
  const made = (await client.post('/certificates', { profile: 'tlsServer', names: ['again.lan'] })) as { id: string };
  const hands = await open(page, `/certificates/${made.id}`);
  await hands.to(/^Renew/);
  await hands.act('Enter');
  await expect(page).toHaveURL(/\/renew$/);
  await hands.to(/^Renew again\.lan|^Renew$/);
  await hands.act('Enter');
  await expect(page).toHaveURL(
    (url) => /\/certificates\/\w{8,}$/.test(url.pathname) && !url.pathname.includes(made.id),
  );
  expect(hands.acted).toBeLessThanOrEqual(2);
  expect(hands.typed).toBe(0);
});

test('something is inspected: pasted, and nothing else', async ({ watched: page }) => {
  const hands = await open(page, '/inspect');
  const file = await client.download('GET', `/authorities/${rootId}/certificate?format=pem`);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate((text) => navigator.clipboard.writeText(text), new TextDecoder().decode(file.content));
  await page.keyboard.press('ControlOrMeta+V');
  await expect(page.getByText('Acme Root').first()).toBeVisible();
  expect([hands.acted, hands.typed]).toEqual([0, 0]);
});
