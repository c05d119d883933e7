import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configureAuthority } from '../services/configure-authority.ts';
import { createAuthority } from '../services/create-authority.ts';
import { issueCertificate } from '../services/issue-certificate.ts';
import { publishCrl } from '../services/publish-crl.ts';
import { revokeCertificate } from '../services/revoke-certificate.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { testPublishing } from '../services/test-publishing.ts';
import { createPublicationProbe } from '../validation/fetch-published.ts';
import { createOutboundRules } from '../validation/outbound-rules.ts';
import { OPERATOR, startTestContext, type TestContext } from './context.test-support.ts';
import { createPublicServer } from './listeners.ts';

const RULES = createOutboundRules({ allow: [], deny: [], loopback: false, ports: [], ownPorts: [] });

let test: TestContext;
let context: ServiceContext;
let published: Server;
let elsewhere: Server;
let answer: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => response.end();
let issuingId: string;
const portOf = (server: Server) => (server.address() as AddressInfo).port;
const listening = (server: Server) => new Promise<Server>((done) => server.listen(0, '127.0.0.1', () => done(server)));

beforeAll(async () => {
  test = await startTestContext();
  elsewhere = await listening(createServer((request, response) => answer(request, response)));
  const settings = { ...test.context.settings };
  context = { ...test.context, settings };
  published = await listening(createPublicServer(context));
  Object.assign(settings, { publicUrl: `http://127.0.0.1:${portOf(published)}` });
  context = { ...context, probe: createPublicationProbe(settings.publicUrl, RULES) };
  const root = await createAuthority(context, OPERATOR, { kind: 'root', name: 'Published Root' });
  issuingId = (
    await createAuthority(context, OPERATOR, {
      kind: 'issuing',
      parentId: root.authority.id,
      name: 'Published Issuing',
    })
  ).authority.id;
}, 60_000);
afterAll(async () => {
  for (const server of [published, elsewhere]) {
    server.closeAllConnections();
    server.close();
  }
  await test.close();
});

/** As if the other server were on another machine: this one is never asked where it is not its own. */
const outside = () => {
  const probe = createPublicationProbe(`http://127.0.0.1:${portOf(elsewhere)}`, RULES);
  return { ...context, probe };
};
const wordsOf = async (using: ServiceContext, label = 'Revocation list') =>
  (await testPublishing(using, OPERATOR, issuingId)).find((one) => one.label === label);
const serve = (octets: Uint8Array, type = 'application/pkix-crl', status = 200) => {
  answer = (_, response) => response.writeHead(status, { 'content-type': type }).end(octets);
};

describe('what is published, fetched where certificates say it is', () => {
  it('is in order on our own listener, address by address', async () => {
    const found = await testPublishing(context, OPERATOR, issuingId);
    expect(found.map(({ label, verdict, inCertificates }) => [label, verdict, inCertificates])).toEqual([
      ['Revocation list', 'ok', true],
      ['Lists of the whole chain', 'ok', false],
      ['OCSP', 'ok', true],
      ['Certificate of this authority', 'ok', true],
    ]);
    expect(found[0]?.words).toMatch(/^It serves list \d+, the newest/);
    await configureAuthority(context, OPERATOR, issuingId, { deltaCrlHours: 12 });
    const more = await testPublishing(context, OPERATOR, issuingId);
    expect(more.map(({ label, verdict }) => [label, verdict])).toContainEqual(['Delta CRL', 'ok']);
    await configureAuthority(context, OPERATOR, issuingId, { deltaCrlHours: null });
  });

  it('says what is wrong on somebody else’s server, and what to do', async () => {
    const url = `http://127.0.0.1:${portOf(elsewhere)}/ca.crl`;
    await configureAuthority(context, OPERATOR, issuingId, { crlUrls: [url] });
    const old = (await context.store.currentCrl(issuingId))?.certificateListDer as Uint8Array;
    const leaf = await issueCertificate(context, OPERATOR, {
      profile: 'tlsServer',
      authorityId: issuingId,
      names: ['x.lan'],
    });
    await revokeCertificate(context, OPERATOR, leaf.certificate.id, { reason: 'superseded' });
    await publishCrl(context, OPERATOR, issuingId);
    const newest = (await context.store.currentCrl(issuingId))?.certificateListDer as Uint8Array;
    const other = (await context.store.authorities()).find(({ id }) => id !== issuingId)?.id as string;
    const foreign = (await context.store.currentCrl(other))?.certificateListDer as Uint8Array;

    serve(newest);
    expect(await wordsOf(outside())).toMatchObject({ verdict: 'ok', url });
    serve(newest, 'text/plain');
    expect(await wordsOf(outside())).toMatchObject({
      verdict: 'warning',
      words: expect.stringContaining('text/plain'),
    });
    serve(old);
    expect(await wordsOf(outside())).toMatchObject({
      verdict: 'warning',
      words: expect.stringContaining('is the newest'),
    });
    serve(foreign);
    expect(await wordsOf(outside())).toMatchObject({
      verdict: 'error',
      words: expect.stringContaining('another authority'),
    });
    serve(Buffer.from('<html>Sign in</html>'), 'text/html');
    expect(await wordsOf(outside())).toMatchObject({ verdict: 'error', words: expect.stringContaining('login page') });
    serve(new Uint8Array(), 'text/plain', 404);
    expect(await wordsOf(outside())).toMatchObject({ verdict: 'error', words: expect.stringContaining('404') });
    serve(new Uint8Array(), 'text/plain', 503);
    expect(await wordsOf(outside())).toMatchObject({ verdict: 'error', words: expect.stringContaining('503') });
    answer = (_, response) => response.writeHead(301, { location: 'http://127.0.0.1:1/' }).end();
    expect(await wordsOf(outside())).toMatchObject({ verdict: 'error', words: expect.stringContaining('redirect') });
    answer = (request) => request.socket.destroy();
    expect(await wordsOf(outside())).toMatchObject({ verdict: 'error', words: expect.stringContaining('broke off') });
    serve(newest);
    const year: ServiceContext = {
      ...outside(),
      clock: { now: () => new Date(context.clock.now().getTime() + 60 * 86_400_000) },
    };
    expect(await wordsOf(year)).toMatchObject({ verdict: 'error', words: expect.stringContaining('ended on') });
    // Nothing of what was fetched is in the answer.
    serve(Buffer.from('TOP-SECRET-OF-ANOTHER-SERVER'), 'text/plain');
    expect(JSON.stringify(await testPublishing(outside(), OPERATOR, issuingId))).not.toContain('TOP-SECRET');
  });

  it('never asks this machine for others, nor what is no web address', async () => {
    const asked: string[] = [];
    answer = (request, response) => {
      asked.push(request.url ?? '');
      response.end();
    };
    for (const [url, words] of [
      [`http://localhost:${portOf(elsewhere)}/x`, 'leads to this machine'],
      [`http://127.0.0.1:${portOf(elsewhere)}/x`, 'leads to this machine'],
      [`http://[::1]:${portOf(elsewhere)}/x`, 'leads to this machine'],
      ['http://169.254.169.254/latest', 'leads to this machine'],
      ['ldap://directory.lan/cn=crl', 'Only http:// and https://'],
      ['http://name.that.is.invalid/x', 'cannot be resolved'],
    ] as const) {
      await configureAuthority(context, OPERATOR, issuingId, { crlUrls: [url] });
      expect((await wordsOf(context))?.words).toContain(words);
    }
    for (const hidden of ['[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '0x7f000001', '2130706433', '127.1'])
      expect(await context.probe(`http://${hidden}:${portOf(elsewhere)}/x`, null)).toMatchObject({
        kind: 'failure',
        reason: 'address',
      });
    expect(asked).toEqual([]);
    const probe = createPublicationProbe('http://127.0.0.1:9', RULES);
    expect(await probe('http://127.0.0.1:9/x', null)).toMatchObject({ kind: 'failure', reason: 'refused' });
    await configureAuthority(context, OPERATOR, issuingId, { crlUrls: null });
    await expect(testPublishing(context, null, issuingId)).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(testPublishing(context, OPERATOR, 'nothing')).rejects.toMatchObject({ code: 'not-found' });
  });
});
