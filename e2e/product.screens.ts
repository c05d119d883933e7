import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from '@playwright/test';
import { createApiClient } from '../lib/api/client.ts';
import { makeCsr } from '../test/support/requests.ts';
import { OPERATOR, removeDirectory, setUp, startTestServer } from '../test/support/server.ts';

/**
 * `npm run screens`: every page of the real product, full and empty, desktop and phone, light and dark, into the
 * git-ignored folder `screens/`; and the picture of the README.
 */
const root = resolve(import.meta.dirname, '..');
const target = join(root, 'screens');
/** So many days from today, as the addresses take them. */
const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);

test('take the pictures', async ({ page, browser }) => {
  test.setTimeout(600_000);
  page.setDefaultTimeout(20_000);
  mkdirSync(target, { recursive: true });
  mkdirSync(join(root, 'docs/images'), { recursive: true });
  const server = await startTestServer();
  const { client, rootId, issuingId } = await setUp(server, { organisation: 'Northwind' });
  await page.goto(`${server.adminUrl}/login`);
  await page.getByLabel('E-mail').fill(OPERATOR.email);
  await page.getByLabel('Password', { exact: true }).fill(OPERATOR.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  // SCREENS=revoke,jobs takes only these.
  const wanted = process.env.SCREENS?.split(',');
  const shoot = async (name: string, path: string, before?: () => Promise<void>, dialog = false) => {
    if (wanted && !wanted.includes(name)) return;
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 860 });
        await page.emulateMedia({ colorScheme, media: null });
        await page.goto(new URL(path, server.adminUrl).href);
        await page.locator('h1').first().waitFor();
        await before?.();
        // The bar that sticks to the top belongs there, and a dialog belongs over what is seen of the page.
        await page.evaluate(() => window.scrollTo(0, 0));
        await page.screenshot({ path: join(target, `${name}-${width}-${colorScheme}.png`), fullPage: !dialog });
      }
    }
  };
  for (const [name, path] of [
    ['empty-overview', '/'],
    ['empty-connections', '/connections'],
    ['empty-certificates', '/certificates'],
    ['empty-jobs', '/jobs'],
    ['empty-profiles', '/profiles'],
    ['empty-lab', '/lab'],
    ['empty-lab-certificates', '/lab/certificates'],
    ['empty-requests', '/requests'],
  ] as const)
    await shoot(name, path);

  const connection = (await client.post('/connections', {
    kind: 'mutual',
    serverNames: ['api.northwind.lan', '10.20.0.5'],
    clientName: 'billing-worker',
  })) as { id: string; serverCertificateId: string; clientCertificateId: string };
  await client.post(`/connections/${connection.id}/test`);
  for (const name of ['search', 'queue', 'metrics', 'vault', 'registry'])
    await client.post('/certificates', { profile: 'tlsServer', names: [`${name}.northwind.lan`], validityDays: 20 });
  const gone = (await client.post('/connections', {
    kind: 'mutual',
    serverNames: ['build.northwind.lan'],
    clientName: 'ci-runner',
  })) as { id: string; clientCertificateId: string };
  await client.post(`/certificates/${gone.clientCertificateId}/revoke`, { reason: 'keyCompromise' });
  await client.post(`/connections/${gone.id}/test`);

  const renewed = (await client.post(`/certificates/${gone.clientCertificateId}/renew`, {})) as { id: string };
  await client.patch(`/certificates/${renewed.id}`, {
    owner: 'Platform team',
    tags: ['ci', 'runner'],
    notes: 'Rebuilt after the incident of 12 November.',
  });
  const held = (await client.post('/certificates', { profile: 'tlsClient', names: ['visitor'] })) as { id: string };
  await client.post(`/certificates/${held.id}/hold`);
  const replaced = (await client.post('/certificates', { profile: 'tlsServer', names: ['shop.northwind.lan'] })) as {
    id: string;
  };
  const successor = (await client.post(`/certificates/${replaced.id}/renew`, { revokeReplacedAfterDays: 7 })) as {
    id: string;
  };
  await client.post('/views', { name: 'Data team, soon', query: 'q=data team&status=expiring&sort=expiry' });
  const job = (await client.post('/bulk-issuance', {
    format: 'json',
    content: JSON.stringify([
      ...Array.from({ length: 40 }, (_, at) => ({ names: `node-${at}.northwind.lan`, owner: 'Data team' })),
      { names: 'api_node.northwind.lan' },
      { names: '10.0.0.0/24' },
    ]),
    mapping: { names: 'names', owner: 'owner' },
    label: 'nodes.json',
    skipRefused: true,
  })) as { id: string };
  for (let state = ''; state !== 'finished'; )
    ({ state } = ((await client.get(`/jobs/${job.id}`)) as { job: { state: string } }).job);

  const tagging = (await client.post('/certificates/bulk', {
    act: { kind: 'hold' },
    selection: { ids: [held.id, replaced.id, connection.clientCertificateId] },
  })) as { id: string };
  for (let state = ''; state !== 'finished'; )
    ({ state } = ((await client.get(`/jobs/${tagging.id}`)) as { job: { state: string } }).job);
  await client.post(`/certificates/${connection.clientCertificateId}/release`);
  await client.post(`/certificates/${replaced.id}/release`);
  await shoot(
    'certificates-chosen',
    '/certificates',
    async () => {
      await page.evaluate(() => sessionStorage.clear());
      await page.reload();
      const boxes = page.locator('input[data-select]:visible');
      await boxes.nth(1).check();
      await boxes.nth(3).check();
      await page.getByRole('region', { name: 'Chosen certificates' }).waitFor();
    },
    true,
  );
  await shoot('bulk-revoke', '/certificates/bulk?act=revoke&all=1&q=northwind', async () => {
    await page.getByRole('radio', { name: /^No longer used/ }).check();
  });
  await shoot('bulk-describe', '/certificates/bulk?act=describe&all=1&use=server', async () => {
    await page.getByLabel('Tags to add').fill('fleet, web');
    await page.getByLabel('Set the owner of all').check();
  });
  await shoot('renew-later', `/certificates/${successor.id}/renew`, async () => {
    await page.getByLabel('Revoke the old one later').check();
    await page.getByText('is revoked on').waitFor();
  });
  await shoot(
    'certificate-menu',
    `/certificates/${successor.id}`,
    async () => {
      await page.getByRole('button', { name: 'More' }).click();
      await page.getByRole('menuitem', { name: 'Print sheet' }).waitFor();
    },
    true,
  );
  const broken = (await client.post('/connections', { kind: 'one-way', serverNames: ['legacy.northwind.lan'] })) as {
    id: string;
    serverCertificateId: string;
  };
  await client.post(`/certificates/${broken.serverCertificateId}/revoke`, { reason: 'cessationOfOperation' });
  const ending = { kind: 'mutual', serverNames: ['mq.northwind.lan'], clientName: 'shop', validityDays: 12 };
  await client.post('/connections', ending);
  const asked = (name: string, note: string) =>
    client.post('/requests', {
      csr: makeCsr({ commonName: name, names: [{ type: 'dns', value: name as never }] }).pem,
      note,
    }) as Promise<{ id: string }>;
  const request = await asked(
    'ledger.partner.example',
    'Partner GmbH, contract 2026-114. Call Ms Berg before signing.',
  );
  const longLived = (await client.post('/requests', {
    csr: makeCsr({ commonName: 'plc-7.northwind.lan', names: [{ type: 'dns', value: 'plc-7.northwind.lan' as never }] })
      .pem,
    validityDays: 3_000,
  })) as { id: string };
  const unknown = await asked('who.example', '');
  await client.post(`/requests/${unknown.id}/reject`, {
    reason: 'Nobody here knows this host. Ask your contact to open a ticket.',
  });
  const linkOf = (side: string, withKey: boolean) =>
    client.post(`/connections/${connection.id}/handovers`, { side, withKey }) as Promise<{
      url: string;
      passphrase: string;
    }>;
  const handover = await linkOf('client', true);
  await linkOf('server', false);
  const collected = await linkOf('client', true);
  await fetch(collected.url, { method: 'POST', body: new URLSearchParams({ code: collected.passphrase.slice(0, 5) }) });
  await shoot('handover-public', handover.url);
  await shoot('handover-public-collected', collected.url);
  await shoot('handover-public-gone', `${server.publicUrl}/handover/${'A'.repeat(43)}`);
  await shoot('handover-made', `/connections/${connection.id}/handover?side=client`, async () => {
    await page.getByRole('radio', { name: /^Also the key/ }).check();
    await page.getByRole('button', { name: 'Make the link' }).click();
    const dialog = page.getByRole('dialog');
    const ready = page.getByText('is ready');
    await ready.or(dialog).first().waitFor();
    if (await dialog.isVisible()) {
      await dialog.getByLabel('Password', { exact: true }).fill(OPERATOR.password);
      await dialog.getByRole('button', { name: 'Go on' }).click();
    }
    await ready.waitFor();
  });
  for (const [name, path] of [
    ['connections-broken', '/connections?state=broken'],
    ['connection-broken', `/connections/${broken.id}`],
    ['connections-none', '/connections?q=nothing'],
    ['handover', `/connections/${connection.id}/handover?side=client`],
    ['connection-renew', `/connections/${connection.id}/renew`],
    ['connection-edit', `/connections/${connection.id}/edit`],
    ['connection-delete', `/connections/${connection.id}/delete`],
    ['requests', '/requests'],
    ['requests-rejected', '/requests?state=rejected'],
    ['request', `/requests/${request.id}`],
    ['request-refused', `/requests/${longLived.id}`],
    ['request-rejected', `/requests/${unknown.id}`],
    ['authorities-table', '/authorities?view=table'],
    ['authority-certificates', `/authorities/${issuingId}/certificates`],
    ['authority-crls', `/authorities/${issuingId}/crls`],
    ['authority-profiles', `/authorities/${issuingId}/profiles`],
    ['authority-danger', `/authorities/${issuingId}/danger`],
    ['rollover', `/authorities/${issuingId}/rollover`],
    ['rollover-late', `/authorities/${issuingId}/rollover?distribution=900&life=900`],
    ['rollover-root', `/authorities/${rootId}/rollover`],
  ] as const)
    await shoot(name, path);
  await shoot('rollover-print', `/authorities/${issuingId}/rollover`, () => page.emulateMedia({ media: 'print' }));
  await page.emulateMedia({ media: null });
  await shoot('authority-publishing', `/authorities/${issuingId}/publishing`, async () => {
    await page.getByRole('button', { name: 'Fetch all' }).click();
    await page.getByRole('list', { name: 'What was fetched' }).waitFor();
  });
  await shoot('requests-choosing', '/requests', async () => {
    await page.getByRole('checkbox').first().check();
  });

  await shoot('new-bulk', '/new/bulk', async () => {
    await page.getByRole('button', { name: 'Use a sample' }).click();
    await page.getByRole('button', { name: 'Try every row' }).click();
    await page
      .getByText(/can be issued/)
      .first()
      .waitFor();
  });
  const limited = (await client.post('/authorities', {
    kind: 'issuing',
    parentId: rootId,
    name: 'Northwind Devices',
    nameConstraints: { permitted: { dns: ['dev.northwind.lan'], ip: ['10.0.0.0/8'] } },
  })) as { id: string };
  await client.post(`/authorities/${limited.id}/disable`);
  const waiting = (await client.post('/authorities/request', { name: 'Northwind under Company Root' })) as {
    id: string;
  };
  const profile = (await client.post('/profiles', {
    base: 'tlsServer',
    name: 'Kubernetes ingress',
    definition: {
      description: 'Servers behind the ingress of the cluster.',
      keyAlgorithms: ['P-256', 'P-384'],
      maxValidityDays: 120,
      certificatePolicies: [{ policy: '1.3.6.1.4.1.99999.1.4', cpsUri: 'https://northwind.lan/cps' }],
    },
  })) as { id: string; definition: { names: Record<string, object>; subject: Record<string, object> } };
  const { names, subject } = profile.definition;
  await client.patch(`/profiles/${profile.id}`, {
    revision: 1,
    definition: {
      names: { ...names, dns: { ...names.dns, allow: ['.k8s.northwind.lan'], deny: ['.vault.k8s.northwind.lan'] } },
      subject: { ...subject, O: { mode: 'fixed', value: 'Northwind' }, OU: { mode: 'required' } },
    },
  });
  await client.post('/certificates', {
    profile: profile.id,
    names: ['shop.k8s.northwind.lan'],
    subject: { organisationalUnit: 'Web' },
  });
  await shoot('new-server-profile', `/new/server?profile=${profile.id}`, async () => {
    await page
      .getByRole('textbox', { name: 'Server names' })
      .fill('\u0440\u0430\u0443\u0440\u0430\u04cf.k8s.northwind.lan, db.lan');
    await page.getByRole('heading', { name: 'Preview' }).waitFor();
    await page.getByText('Advanced').click();
    await page.waitForTimeout(1_000);
  });
  const foreign = join(root, 'test/vectors/import');
  await shoot('import', '/authorities/import');
  await shoot('import-recognised', '/authorities/import', async () => {
    await page
      .getByLabel('Drop the files of the authority here')
      .last()
      .setInputFiles(
        ['ca.pem', 'ca.key', 'index.txt', 'crl.pem', 'leaf.pem', 'weak-authority.pem', 'openssl-scrypt.pem'].map(
          (name) => join(foreign, name),
        ),
      );
    await page.getByRole('heading', { name: 'What was recognised' }).waitFor();
  });
  await shoot('inspect', '/inspect');
  await shoot('inspect-result', '/inspect', async () => {
    const file = await client.download('GET', `/certificates/${renewed.id}/download?format=fullchain`);
    await page.getByLabel('Text').fill(Buffer.from(file.content).toString('utf8'));
    await page.getByRole('button', { name: 'Inspect' }).click();
    await page.getByText('Every check of the path').waitFor();
  });
  await shoot('authority-settings-lists', `/authorities/${issuingId}/settings`, async () => {
    await page.getByRole('radio', { name: /^Publish deltas/ }).check();
    await page.getByRole('radio', { name: /^Parts/ }).check();
  });
  await shoot(
    'trust-files',
    `/authorities/${issuingId}`,
    async () => {
      await page.getByRole('button', { name: 'Trust files' }).click();
      await page.getByText('Good to know').waitFor();
    },
    true,
  );
  await shoot(
    'step-up',
    `/authorities/${limited.id}/delete`,
    async () => {
      await page.getByLabel(/Type/).fill('Northwind Devices');
      await page.getByRole('button', { name: 'Delete Northwind Devices' }).click();
      await page.getByText('Your password, once more').waitFor();
    },
    true,
  );
  await shoot('new-csr-read', '/new/csr', async () => {
    await page
      .getByLabel('Request', { exact: true })
      .fill(makeCsr({ commonName: 'shop', names: [{ type: 'dns', value: 'shop.k8s.northwind.lan' as never }] }).pem);
    await page.getByRole('radio', { name: /^Kubernetes ingress/ }).check();
    await page.getByText('Under “Kubernetes ingress” it would be refused').waitFor();
  });
  await shoot('new-authority-limits', '/authorities/new?kind=issuing', async () => {
    // The draft of the picture before is kept for this tab.
    await page.evaluate(() => sessionStorage.clear());
    await page.reload();
    await page.getByText('Limits on what is below').click();
    await page.getByRole('button', { name: 'Add a name' }).first().click();
    await page.getByLabel('Attribute 1 of name 1: kind').selectOption('C');
    await page.getByLabel('Attribute 1 of name 1: value').fill('DE');
    await page.getByRole('button', { name: 'Add an attribute to name 1' }).click();
    await page.getByLabel('Attribute 2 of name 1: kind').selectOption('O');
    await page.getByLabel('Attribute 2 of name 1: value').fill('Northwind');
    await page
      .getByText('Subjects:')
      .or(page.getByText(/O=Northwind/))
      .first()
      .waitFor();
  });
  const bridge = (await client.post('/authorities', { kind: 'root', name: 'Partner Root', pathLenConstraint: 3 })) as {
    id: string;
  };
  await client.post(`/authorities/${bridge.id}/cross-sign`, { targetId: rootId });
  await shoot(
    'download-via',
    `/certificates/${renewed.id}`,
    async () => {
      await page.getByRole('button', { name: 'Download' }).click();
      await page.getByLabel('Which root do they trust?').selectOption({ index: 1 });
      await page.getByText(/then Partner Root/).waitFor();
    },
    true,
  );
  await shoot(
    'download',
    `/certificates/${renewed.id}`,
    async () => {
      await page.getByRole('button', { name: 'Download' }).click();
      await page.getByLabel('For whom?').selectOption('macos');
      await page.getByText('Good to know').waitFor();
    },
    true,
  );

  const lab = async (request: object) =>
    ((await client.post('/lab/runs', request)) as { runs: { id: string }[] }).runs.map((run) => run.id);
  const [mutual] = await lab({ kind: 'bench', case: 'mutual' });
  const [expired, expiredTwelve] = await lab({ kind: 'bench', case: 'server-expired' });
  const [foreignClient] = await lab({ kind: 'bench', case: 'client-other-authority' });
  const [noCertificate] = await lab({ kind: 'bench', case: 'client-no-certificate' });
  const [mismatch] = await lab({ kind: 'bench', case: 'key-mismatch' });
  const [quantum] = await lab({ kind: 'post-quantum' });
  await shoot('lab', '/lab');
  await shoot('lab-run', `/lab/${mutual}`);
  await shoot('lab-run-step', `/lab/${mutual}?step=6`, async () => {
    await page
      .getByRole('button', { name: /certificate_list/ })
      .or(page.getByText('certificate_list'))
      .first()
      .click();
  });
  await shoot('lab-run-table', `/lab/${mutual}?view=table`);
  await shoot('lab-run-expired', `/lab/${expired}?step=9`);
  await shoot('lab-run-foreign', `/lab/${foreignClient}`);
  await shoot('lab-run-alert', `/lab/${noCertificate}`);
  await shoot('lab-run-unstarted', `/lab/${mismatch}`);
  await shoot('lab-beside', `/lab/${expired}?beside=${expiredTwelve}`);
  await shoot('lab-quantum', `/lab/${quantum}`);
  await shoot('lab-certificates', '/lab/certificates');

  const given = makeCsr({ commonName: 'shop', names: [{ type: 'dns', value: 'shop.lan' as never }] }).pem;
  const unnamed = (await client.post('/profiles', {
    base: 'tlsServer',
    name: 'Named by the operator',
    definition: { namesFromCsr: false, description: 'Names are typed, whatever the request says.' },
  })) as { id: string };
  await shoot('new-csr-names', '/new/csr', async () => {
    await page.evaluate(() => sessionStorage.clear());
    await page.reload();
    await page.getByRole('textbox', { name: 'Request' }).fill(given);
    await page.getByRole('radio', { name: /^Named by the operator/ }).check();
    await page.getByRole('textbox', { name: 'Names' }).fill('given.northwind.lan');
    await page.getByText('given beside the request').waitFor();
  });
  await client.post(`/profiles/${unnamed.id}/retire`).catch(() => undefined);
  await shoot('certify-limits', `/authorities/${rootId}/certify`, async () => {
    await page.getByRole('textbox', { name: 'Request (CSR)' }).fill(given);
    await page.getByText('Limits on what is below').click();
    await page.getByLabel('DNS names').first().fill('factory.lan');
    await page.getByRole('button', { name: 'Add a name' }).first().click();
    await page.getByLabel('Attribute 1 of name 1: value').fill('Factory');
    await page.getByText('begin with O=Factory').waitFor();
  });
  await shoot('inspect-csr', '/inspect', async () => {
    await page.getByLabel('Text').fill(given);
    await page.getByRole('button', { name: 'Inspect' }).click();
    await page.getByRole('heading', { name: /request/i }).waitFor();
  });
  await shoot('inspect-crl', '/inspect', async () => {
    const crl = await (await fetch(`${server.publicUrl}/crl/${issuingId}.pem`)).text();
    await page.getByLabel('Text').fill(crl);
    await page.getByRole('button', { name: 'Inspect' }).click();
    await page.getByRole('heading', { name: /list/i }).first().waitFor();
  });
  await shoot('inspect-steps', '/inspect', async () => {
    const file = await client.download('GET', `/certificates/${gone.clientCertificateId}/download?format=fullchain`);
    await page.getByLabel('Text').fill(Buffer.from(file.content).toString('utf8'));
    await page.getByRole('button', { name: 'Inspect' }).click();
    await page.getByText('Every check of the path').click();
  });
  await shoot('own-key', '/new/client', async () => {
    await page.evaluate(() => sessionStorage.clear());
    await page.reload();
    await page
      .getByLabel('Client name')
      .first()
      .fill(`laptop-${Date.now() % 1000}`);
    await page.getByRole('radio', { name: /^Make the key in this browser/ }).check();
    await page.getByRole('button', { name: 'Issue certificate' }).click();
    await page
      .getByRole('button', { name: /Download|Save/ })
      .first()
      .waitFor();
  });
  await shoot('new-bulk-refused', '/new/bulk', async () => {
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({
        name: 'hosts.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from('names,days\nweb-1.lan,90\nweb_2.lan,90\n10.0.0.0/24,90\nweb-3.lan,9000\n'),
      });
    await page.getByRole('button', { name: 'Try every row' }).click();
    await page
      .getByText(/cannot be issued/)
      .first()
      .waitFor();
  });
  let round = 0;
  await shoot('import-report', '/authorities/import', async () => {
    await page
      .getByLabel('Drop the files of the authority here')
      .last()
      .setInputFiles(
        (round === 0 ? ['ca.pem', 'index.txt', 'crl.pem'] : ['ca.pem', 'ca.key', 'leaf.pem', 'openssl-scrypt.pem']).map(
          (name) => join(foreign, name),
        ),
      );
    await page.getByRole('heading', { name: 'What was recognised' }).waitFor();
    await page.getByRole('checkbox', { name: /^Import Root/ }).check();
    const attach = page.getByRole('checkbox', { name: /^Attach its private key/ });
    if (await attach.isVisible()) {
      await page.screenshot({ path: join(target, `import-attach-${round}.png`), fullPage: true });
      await attach.check();
    }
    round += 1;
    await page.getByRole('button', { name: 'Import 1 authority' }).click();
    await page.getByRole('link', { name: 'See all authorities' }).waitFor();
  });
  // The verdict on the log arrives as a second part, which a script puts in its place: without script the page is seen as it is before.
  if (!wanted || wanted.includes('audit-verifying')) {
    const context = await browser.newContext({
      javaScriptEnabled: false,
      storageState: await page.context().storageState(),
      viewport: { width: 1280, height: 860 },
    });
    const early = await context.newPage();
    await early.goto(`${server.adminUrl}/audit`);
    await early.screenshot({ path: join(target, 'audit-verifying-1280-light.png') });
    await context.close();
  }
  const many = (await client.post('/bulk-issuance', {
    format: 'json',
    content: JSON.stringify(Array.from({ length: 9_000 }, (_, at) => ({ names: `load-${at}.northwind.lan` }))),
    mapping: { names: 'names' },
    label: 'load.json',
  })) as { id: string };
  await shoot('job-running', `/jobs/${many.id}`);
  await client.post(`/jobs/${many.id}/cancel`);
  await shoot('job-cancelled', `/jobs/${many.id}`);
  if (!wanted || wanted.some((name) => name.includes('ceremony') || name.includes('offline'))) {
    const passphrase = 'nine patient herons in the reeds';
    await client.post('/session/step-up', { password: OPERATOR.password });
    const { content } = await client.download('POST', `/authorities/${issuingId}/sealed-key`, { passphrase });
    const sealed = Buffer.from(content).toString('utf8');
    const away = { id: issuingId, path: `/authorities/${issuingId}` };
    await client.post(`/authorities/${rootId}/disable`);
    await client.post(`${away.path}/take-offline`, { sealed, passphrase });
    await shoot('authority-offline', away.path);
    await shoot('ceremony-begin', `${away.path}/key`);
    await shoot('new-server-offline', '/new/server');
    await client.post(`${away.path}/ceremony`, { sealed, passphrase });
    await shoot('ceremony', `${away.path}/key`);
    await client.post(`/authorities/${rootId}/enable`);
  }

  for (const [name, path] of [
    ['profiles', '/profiles'],
    ['profile', `/profiles/${profile.id}`],
    ['profile-built-in', '/profiles/tlsClient'],
    ['profile-edit', `/profiles/${profile.id}/edit`],
    ['profile-new', '/profiles/new'],
    ['authority-limited', `/authorities/${limited.id}`],
    ['authority-delete', `/authorities/${limited.id}/delete`],
    ['authority-waiting', `/authorities/${waiting.id}`],
    ['authority-request', '/authorities/request'],
    ['authority-settings', `/authorities/${issuingId}/settings`],
    ['authority-renew', `/authorities/${issuingId}/renew`],
    ['authority-revoke', `/authorities/${issuingId}/revoke`],
    ['authority-key', `/authorities/${rootId}/key`],
    ['authority-certify', `/authorities/${rootId}/certify`],
    ['overview', '/'],
    ['certificates-of-a-week', `/certificates?ends=${day(14)}..${day(20)}`],
    ['certificate-renewed', `/certificates/${renewed.id}`],
    ['certificate-held', `/certificates/${held.id}`],
    ['renew', `/certificates/${renewed.id}/renew`],
    ['new-other', '/new/other'],
    ['certificate-planned', `/certificates/${replaced.id}`],
    ['certificate-hold', `/certificates/${connection.serverCertificateId}/hold`],
    ['certificate-release', `/certificates/${held.id}/release`],
    ['certificate-print', `/certificates/${connection.serverCertificateId}/print`],
    ['views', '/certificates/views?save=status%3Dheld'],
    ['bulk-choose', '/certificates/bulk'],
    ['job-hold', `/jobs/${tagging.id}`],
    ['jobs', '/jobs'],
    ['job', `/jobs/${job.id}`],
    ['connections', '/connections'],
    ['connection', `/connections/${connection.id}`],
    ['connection-revoked', `/connections/${gone.id}`],
    ['certificates', '/certificates'],
    ['certificate', `/certificates/${connection.serverCertificateId}`],
    ['certificate-revoked', `/certificates/${gone.clientCertificateId}`],
    ['revoke', `/certificates/${connection.clientCertificateId}/revoke`],
    ['authorities', '/authorities'],
    ['root', `/authorities/${rootId}`],
    ['issuing', `/authorities/${issuingId}`],
    ['new-authority', '/authorities/new'],
    ['new-pair', '/new/pair'],
    ['new-server', '/new/server'],
    ['new-csr', '/new/csr'],
    ['audit', '/audit'],
    ['sessions', '/settings/sessions'],
    ['settings', '/settings'],
    ['trust', '/trust'],
    ['trust-public', `${server.publicUrl}/trust`],
    ['not-found', '/nowhere'],
  ] as const)
    await shoot(name, path);

  await client.post('/session/step-up', { password: OPERATOR.password });
  const invite = (
    email: string,
    name: string,
    roles: readonly string[],
    authorityIds: readonly string[] | null = null,
  ) => client.post('/operators/invitations', { email, name, roles, authorityIds }) as Promise<{ token: string }>;
  const { token: joining } = await invite('mara@northwind.lan', 'Mara Lindqvist', ['approver'], [issuingId]);
  await createApiClient(server.adminUrl).post('/invitations/accept', { token: joining, password: OPERATOR.password });
  const { token: open } = await invite('jonas@northwind.lan', 'Jonas Weber', ['auditor']);
  for (const [name, rights, networks] of [
    ['deploy of the web shop', ['inventory.read', 'certificate.issue', 'certificate.export-key'], ['10.20.0.0/16']],
    ['dashboard', ['inventory.read'], null],
  ] as const)
    await client.post('/tokens', { name, rights, networks, days: 90 });
  const { operators } = (await client.get('/operators')) as { operators: readonly { id: string; email: string }[] };
  const mara = operators.find(({ email }) => email === 'mara@northwind.lan');
  for (const [name, path] of [
    ['operators', '/settings/operators'],
    ['operator', `/settings/operators/${mara?.id}`],
    ['operator-invite', '/settings/operators/invite'],
    ['tokens', '/settings/tokens'],
    ['token-new', '/settings/tokens/new'],
    ['password', '/settings/password'],
  ] as const)
    await shoot(name, path);
  await shoot('invitation', `/invitation#token=${open}`, () => page.getByText('jonas@northwind.lan').waitFor());

  const openPalette = async () => {
    // The script may still be on its way.
    for (let tries = 0; tries < 20 && !(await page.getByRole('combobox').first().isVisible()); tries += 1) {
      await page.keyboard.press('Control+k');
      await page.waitForTimeout(500);
    }
  };
  await shoot('palette', '/', openPalette, true);
  await shoot(
    'palette-found',
    '/',
    async () => {
      await openPalette();
      await page.keyboard.type('northwind');
      await page.getByRole('group', { name: 'Certificates' }).waitFor();
    },
    true,
  );
  await shoot(
    'keys',
    '/',
    async () => {
      for (let tries = 0; tries < 20 && !(await page.getByRole('dialog').isVisible()); tries += 1) {
        await page.keyboard.press('?');
        await page.waitForTimeout(500);
      }
    },
    true,
  );

  await page.setViewportSize({ width: 1280, height: 1060 });
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(`${server.adminUrl}/connections/${connection.id}`);
  await page.locator('h1').first().waitFor();
  await page.screenshot({ path: join(root, 'docs/images/connection.png') });
  await server.stop();
  removeDirectory(server.dataDirectory);
});
