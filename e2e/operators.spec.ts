import type { Page } from '@playwright/test';
import { OPERATOR, removeDirectory, setUp, startTestServer, type TestServer } from '../test/support/server.ts';
import { expect, expectAccessible, expectAccessibleInBothThemes, test } from './watched-page.ts';

/** Who may sign in, and what their programs may do. */
test.describe.configure({ mode: 'serial' });
let server: TestServer;
test.beforeAll(async () => {
  server = await startTestServer();
  await setUp(server);
});
test.afterAll(async () => {
  await server.stop();
  removeDirectory(server.dataDirectory);
});

const PASSWORD = 'seven unrelated words here';
async function signIn(page: Page, email = OPERATOR.email, password = OPERATOR.password): Promise<void> {
  await page.goto(`${server.adminUrl}/login`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}
async function givePassword(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Your password, once more' });
  await dialog.getByLabel('Password', { exact: true }).fill(OPERATOR.password);
  await dialog.getByRole('button', { name: 'Go on' }).click();
}
const secret = async (page: Page): Promise<string> => (await page.locator('[data-shown="secret"]').textContent()) ?? '';

test('somebody is invited, chooses a password, and may do what the role permits', async ({
  watched: page,
  browser,
}) => {
  await signIn(page);
  await page.goto(`${server.adminUrl}/settings/operators`);
  await expect(page.getByText('One person runs the authorities')).toBeVisible();
  await expectAccessibleInBothThemes(page);
  await page.getByRole('link', { name: 'Invite an operator' }).click();
  await page.getByRole('button', { name: 'Make the link' }).click();
  await expect(page.locator('main [role="alert"]')).toContainText('is not an e-mail address');
  await expect(page.locator('main [role="alert"]')).toContainText('Choose at least one role');
  await expectAccessible(page);
  await page.getByLabel('E-mail address').fill('heron@example.test');
  await page.getByRole('checkbox', { name: /^Approver/ }).check();
  await page.getByRole('button', { name: 'Make the link' }).click();
  await givePassword(page);
  await expect(page.getByRole('heading', { name: 'The link for heron@example.test is ready' })).toBeFocused();
  await expectAccessibleInBothThemes(page);
  const link = await secret(page);
  expect(link).toMatch(/\/invitation#token=[\w-]{43}$/);
  await page.getByRole('link', { name: 'Back to the operators' }).click();
  await expect(page.getByRole('heading', { name: 'Invitations that nobody accepted yet' })).toBeVisible();

  const theirs = await (await browser.newContext()).newPage();
  await theirs.goto(link);
  await expect(theirs.getByText('heron@example.test')).toBeVisible();
  expect(theirs.url()).not.toContain('token');
  await expectAccessible(theirs);
  await theirs.getByLabel('Your name').fill('Grey Heron');
  await theirs.getByLabel('Password', { exact: true }).fill('short');
  await theirs.getByRole('button', { name: 'Set the password and sign in' }).click();
  await expect(theirs.locator('main [role="alert"]')).toContainText('at least 15');
  await theirs.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await theirs.getByRole('button', { name: 'Set the password and sign in' }).click();
  await expect(theirs.getByRole('navigation', { name: 'Main' })).toBeVisible();
  await expect(theirs.getByRole('link', { name: 'Audit' })).toHaveCount(0);
  for (const path of ['/audit', '/settings/operators', '/authorities/new']) {
    await theirs.goto(server.adminUrl + path);
    await expect(theirs.getByText('You may not do this')).toBeVisible();
    await expectAccessible(theirs);
  }
  await theirs.goto(`${server.adminUrl}/new/server`);
  await expect(theirs.getByRole('heading', { level: 1, name: /server certificate/i })).toBeVisible();

  // The same link again: gone.
  const third = await (await browser.newContext()).newPage();
  await third.goto(link);
  await expect(third.locator('main [role="alert"]')).toContainText('was used');

  // Disabled while signed in: the next click leads to the login.
  await page.reload();
  await page.getByRole('link', { name: 'Grey Heron' }).click();
  await page.getByRole('button', { name: 'Disable', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Enable', exact: true })).toBeVisible();
  await expectAccessibleInBothThemes(page);
  await theirs.goto(`${server.adminUrl}/certificates`);
  await expect(theirs).toHaveURL(/\/login/);
  await theirs.getByLabel('E-mail').fill('heron@example.test');
  await theirs.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await theirs.getByRole('button', { name: 'Sign in' }).click();
  await expect(theirs.locator('main [role="alert"]')).toContainText('wrong');
});

test('roles are changed by somebody else, and a lost password is replaced', async ({ watched: page, browser }) => {
  await signIn(page);
  await page.goto(`${server.adminUrl}/settings/operators`);
  await page.getByRole('link', { name: 'Grey Heron' }).click();
  await page.getByRole('button', { name: 'Enable', exact: true }).click();
  await givePassword(page);
  await expect(page.getByRole('button', { name: 'Disable', exact: true })).toBeVisible();
  await page.getByRole('checkbox', { name: /^Approver/ }).uncheck();
  await page.getByRole('checkbox', { name: /^Auditor/ }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved. The operator signs in again')).toBeVisible();
  await page.getByRole('button', { name: 'Let them choose a new password' }).click();
  const link = await secret(page);
  const theirs = await (await browser.newContext()).newPage();
  await theirs.goto(link);
  await theirs.getByLabel('Password', { exact: true }).fill('another seven words here');
  await theirs.getByRole('button', { name: 'Set the password and sign in' }).click();
  await expect(theirs.getByRole('link', { name: 'Audit' }).first()).toBeVisible();
  await theirs.goto(`${server.adminUrl}/new/server`);
  await expect(theirs.getByText('You may not do this')).toBeVisible();

  // Oneself: nothing to change.
  await page.goto(`${server.adminUrl}/settings/operators`);
  await page.getByRole('link', { name: OPERATOR.email }).click();
  await expect(page.getByText('This is you.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Disable', exact: true })).toHaveCount(0);
});

test('a token is made, works until it is revoked, and is never shown again', async ({ watched: page }) => {
  await signIn(page);
  await page.goto(`${server.adminUrl}/settings/tokens`);
  await expect(page.getByText('No tokens yet')).toBeVisible();
  await page.getByRole('link', { name: 'New token' }).click();
  await page.getByRole('button', { name: 'Make the token' }).click();
  await expect(page.locator('main [role="alert"]')).toContainText('needs a name');
  await expectAccessibleInBothThemes(page);
  await page.getByLabel('Name', { exact: true }).fill('deploy');
  await page.getByRole('checkbox', { name: 'Read the inventory' }).check();
  await page.getByLabel(/^Only from these networks/).fill('127.0.0.1\n::1');
  await page.getByRole('button', { name: 'Make the token' }).click();
  await givePassword(page);
  await expect(page.getByRole('heading', { name: 'The token “deploy” is ready' })).toBeFocused();
  await expectAccessibleInBothThemes(page);
  const text = await secret(page);
  const use = () => fetch(`${server.adminUrl}/api/v1/certificates`, { headers: { Authorization: `Bearer ${text}` } });
  expect((await use()).status).toBe(200);
  await page.getByRole('link', { name: 'Back to the tokens' }).click();
  await expect(page.getByText('127.0.0.1/32, ::1/128')).toBeVisible();
  expect(await page.content()).not.toContain(text);
  await page.getByRole('button', { name: 'Revoke deploy' }).click();
  await expect(page.getByText('Revoked', { exact: true })).toBeVisible();
  await expectAccessibleInBothThemes(page);
  expect((await use()).status).toBe(401);
});

test('one’s own password is changed, and other sessions end', async ({ watched: page, browser }) => {
  await signIn(page);
  const other = await (await browser.newContext()).newPage();
  await signIn(other);
  await expect(other.getByRole('navigation', { name: 'Main' })).toBeVisible();
  await page.goto(`${server.adminUrl}/settings/sessions`);
  await page.getByRole('link', { name: 'Change your password' }).click();
  await page.getByLabel('Present password', { exact: true }).fill('not the one');
  await page.getByLabel('New password', { exact: true }).fill('a password for another day');
  await page.getByRole('button', { name: 'Change the password' }).click();
  await expect(page.locator('main [role="alert"]')).toContainText('not your present password');
  await expectAccessibleInBothThemes(page);
  await page.getByLabel('Present password', { exact: true }).fill(OPERATOR.password);
  await page.getByRole('button', { name: 'Change the password' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sessions' })).toBeVisible();
  await other.goto(`${server.adminUrl}/certificates`);
  await expect(other).toHaveURL(/\/login/);
  await signIn(other, OPERATOR.email, 'a password for another day');
  await expect(other.getByRole('navigation', { name: 'Main' })).toBeVisible();
});
