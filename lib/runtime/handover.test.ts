import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findProgram, run } from '../../test/support/programs.ts';
import type { Handler } from '../http/node-exchange.ts';
import { createHandoverHandler } from '../protocols/trust/handover-handler.ts';
import { deleteConnection, renameConnection } from '../services/change-connection.ts';
import { createAuthority } from '../services/create-authority.ts';
import { createConnection } from '../services/create-connection.ts';
import { type CreatedHandover, createHandover } from '../services/create-handover.ts';
import { getConnection } from '../services/get-connections.ts';
import { renewConnection } from '../services/renew-connection.ts';
import { revokeCertificate } from '../services/revoke-certificate.ts';
import { dropEndedHandovers, revokeHandover } from '../services/revoke-handover.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { OPERATOR, passwordGivenAgain, startTestContext, type TestContext } from './context.test-support.ts';

const HOSTILE = `x<img src=x onerror=alert(1)>"'&`;
let test: TestContext;
let context: ServiceContext;
let handler: Handler;
beforeAll(async () => {
  test = await startTestContext();
  ({ context } = test);
  handler = createHandoverHandler(context);
  const { authority } = await createAuthority(context, OPERATOR, { kind: 'root', name: 'Handover Root' });
  await createAuthority(context, OPERATOR, { kind: 'issuing', parentId: authority.id, name: 'Handover Issuing' });
}, 60_000);
afterAll(() => test.close());

let pairs = 0;
const pair = async (kind: 'mutual' | 'one-way' = 'mutual') => {
  pairs += 1;
  return createConnection(context, OPERATOR, {
    kind,
    name: `${HOSTILE} ${pairs}`,
    serverNames: [`api-${pairs}.lan`],
    ...(kind === 'mutual' ? { clientName: `worker-${pairs}` } : {}),
  });
};
const pathOf = ({ url }: CreatedHandover) => new URL(url).pathname;
let visitors = 0;
const ask = (path: string, init: RequestInit = {}, using = handler, from?: string) => {
  visitors += 1;
  return using({
    request: new Request('http://localhost/', init),
    path,
    query: new URLSearchParams(),
    remoteAddress: from ?? `192.0.2.${visitors % 250}`,
    requestId: 'r',
  });
};
const collect = (link: CreatedHandover, code: string, using = handler) =>
  ask(
    pathOf(link),
    {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ code }).toString(),
    },
    using,
  );
const firstGroup = ({ passphrase }: CreatedHandover) => (passphrase as string).slice(0, 5);
const later = (days: number) => ({
  ...context,
  clock: { now: () => new Date(context.clock.now().getTime() + days * 86_400_000) },
});

describe('a link for one party', () => {
  it('shows the public parts of its own bundle only, runs nothing, is not kept and not found by searches', async () => {
    const { connection, server, client } = await pair();
    const link = await createHandover(context, OPERATOR, connection.id, { side: 'client' });
    expect(link.passphrase).toBeNull();
    const answer = await ask(pathOf(link));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.get('x-robots-tag')).toContain('noindex');
    expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    const page = await answer.text();
    expect(page).toContain('x&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;');
    expect(page).not.toMatch(/<(img|script|form)\b/);
    expect(page).not.toMatch(/<[^>]* (on[a-z]+|style)=/i);
    // Nothing of the server's own but the root: not even the serial number of its certificate.
    expect(page).toContain(client?.certificate.serialNumber);
    expect(page).not.toContain(server.certificate.serialNumber);
    const view = await getConnection(context, OPERATOR, connection.id);
    const root = view.serverChain[0]?.fingerprintSha256.toUpperCase() ?? '';
    for (const group of root.match(/.{8}/g) ?? []) expect(page).toContain(`<code>${group}</code>`);
    for (const [, name] of page.matchAll(/href="[^"]+\/([A-Za-z0-9.-]+)" download/g)) {
      const file = await ask(`${pathOf(link)}/${name}`);
      expect(file.status).toBe(200);
      expect(file.headers.get('cache-control')).toBe('no-store');
      const text = await file.text();
      expect(text).toMatch(/^(-----BEGIN (CERTIFICATE|X509 CRL)-----|$)/);
      expect(text).not.toContain('PRIVATE KEY');
    }
    expect((await ask(`${pathOf(link)}/worker-1.key`)).status).toBe(404);
    expect((await ask(`${pathOf(link)}/README.txt`)).status).toBe(404);
    const stored = JSON.stringify(await context.store.handoversOf(connection.id));
    expect(stored).not.toContain(pathOf(link).split('/').at(-1));
    // What operators see of it neither opens it nor tells how it is recognised.
    expect(JSON.stringify(view.handovers)).not.toMatch(/token|codeSha/);
  });

  it('lets the key be collected once, under a passphrase that is nowhere; of two at once one gets it', async () => {
    const { connection, client } = await pair();
    const link = await createHandover(context, OPERATOR, connection.id, { side: 'client', withKey: true });
    expect(link.passphrase).toMatch(/^\w{5}(-\w{5}){3}$/);
    // Looking takes nothing away, however often.
    for (const method of ['GET', 'HEAD', 'GET']) expect((await ask(pathOf(link), { method })).status).toBe(200);
    const answers = await Promise.all(Array.from({ length: 6 }, () => collect(link, firstGroup(link))));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410, 410, 410, 410, 410]);
    const answer = answers.find(({ status }) => status === 200) as Response;
    expect(answer.headers.get('content-disposition')).toMatch(/attachment; filename=".*-client\.zip"/);
    const octets = new Uint8Array(await answer.arrayBuffer());
    expect(createHash('sha256').update(octets).digest('hex')).toBe(link.handover.file?.sha256);
    const files = unzipSync(octets);
    const base = client?.certificate.displayName as string;
    const sealed = Buffer.from(files[`${base}-encrypted.key`] as Uint8Array).toString('utf8');
    expect(sealed).toContain('BEGIN ENCRYPTED PRIVATE KEY');
    for (const content of Object.values(files))
      expect(Buffer.from(content).toString('latin1')).not.toContain('BEGIN PRIVATE KEY');
    const key = createPrivateKey({ key: sealed, passphrase: link.passphrase as string });
    const certificate = new X509Certificate(Buffer.from(files[`${base}.pem`] as Uint8Array));
    expect(certificate.checkPrivateKey(key)).toBe(true);
    expect(() => createPrivateKey({ key: sealed, passphrase: firstGroup(link) })).toThrow();
    const openssl = findProgram('openssl');
    if (openssl) {
      const container = join(test.directory, 'collected.p12');
      writeFileSync(container, files[`${base}.p12`] as Uint8Array);
      const read = (password: string) =>
        run(openssl, ['pkcs12', '-in', container, '-nodes', '-passin', `pass:${password}`]);
      expect((await read(link.passphrase as string)).output).toContain('BEGIN PRIVATE KEY');
      expect((await read(firstGroup(link))).code).not.toBe(0);
    }
    expect(Buffer.from(files['README.txt'] as Uint8Array).toString('utf8')).toContain(
      `openssl pkey -in ${base}-encrypted.key`,
    );
    expect(Buffer.from(files['README.txt'] as Uint8Array).toString('utf8')).not.toContain(firstGroup(link));

    const gone = await collect(link, firstGroup(link));
    expect([gone.status, (await gone.text()).includes('works once')]).toEqual([410, true]);
    expect(await (await ask(pathOf(link))).text()).toContain('It was collected');
    const { items } = await context.store.auditPage({ limit: 50, beforeSeq: null, objectId: connection.id });
    expect(items.filter(({ action }) => action === 'connection.collected')).toMatchObject([
      { actor: 'hand-over link', details: { side: 'client', fileSha256: link.handover.file?.sha256 } },
    ]);
    const exported = await context.store.auditPage({
      limit: 5,
      beforeSeq: null,
      action: 'certificate.key-exported',
      objectId: client?.certificate.id as string,
    });
    expect(exported.items).toMatchObject([{ details: { purpose: 'one-time download for the client' } }]);
    const everything = JSON.stringify([items, exported.items, await getConnection(context, OPERATOR, connection.id)]);
    for (const group of (link.passphrase as string).split('-')) expect(everything).not.toContain(group);
  });

  it('counts wrong first groups, says how many are left, and gives the file up with the fifth', async () => {
    const { connection } = await pair();
    const link = await createHandover(context, OPERATOR, connection.id, { side: 'server', withKey: true });
    // What is no group at all is no try.
    for (const code of ['', 'abc', link.passphrase as string]) {
      const answer = await collect(link, code);
      expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('first group')]);
    }
    const wrong = firstGroup(link) === 'AAAAA' ? 'BBBBB' : 'AAAAA';
    for (const left of ['4 tries are', '3 tries are', '2 tries are', 'One try is']) {
      const answer = await collect(link, wrong);
      const page = await answer.text();
      expect([answer.status, page.includes(`${left} left`)]).toEqual([422, true]);
      // The form is still there, with the words at its field.
      expect(page).toMatch(/aria-describedby="code-help code-error"/);
    }
    expect((await collect(link, wrong)).status).toBe(410);
    const right = await collect(link, firstGroup(link));
    expect([right.status, (await right.text()).includes('wrong too often')]).toEqual([410, true]);
    const [view] = (await getConnection(context, OPERATOR, connection.id)).handovers;
    expect(view?.file).toMatchObject({ state: 'locked', attemptsLeft: 0 });
    const refused = await context.store.auditPage({
      limit: 50,
      beforeSeq: null,
      action: 'connection.collection-refused',
      objectId: connection.id,
    });
    expect(refused.items).toHaveLength(5);
  });

  it('does not let many guesses at once have more tries than five', async () => {
    const { connection } = await pair();
    const link = await createHandover(context, OPERATOR, connection.id, { side: 'server', withKey: true });
    const wrong = Array.from({ length: 12 }, (_, at) => `AAA${String(at).padStart(2, '0')}`);
    const answers = await Promise.all([...wrong, firstGroup(link)].map((code) => collect(link, code)));
    expect(answers.some(({ status }) => status === 200)).toBe(false);
    expect((await context.store.handoversOf(connection.id))[0]?.file?.collectedAt).toBeNull();
  });

  it('ends on its day, can be withdrawn, goes with its connection, and says each in words', async () => {
    const { connection } = await pair();
    const link = await createHandover(context, OPERATOR, connection.id, { side: 'client', withKey: true, days: 2 });
    const [ended, dropped] = [createHandoverHandler(later(2.1)), later(2.1)];
    const late = await ask(pathOf(link), {}, ended);
    expect([late.status, (await late.text()).includes('ended on')]).toEqual([410, true]);
    expect((await collect(link, firstGroup(link), ended)).status).toBe(410);
    expect(await dropEndedHandovers(dropped)).toBeGreaterThan(0);

    const second = await createHandover(context, OPERATOR, connection.id, { side: 'client', withKey: true });
    await revokeHandover(context, OPERATOR, connection.id, second.handover.id);
    const withdrawn = await ask(pathOf(second));
    expect([withdrawn.status, (await withdrawn.text()).includes('withdrawn')]).toEqual([410, true]);
    expect((await collect(second, firstGroup(second))).status).toBe(410);
    await expect(revokeHandover(context, OPERATOR, connection.id, second.handover.id)).rejects.toMatchObject({
      code: 'conflict',
    });
    const other = await pair();
    const third = await createHandover(context, OPERATOR, connection.id, { side: 'server' });
    await expect(revokeHandover(context, OPERATOR, other.connection.id, third.handover.id)).rejects.toMatchObject({
      code: 'not-found',
    });
    expect((await ask(pathOf(third))).status).toBe(200);
    await deleteConnection(context, OPERATOR, connection.id);
    expect((await ask(pathOf(third))).status).toBe(404);
    expect(await context.store.certificate(connection.serverCertificateId)).toMatchObject({ state: 'issued' });
    await expect(deleteConnection(context, OPERATOR, connection.id)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('says when the party has a newer certificate than the file to collect', async () => {
    const { connection } = await pair();
    const link = await createHandover(context, OPERATOR, connection.id, { side: 'client', withKey: true });
    await renewConnection(context, OPERATOR, connection.id, {});
    expect(await (await ask(pathOf(link))).text()).toContain('has a newer certificate by now');
    expect((await getConnection(context, OPERATOR, connection.id)).handovers).toMatchObject([{ outdated: true }]);
  });

  it('refuses what makes no sense, before a key leaves', async () => {
    const oneWay = await pair('one-way');
    const refused = (request: Parameters<typeof createHandover>[3], id = oneWay.connection.id) =>
      createHandover(context, OPERATOR, id, request).then(
        () => 'made',
        (error) => error.fields?.[0]?.field ?? error.code,
      );
    expect(await refused({ side: 'client', withKey: true })).toBe('withKey');
    expect(await refused({ side: 'client', days: 0 })).toBe('days');
    expect(await refused({ side: 'client', days: 31 })).toBe('days');
    expect(await refused({ side: 'client', days: 1.5 })).toBe('days');
    expect(await refused({ side: 'client' }, 'nothing')).toBe('not-found');
    await expect(createHandover(context, null, oneWay.connection.id, { side: 'client' })).rejects.toMatchObject({
      code: 'unauthenticated',
    });
    // The public parts of a one-way connection's client side are there all the same.
    const link = await createHandover(context, OPERATOR, oneWay.connection.id, { side: 'client' });
    expect(await (await ask(pathOf(link))).text()).toContain('present none');
    const revoked = await pair();
    await revokeCertificate(context, OPERATOR, revoked.connection.serverCertificateId, { reason: 'keyCompromise' });
    expect(await refused({ side: 'server', withKey: true }, revoked.connection.id)).toBe('conflict');

    // A key that was made a while ago leaves only after the password was given again.
    const another: typeof OPERATOR = { ...OPERATOR, sessionId: 'another' } as typeof OPERATOR;
    const { connection } = await pair();
    await expect(
      createHandover(context, another, connection.id, { side: 'client', withKey: true }),
    ).rejects.toMatchObject({ code: 'step-up-required' });
    expect((await context.store.handoversOf(connection.id)).length).toBe(0);
    passwordGivenAgain(context);
    expect((await createHandover(context, OPERATOR, connection.id, { side: 'client', withKey: true })).url).toContain(
      '/handover/',
    );
  });

  it('answers tokens that are none alike, refuses other methods and bodies, and slows those who ask too much', async () => {
    for (const path of [
      '/handover/x',
      `/handover/${'A'.repeat(43)}`,
      '/handover/',
      '/handover/a/b/c',
      '/handover/%3Cb%3E',
    ])
      expect((await ask(path)).status).toBe(404);
    const { connection } = await pair();
    const link = await createHandover(context, OPERATOR, connection.id, { side: 'client', withKey: true });
    expect((await ask(pathOf(link), { method: 'POST', body: '{}' })).status).toBe(415);
    expect((await ask(`${pathOf(link)}/crls.pem`, { method: 'POST' })).status).toBe(405);
    const own = createHandoverHandler(context);
    const statuses: number[] = [];
    for (let count = 0; count < 12; count += 1)
      statuses.push((await ask(`/handover/${'A'.repeat(43)}`, { method: 'POST' }, own, '198.51.100.7')).status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
    const slowed = await ask('/handover/x', { method: 'POST' }, own, '198.51.100.7');
    expect(Number(slowed.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await ask(pathOf(link), {}, own, '198.51.100.7')).status).toBe(200);
  });
});

describe('the name of a connection', () => {
  it('can be changed, within reason, and the log says what it was', async () => {
    const { connection } = await pair();
    const rename = (name: string) => renameConnection(context, OPERATOR, connection.id, { name });
    expect((await rename('  Billing   to API ')).name).toBe('Billing to API');
    await expect(rename('   ')).rejects.toMatchObject({ code: 'validation-failed', fields: [{ field: 'name' }] });
    await expect(rename('x'.repeat(101))).rejects.toMatchObject({ code: 'validation-failed' });
    await rename('Billing to API');
    const { items } = await context.store.auditPage({
      limit: 5,
      beforeSeq: null,
      action: 'connection.renamed',
      objectId: connection.id,
    });
    expect(items).toMatchObject([{ details: { name: 'Billing to API', before: connection.name } }]);
  });
});
