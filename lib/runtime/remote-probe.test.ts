import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRemoteProbe } from '../lab/remote-probe.ts';
import { encodePem } from '../pki/pem.ts';
import { privateKeyPem } from '../pki/pkcs8.ts';
import { loadWithPath } from '../services/certificate-files.ts';
import { createAuthority } from '../services/create-authority.ts';
import { getLabRun } from '../services/get-lab.ts';
import { issueCertificate } from '../services/issue-certificate.ts';
import { identityOf } from '../services/lab-parties.ts';
import { publishCrl } from '../services/publish-crl.ts';
import { renewCertificate } from '../services/renew-certificate.ts';
import { revokeCertificate } from '../services/revoke-certificate.ts';
import { runLab } from '../services/run-lab.ts';
import type { Actor, ServiceContext } from '../services/service-context.ts';
import { createOutboundRules } from '../validation/outbound-rules.ts';
import { OPERATOR, passwordGivenAgain, startTestContext, type TestContext } from './context.test-support.ts';

let test: TestContext;
let context: ServiceContext;
let issuingId: string;
let server: Server;
let port: number;
let serverCertificateId: string;
let clientCertificateId: string;
const rules = createOutboundRules({
  allow: [],
  deny: [],
  loopback: true,
  ports: [{ from: 1024, to: 65_535 }],
  ownPorts: [],
});

beforeAll(async () => {
  test = await startTestContext();
  context = { ...test.context, lab: { ...test.context.lab, remote: createRemoteProbe(rules) } };
  const root = await createAuthority(context, OPERATOR, { kind: 'root', name: 'Probe Root' });
  const issuing = await createAuthority(context, OPERATOR, {
    kind: 'issuing',
    name: 'Probe Issuing',
    parentId: root.authority.id,
  });
  issuingId = issuing.authority.id;
  const issue = (profile: 'tlsServer' | 'tlsClient', names: string[]) =>
    issueCertificate(context, OPERATOR, { authorityId: issuingId, profile, names });
  serverCertificateId = (await issue('tlsServer', ['probe.lan'])).certificate.id;
  clientCertificateId = (await issue('tlsClient', ['prober'])).certificate.id;
  for (const id of [root.authority.id, issuingId]) await publishCrl(context, OPERATOR, id);
  const party = await identityOf(context, await loadWithPath(context.store, serverCertificateId));
  server = createServer({
    key: privateKeyPem(party.privateKeyPkcs8),
    cert: party.certificateChain.map((der) => encodePem('CERTIFICATE', der)).join(''),
    requestCert: true,
    rejectUnauthorized: false,
  });
  server.on('tlsClientError', () => undefined);
  server.on('secureConnection', (socket) => socket.on('error', () => undefined));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  ({ port } = server.address() as AddressInfo);
}, 60_000);
afterAll(async () => {
  server.close();
  await test.close();
});

/** Each asks under a name of its own, so that the count of one test does not stop another. */
const as = (email: string): Actor =>
  OPERATOR.kind === 'operator' ? { ...OPERATOR, operator: { ...OPERATOR.operator, email } } : OPERATOR;
const probe = async (change: Record<string, unknown> = {}, actor: Actor = OPERATOR) => {
  const { id } = await runLab(context, actor, {
    kind: 'remote',
    host: '127.0.0.1',
    port,
    protocol: 'tls',
    serverName: 'probe.lan',
    ...change,
  });
  return (await getLabRun(context, actor, id)).shown;
};
const audited = async () =>
  (await context.store.auditPage({ limit: 200, beforeSeq: null, action: 'lab.probed' })).items;

describe('a probe', () => {
  it('is kept, drawn, judged with the lists of here and compared with what was issued', async () => {
    const shown = await probe();
    expect(shown.run).toMatchObject({ kind: 'remote', ok: true, protocol: 'TLSv1.3', title: `127.0.0.1:${port}` });
    expect(shown.messages.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['ClientHello', 'CertificateVerify']),
    );
    expect(shown.client.checks.find(({ id }) => id === 'revocation')).toMatchObject({ outcome: 'passed' });
    expect(shown.setup.clientLists).toBe(2);
    expect(shown.remote?.comparison).toMatchObject({ kind: 'newest', links: [{ certificateId: serverCertificateId }] });
    expect(shown.remote?.chain.map(({ place }) => place)).toEqual(['leaf', 'issuer']);
    expect(shown.remote?.chain[1]?.authorityId).toBe(issuingId);
    expect(shown.remote?.clientCertificate).toMatchObject({ asked: true, required: false });
    expect((await audited())[0]?.details).toMatchObject({ host: '127.0.0.1', port: String(port), outcome: 'accepted' });
  });

  it('says that the newest certificate is not installed, and later that the served one is revoked', async () => {
    const renewed = await renewCertificate(context, OPERATOR, serverCertificateId, { key: 'new' });
    const older = await probe();
    expect(older.remote?.comparison?.kind).toBe('older');
    expect(older.remote?.comparison?.links[0]?.certificateId).toBe(renewed.certificate.id);
    await revokeCertificate(context, OPERATOR, serverCertificateId, { reason: 'superseded' });
    const revoked = await probe();
    expect(revoked.remote?.comparison).toMatchObject({ kind: 'revoked' });
    expect(revoked.client).toMatchObject({ outcome: 'refused', code: 'revoked' });
    expect(revoked.run.ok).toBe(false);
  });

  it('with a client certificate wants the password again, and keeps no key', async () => {
    const asClient = { clientCertificateId };
    context.stepUp.sessions.clear();
    context.stepUp.freshKeys.clear();
    const before = (await audited()).length;
    await expect(probe(asClient)).rejects.toMatchObject({ code: 'step-up-required' });
    expect(await audited()).toHaveLength(before);
    passwordGivenAgain(context);
    const shown = await probe(asClient);
    expect(shown.setup.clientCertificateId).toBe(clientCertificateId);
    expect(shown.remote?.clientCertificate.presentedId).toBe(clientCertificateId);
    const sent = shown.messages.find(({ from, name }) => from === 'client' && name === 'Certificate');
    expect(sent?.summary).toContain('prober');
    expect((await audited())[0]?.details).toMatchObject({ client: 'prober' });
    expect(JSON.stringify(await context.store.labRun(shown.run.id))).not.toMatch(/PRIVATE KEY|pkcs8/i);
  });

  it('of a name that is none is refused, with the field', async () => {
    for (const host of ['https://x/', 'a b', '', 'file:///etc/passwd', 'gopher://x', '/var/run/socket'])
      await expect(probe({ host })).rejects.toMatchObject({ code: 'validation-failed', fields: [{ field: 'host' }] });
    await expect(probe({ serverName: '*.x y' })).rejects.toMatchObject({ fields: [{ field: 'serverName' }] });
  });
});

describe('SRF-01 the same words for every address that is never asked', () => {
  it('and an audit entry for each', async () => {
    const before = (await audited()).length;
    const hosts = ['169.254.169.254', '0.0.0.0', '224.0.0.1', 'fd00:ec2::254', '64:ff9b::a9fe:a9fe'];
    const words = new Set<string>();
    for (const host of hosts) {
      const { server: side, run, remote } = await probe({ host, serverName: undefined }, as('srf01@example.test'));
      expect([host, remote?.failure?.code, run.ok, remote?.connections]).toEqual([host, 'address', false, 0]);
      words.add(side.verdict.replace(/^\S+/, 'HOST'));
    }
    expect(words.size).toBe(1);
    expect(await audited()).toHaveLength(before + hosts.length);
  });
});

describe('SRF-04 a probe is no scanner', () => {
  it('beyond thirty a minute it is refused, and nothing more is connected to', async () => {
    const actor = as('scanner@example.test');
    const outcomes: string[] = [];
    for (let count = 0; count < 31; count += 1)
      outcomes.push(
        await probe({ host: '169.254.169.254' }, actor).then(
          ({ remote }) => remote?.failure?.code ?? '',
          (error: { code: string }) => error.code,
        ),
      );
    expect(outcomes.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 'address'));
    expect(outcomes[30]).toBe('rate-limited');
  });
});
