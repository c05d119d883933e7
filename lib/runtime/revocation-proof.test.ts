import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configureAuthority } from '../services/configure-authority.ts';
import { createAuthority } from '../services/create-authority.ts';
import { getLabRun } from '../services/get-lab.ts';
import { issueCertificate } from '../services/issue-certificate.ts';
import { publishCrl } from '../services/publish-crl.ts';
import { getStatusProof, proveStatus } from '../services/revocation-proof.ts';
import { revokeAuthority } from '../services/revoke-authority.ts';
import { revokeCertificate } from '../services/revoke-certificate.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { createPublicationProbe } from '../validation/fetch-published.ts';
import { createOutboundRules } from '../validation/outbound-rules.ts';
import { OPERATOR, passwordGivenAgain, startTestContext, type TestContext } from './context.test-support.ts';
import { createPublicServer } from './listeners.ts';

const RULES = createOutboundRules({ allow: [], deny: [], loopback: true, ports: [], ownPorts: [] });
let test: TestContext;
let context: ServiceContext;
let published: Server;
let elsewhere: Server;
let answer: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => response.end();
let rootId: string;
let issuingId: string;
const portOf = (server: Server) => (server.address() as AddressInfo).port;
const listening = (server: Server) => new Promise<Server>((done) => server.listen(0, '127.0.0.1', () => done(server)));
const issue = async (profile: 'tlsServer' | 'tlsClient', name: string, authorityId = issuingId) =>
  (await issueCertificate(context, OPERATOR, { authorityId, profile, names: [name] })).certificate.id;

beforeAll(async () => {
  test = await startTestContext();
  elsewhere = await listening(createServer((request, response) => answer(request, response)));
  const settings = { ...test.context.settings };
  context = { ...test.context, settings };
  published = await listening(createPublicServer(context));
  Object.assign(settings, { publicUrl: `http://127.0.0.1:${portOf(published)}` });
  context = { ...context, probe: createPublicationProbe(settings.publicUrl, RULES) };
  const root = await createAuthority(context, OPERATOR, { kind: 'root', name: 'Proof Root' });
  rootId = root.authority.id;
  const issuing = await createAuthority(context, OPERATOR, {
    kind: 'issuing',
    parentId: rootId,
    name: 'Proof Issuing',
  });
  issuingId = issuing.authority.id;
  for (const id of [rootId, issuingId]) await publishCrl(context, OPERATOR, id);
}, 60_000);
afterAll(async () => {
  for (const server of [published, elsewhere]) {
    server.closeAllConnections();
    server.close();
  }
  await test.close();
});

describe('a proof over the wire', () => {
  it.each(['tlsServer', 'tlsClient'] as const)('of a %s before and after its revocation', async (profile) => {
    passwordGivenAgain(context);
    const id = await issue(profile, profile === 'tlsServer' ? 'proof.lan' : 'prover');
    expect(await getStatusProof(context, OPERATOR, id)).toBeNull();
    const before = (await proveStatus(context, OPERATOR, id)).record;
    expect(before.sources.map(({ kind, status }) => [kind, status])).toEqual([
      ['crl', 'good'],
      ['ocsp-get', 'good'],
      ['ocsp-post', 'good'],
    ]);
    expect(before).toMatchObject({ expected: 'good', agrees: true, handshake: { refused: false } });
    expect(before.sources[0]?.nextUpdate).not.toBeNull();

    await revokeCertificate(context, OPERATOR, id, { reason: 'keyCompromise' });
    const { record } = await proveStatus(context, OPERATOR, id);
    expect(record.sources.map(({ kind, status, reason }) => [kind, status, reason])).toEqual([
      ['crl', 'revoked', 'keyCompromise'],
      ['ocsp-get', 'revoked', 'keyCompromise'],
      ['ocsp-post', 'revoked', 'keyCompromise'],
    ]);
    expect(record).toMatchObject({
      expected: 'revoked',
      agrees: true,
      verdict: 'Everybody who looks sees that it is revoked.',
    });
    const revokedAt = (await context.store.certificate(id))?.revokedAt as Date;
    expect(record.sources.map((one) => one.revokedAt)).toEqual(Array(3).fill(revokedAt.toISOString()));
    expect(Date.parse(record.visibleSince ?? '')).toBeGreaterThanOrEqual(revokedAt.getTime());
    expect(Date.parse(record.hiddenUntil ?? '')).toBeGreaterThan(Date.parse(record.visibleSince ?? ''));
    expect(record.handshake).toMatchObject({ refused: true });
    const run = await getLabRun(context, OPERATOR, record.handshake?.runId ?? '');
    expect(run.shown[profile === 'tlsServer' ? 'client' : 'server']).toMatchObject({
      outcome: 'refused',
      code: 'revoked',
    });
    expect(await getStatusProof(context, OPERATOR, id)).toMatchObject({ record, createdBy: 'operator@example.test' });
    const acts = (await context.store.auditPage({ limit: 20, beforeSeq: null, objectId: id })).items;
    expect(acts.filter(({ action }) => action === 'status.proved')).toHaveLength(2);
  });

  it('wants the password again for the handshake, and does without it when that is not asked for', async () => {
    const id = await issue('tlsServer', 'no-password.lan');
    context.stepUp.sessions.clear();
    context.stepUp.freshKeys.clear();
    await expect(proveStatus(context, OPERATOR, id)).rejects.toMatchObject({ code: 'step-up-required' });
    expect(await getStatusProof(context, OPERATOR, id)).toBeNull();
    const { record } = await proveStatus(context, OPERATOR, id, { handshake: false });
    expect(record).toMatchObject({ agrees: true, handshake: null });
  });

  it('of a revoked intermediate', async () => {
    const sub = await createAuthority(context, OPERATOR, {
      kind: 'issuing',
      parentId: rootId,
      name: 'Proof Short-lived',
    });
    passwordGivenAgain(context);
    await revokeAuthority(context, OPERATOR, sub.authority.id, { reason: 'cessationOfOperation' });
    const { record } = await proveStatus(context, OPERATOR, sub.authority.certificateId as string);
    expect(record).toMatchObject({ expected: 'revoked', agrees: true, handshake: null });
    expect(record.noHandshake).toMatch(/never takes part/);
    expect(record.sources.map(({ status }) => status)).toEqual(['revoked', 'revoked', 'revoked']);
  });

  it('with delta lists and parts, where they are configured', async () => {
    const own = await createAuthority(context, OPERATOR, { kind: 'issuing', parentId: rootId, name: 'Proof Parts' });
    await configureAuthority(context, OPERATOR, own.authority.id, { crlShards: 4, deltaCrlHours: 2 });
    await publishCrl(context, OPERATOR, own.authority.id);
    const id = await issue('tlsServer', 'parts.lan', own.authority.id);
    await revokeCertificate(context, OPERATOR, id, { reason: 'superseded' });
    const { record } = await proveStatus(context, OPERATOR, id, { handshake: false });
    expect(record.sources.map(({ kind }) => kind)).toEqual(['crl', 'delta', 'ocsp-get', 'ocsp-post']);
    expect(record.sources[0]?.url).toMatch(/-\d+\.crl$|shard|part/);
    expect(record.sources.filter(({ status }) => status !== 'revoked').map(({ kind, words }) => [kind, words])).toEqual(
      [],
    );
  });
});

describe('what a stranger does not see is told', () => {
  const elsewhereUrl = (path: string) => `http://127.0.0.1:${portOf(elsewhere)}${path}`;
  const lists = new Map<string, () => Uint8Array | string>();
  let id: string;
  beforeAll(async () => {
    answer = (request, response) => {
      const made = lists.get('crl')?.() ?? '';
      if (request.url?.startsWith('/ocsp')) response.writeHead(500).end('secret body');
      else
        response.writeHead(200, { 'content-type': 'application/pkix-crl', 'cache-control': 'max-age=7200' }).end(made);
    };
    const own = await createAuthority(context, OPERATOR, {
      kind: 'issuing',
      parentId: rootId,
      name: 'Proof Elsewhere',
    });
    await configureAuthority(context, OPERATOR, own.authority.id, {
      crlUrls: [elsewhereUrl('/list.crl')],
      ocspUrls: [elsewhereUrl('/ocsp')],
    });
    await publishCrl(context, OPERATOR, own.authority.id);
    id = await issue('tlsServer', 'elsewhere.lan', own.authority.id);
    const old = (await context.store.currentCrl(own.authority.id))?.certificateListDer as Uint8Array;
    lists.set('old', () => old);
    await revokeCertificate(context, OPERATOR, id, { reason: 'superseded' });
    const fresh = (await context.store.currentCrl(own.authority.id))?.certificateListDer as Uint8Array;
    lists.set('fresh', () => fresh);
  }, 60_000);

  it('an old list, an error of the responder', async () => {
    lists.set('crl', lists.get('old') as () => Uint8Array);
    const { record } = await proveStatus(context, OPERATOR, id, { handshake: false });
    expect(record.sources[0]).toMatchObject({ status: 'good', maxAgeSeconds: 7_200 });
    expect(record.sources[1]).toMatchObject({ status: 'failed', words: 'It answers 500 instead of 200.' });
    expect(record).toMatchObject({
      agrees: false,
      verdict: 'Nobody who looks sees that it is revoked.',
      visibleSince: null,
    });
    expect(JSON.stringify(record)).not.toContain('secret body');
  });

  it('a page, a list of another issuer, a list with a changed octet', async () => {
    lists.set('crl', () => '<html>Sign in</html>');
    const page = (await proveStatus(context, OPERATOR, id, { handshake: false })).record.sources[0];
    expect([page?.status, page?.words]).toEqual(['failed', expect.stringMatching(/no list/)]);
    const other = (await context.store.currentCrl(issuingId))?.certificateListDer as Uint8Array;
    lists.set('crl', () => other);
    expect((await proveStatus(context, OPERATOR, id, { handshake: false })).record.sources[0]?.status).toBe('unknown');
    const changed = Buffer.from(lists.get('fresh')?.() as Uint8Array);
    changed[changed.length - 3] = (changed[changed.length - 3] as number) ^ 1;
    lists.set('crl', () => changed);
    expect((await proveStatus(context, OPERATOR, id, { handshake: false })).record.sources[0]).toMatchObject({
      status: 'unknown',
      visibleSince: null,
    });
    lists.set('crl', lists.get('fresh') as () => Uint8Array);
    expect((await proveStatus(context, OPERATOR, id, { handshake: false })).record.sources[0]?.status).toBe('revoked');
  });
});
