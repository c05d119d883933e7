import { readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import type { ApiClient } from '../lib/api/client.ts';
import { parseCertificate } from '../lib/pki/certificate.ts';
import { explainNameConstraints, parseNameConstraints } from '../lib/pki/name-constraints.ts';
import { OID } from '../lib/pki/oids.ts';
import { decodePem } from '../lib/pki/pem.ts';
import { makeCsr } from '../test/support/requests.ts';
import {
  OPERATOR,
  removeDirectory,
  setUp,
  startTestServer,
  type TestServer,
  temporaryDirectory,
} from '../test/support/server.ts';
import { expect, expectAccessibleInBothThemes, test } from './watched-page.ts';

/** What is done with authorities a few times in their life: chains through another root, keys that follow, limits, ceremonies. */
test.describe.configure({ mode: 'serial' });
const vectors = resolve(import.meta.dirname, '../test/vectors/import');
const PASSPHRASE = 'nine patient herons in the reeds';
let server: TestServer;
let client: ApiClient;
let ids: { rootId: string; issuingId: string };
let folder: string;
test.beforeAll(async () => {
  folder = temporaryDirectory();
  server = await startTestServer();
  const made = await setUp(server);
  client = made.client;
  ids = made;
});
test.afterAll(async () => {
  await server.stop();
  removeDirectory(server.dataDirectory);
  removeDirectory(folder);
});
test.beforeEach(async ({ watched: page }) => {
  await page.goto(`${server.adminUrl}/login`);
  await page.getByLabel('E-mail').fill(OPERATOR.email);
  await page.getByLabel('Password', { exact: true }).fill(OPERATOR.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
});

/** Gives the password when the act asks for it; an act of the last five minutes may have given it. */
async function giveWhenAsked(page: Page, done: RegExp | string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Your password, once more' });
  const outcome = page.getByText(done).first();
  // A passphrase is stretched on purpose, and the machine may have other work.
  await expect(dialog.or(outcome).first()).toBeVisible({ timeout: 30_000 });
  if (await dialog.isVisible()) {
    await expect(dialog.getByLabel('Password', { exact: true })).toBeFocused();
    await expectAccessibleInBothThemes(page);
    await dialog.getByLabel('Password', { exact: true }).fill(OPERATOR.password);
    await dialog.getByRole('button', { name: 'Go on' }).click();
  }
  await expect(outcome).toBeVisible({ timeout: 30_000 });
}

test('the chain goes to the root that the other side trusts', async ({ watched: page }) => {
  const partner = (await client.post('/authorities', {
    kind: 'root',
    name: 'Partner Root',
    pathLenConstraint: 3,
  })) as { id: string };
  await client.post(`/authorities/${partner.id}/cross-sign`, { targetId: ids.rootId });
  const { id } = (await client.post('/certificates', { profile: 'tlsServer', names: ['via.lan'] })) as { id: string };
  await page.goto(`${server.adminUrl}/certificates/${id}`);
  await page.getByRole('button', { name: 'Download' }).click();
  const dialog = page.getByRole('dialog', { name: 'Download via.lan' });
  await dialog.getByLabel('Which root do they trust?').selectOption({ label: await partnerLabel(page) });
  await expect(dialog.getByText(/then Partner Root/)).toBeVisible();
  await expectAccessibleInBothThemes(page);
  const files = dialog.getByRole('list', { name: 'Files' });
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    files.getByRole('button', { name: /Only this.*fullchain/ }).click(),
  ]);
  const chain = decodePem(await readFile(await download.path(), 'utf8'), ['CERTIFICATE']).map(({ der }) =>
    parseCertificate(der),
  );
  expect(chain.at(-1)?.issuer.find(({ type }) => type === 'CN')?.value).toBe('Partner Root');
});

async function partnerLabel(page: Page): Promise<string> {
  const option = page.getByLabel('Which root do they trust?').locator('option', { hasText: 'Partner Root' });
  return (await option.textContent()) ?? '';
}

test('an authority that came without its key gets it at a second import', async ({ watched: page }) => {
  const bring = async (names: readonly string[]) => {
    await page.goto(`${server.adminUrl}/authorities/import`);
    await page
      .getByLabel('Drop the files of the authority here')
      .last()
      .setInputFiles(names.map((name) => join(vectors, name)));
    await expect(page.getByRole('heading', { name: 'What was recognised' })).toBeVisible();
  };
  await bring(['ca.pem']);
  await page.getByRole('checkbox', { name: /^Import Root/ }).check();
  await expectAccessibleInBothThemes(page);
  await page.getByRole('button', { name: 'Import 1 authority' }).click();
  await expect(page.getByText('Import Root: imported')).toBeVisible();

  await bring(['ca.pem', 'ca.key']);
  await page.getByRole('checkbox', { name: /^Import Root/ }).check();
  await page.getByRole('checkbox', { name: /^Attach its private key/ }).check();
  await expectAccessibleInBothThemes(page);
  await page.getByRole('button', { name: 'Import 1 authority' }).click();
  await giveWhenAsked(page, 'Import Root: has its key now');
  await expectAccessibleInBothThemes(page);
  await page.getByRole('link', { name: 'Open', exact: true }).click();
  await expect(page.getByText(/held by the signer, encrypted/)).toBeVisible();
});

test('an outside authority is certified within limits, by its request', async ({ watched: page }) => {
  await page.goto(`${server.adminUrl}/authorities/${ids.rootId}/certify`);
  await page.getByRole('textbox', { name: 'Request (CSR)' }).fill(makeCsr({ commonName: 'Factory CA' }).pem);
  await page.getByText('Limits on what is below').click();
  await page.getByLabel('DNS names').first().fill('factory.lan');
  await page.getByRole('button', { name: 'Add a name' }).first().click();
  await page.getByLabel('Attribute 1 of name 1: kind').selectOption('C');
  await page.getByLabel('Attribute 1 of name 1: value').fill('DE');
  await page.getByRole('button', { name: 'Add an attribute to name 1' }).click();
  await page.getByLabel('Attribute 2 of name 1: kind').selectOption('O');
  await page.getByLabel('Attribute 2 of name 1: value').fill('Factory');
  await page.getByRole('checkbox', { name: 'TLS servers' }).check();
  const said = [
    'DNS names: only factory.lan and names below it.',
    'Subjects: only those that begin with C=DE, O=Factory.',
  ];
  for (const sentence of said) await expect(page.getByText(sentence)).toBeVisible();
  await expectAccessibleInBothThemes(page);
  await page.getByRole('button', { name: 'Sign the request' }).click();
  await expect(page.getByRole('heading', { name: 'Factory CA' })).toBeVisible();
  for (const sentence of said) await expect(page.getByText(sentence)).toBeVisible();
  await expectAccessibleInBothThemes(page);
  const { node } = (await client.get(`/authorities/${page.url().split('/').at(-1)}`)) as {
    node: { certificate: { id: string } };
  };
  const { content } = await client.download('GET', `/certificates/${node.certificate.id}/download?format=der`);
  const extension = parseCertificate(content).extensions.find(({ oid }) => oid === OID.nameConstraints);
  expect(explainNameConstraints(parseNameConstraints(extension?.valueDer as Uint8Array))).toEqual(said);
});

test('a request under a profile that takes no names from it', async ({ watched: page }) => {
  const profile = (await client.post('/profiles', {
    base: 'tlsServer',
    name: 'Named by the operator',
    definition: { namesFromCsr: false },
  })) as { id: string; definition: { subject: object } };
  await client.patch(`/profiles/${profile.id}`, {
    revision: 1,
    definition: { subject: { ...profile.definition.subject, OU: { mode: 'required' } } },
  });
  await page.goto(`${server.adminUrl}/new/csr`);
  const asked = [{ type: 'dns', value: 'asked.lan' as never }] as const;
  await page.getByRole('textbox', { name: 'Request' }).fill(makeCsr({ commonName: 'asked.lan', names: asked }).pem);
  await page.getByRole('radio', { name: /^Named by the operator/ }).check();
  await expect(page.getByText('Under “Named by the operator” it would be refused')).toBeVisible();
  await page.getByRole('textbox', { name: 'Names' }).fill('given.lan');
  await page.getByLabel('Department').fill('Web');
  const compared = page.getByRole('list', { name: 'Asked and issued' });
  await expect(compared.getByText('given.lan', { exact: true })).toBeVisible();
  await expect(compared.getByText(/OU=Web/)).toBeVisible();
  await expectAccessibleInBothThemes(page);
  await page.getByRole('button', { name: 'Sign', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'given.lan' })).toBeVisible();
  await expect(page.getByText('asked.lan')).toHaveCount(0);
});

test('a key goes offline; the form says so, and a ceremony lets it issue again', async ({ watched: page }) => {
  test.setTimeout(240_000);
  const name = 'Test Org Issuing 1';
  const key = `${server.adminUrl}/authorities/${ids.issuingId}/key`;
  await page.goto(key);
  await page.getByLabel('Passphrase for the file', { exact: true }).fill(PASSPHRASE);
  await expectAccessibleInBothThemes(page);
  const handedOut = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export sealed key' }).click();
  await giveWhenAsked(page, 'The file was handed out');
  const sealed = join(folder, 'sealed.json');
  writeFileSync(sealed, readFileSync(await (await handedOut).path()));
  await page.getByLabel('Sealed key file').setInputFiles(sealed);
  await page.getByLabel('Its passphrase', { exact: true }).fill(PASSPHRASE);
  await page.getByLabel(/Type the name of the authority/).fill(name);

  // A form that is open meanwhile hears of it with its next preview; what is typed stays.
  const other = await page.context().newPage();
  await other.goto(`${server.adminUrl}/new/server`);
  await other.getByRole('textbox', { name: 'Server names' }).fill('waits.lan');
  await expect(other.getByText(`Signed by`)).toBeVisible();
  await page.getByRole('button', { name: 'Remove the key from this machine' }).click();
  await giveWhenAsked(page, `Ceremony with ${name}`);
  await expectAccessibleInBothThemes(page);
  await other.getByRole('textbox', { name: 'Server names' }).fill('waits.lan, too.lan');
  await expect(other.getByText(`The key of ${name} is offline`)).toBeVisible();
  await expectAccessibleInBothThemes(other);

  // A form that is opened now leads to the ceremony.
  await page.goto(`${server.adminUrl}/new/server`);
  await expect(page.getByText(`The key of ${name} is offline`)).toBeVisible();
  await expectAccessibleInBothThemes(page);
  await page.getByRole('link', { name: 'Begin a ceremony' }).click();
  await page.getByLabel('Sealed key file').setInputFiles(sealed);
  await page.getByLabel('Its passphrase', { exact: true }).fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Begin the ceremony' }).click();
  await giveWhenAsked(page, /The key can sign for \d+ more minutes/);
  await expectAccessibleInBothThemes(page);
  await other.getByRole('button', { name: 'Issue certificate' }).click();
  await expect(other.getByRole('heading', { name: 'waits.lan' })).toBeVisible();
  await page.getByRole('button', { name: 'End the ceremony' }).click();
  await expect(page.getByRole('button', { name: 'Begin the ceremony' })).toBeVisible();
});
