import { X509Certificate } from 'node:crypto';
import { request } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Certificate } from '../domain/entities.ts';
import { encodePem } from '../pki/pem.ts';
import { createTrustHandler } from '../protocols/trust/trust-handler.ts';
import { createAuthority } from '../services/create-authority.ts';
import { listCertificates } from '../services/list-certificates.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { getTrustPortal } from '../services/trust-portal.ts';
import { findProof, renewProof, turnProofOff, turnProofOn } from '../services/trust-proof.ts';
import { OPERATOR, startTestContext, type TestContext } from './context.test-support.ts';
import { startProof } from './proof-listener.ts';

const PORT = 20_000 + (process.pid % 20_000);
let test: TestContext;
let context: ServiceContext;
let stop: () => Promise<void>;
let rootId: string;
let otherId: string;
let bareId: string;
const authority = async (kind: 'root' | 'issuing', name: string, parentId?: string) =>
  (await createAuthority(context, OPERATOR, { kind, name, ...(parentId === undefined ? {} : { parentId }) })).authority
    .id;
beforeAll(async () => {
  test = await startTestContext();
  context = {
    ...test.context,
    settings: { ...test.context.settings, proofUrl: `https://127.0.0.1:${PORT}` },
  };
  rootId = await authority('root', 'Proof Root');
  await authority('issuing', 'Proof Issuing', rootId);
  otherId = await authority('root', 'Other Root');
  await authority('issuing', 'Other Issuing', otherId);
  bareId = await authority('root', 'Bare Root');
  stop = startProof(context, { host: '127.0.0.1', port: PORT });
}, 60_000);
afterAll(async () => {
  await stop();
  await test.close();
});

const pemOf = async (id: string) => {
  const { certificateId } = (await context.store.authority(id)) as { certificateId: string };
  return encodePem('CERTIFICATE', (await context.store.certificateDer(certificateId)) as Uint8Array);
};
/** One handshake that trusts `ca` alone: the answer, or the code of the refusal. */
const ask = (ca: string, path = '/verdict', host = '127.0.0.1') =>
  new Promise<{ body: string; serial: string; cors: unknown } | string>((done) => {
    const call = request({ host, port: PORT, path, ca, agent: false }, (answer) => {
      const { serialNumber } = (answer.socket as import('node:tls').TLSSocket).getPeerCertificate();
      let body = '';
      answer.on('data', (part) => {
        body += part;
      });
      answer.on('end', () => done({ body, serial: serialNumber, cors: answer.headers['access-control-allow-origin'] }));
    });
    call.on('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
    call.end();
  });
const until = async (accept: (answer: Awaited<ReturnType<typeof ask>>) => boolean, ca: string) => {
  for (;;) {
    const answer = await ask(ca);
    if (accept(answer)) return answer;
    await new Promise((done) => setTimeout(done, 20));
  }
};
const proofActs = async () =>
  (await context.store.auditPage({ limit: 100, beforeSeq: null })).items
    .filter(({ action }) => action === 'authority.configured')
    .map(({ details }) => `${details.name}: ${details.proof}`)
    .reverse();

describe('the proof', () => {
  it('is not there until it is turned on, and nothing was issued for it', async () => {
    expect(await ask(await pemOf(rootId))).toBe('ECONNREFUSED');
    expect(await findProof(context)).toBeNull();
    expect((await getTrustPortal(context, OPERATOR, { authorityId: rootId, userAgent: '' })).proof).toMatchObject({
      state: 'off',
      url: null,
    });
  });

  it('answers those who trust the root, under each of its names, and is refused by those who do not', async () => {
    await turnProofOn(context, OPERATOR, rootId);
    const ca = await pemOf(rootId);
    await until((answer) => answer !== 'ECONNREFUSED', ca);
    expect(await ask(ca)).toMatchObject({ body: '{"trusted":true,"root":"Proof Root"}', cors: '*' });
    expect(await ask(ca, '/', 'localhost')).toMatchObject({ body: expect.stringContaining('Proof Root') });
    expect(await ask(ca, '/trusted.svg')).toMatchObject({ body: expect.stringContaining('<svg') });
    expect(await ask(await pemOf(otherId))).toMatch(/SELF_SIGNED|UNABLE_TO/);
    const before = (await findProof(context))?.loaded.certificate.id;
    await turnProofOn(context, OPERATOR, rootId);
    expect((await findProof(context))?.loaded.certificate.id).toBe(before);
    expect(await proofActs()).toEqual(['Proof Root: on']);
  });

  it('renews itself when a third of its life is left, and the listener takes the new one up', async () => {
    const ca = await pemOf(rootId);
    const certificate = (await findProof(context))?.loaded.certificate as Certificate;
    expect(await renewProof(context)).toBe(0);
    const late = { now: () => new Date(certificate.notAfter.getTime() - 29 * 86_400_000) };
    expect(await renewProof({ ...context, clock: late })).toBe(1);
    const renewed = (await findProof(context))?.loaded;
    expect(renewed?.certificate.id).not.toBe(certificate.id);
    expect(new X509Certificate(renewed?.certificateDer as Uint8Array).checkHost('localhost')).toBe('localhost');
    // It was made at that later time, which is how this client knows it from the one before.
    await until((answer) => answer === 'CERT_NOT_YET_VALID', ca);
  });

  it('moves to another root, whose trust it then proves', async () => {
    await turnProofOn(context, OPERATOR, otherId);
    const answer = await until((one) => typeof one === 'object', await pemOf(otherId));
    expect(answer).toMatchObject({ body: '{"trusted":true,"root":"Other Root"}' });
    expect(await ask(await pemOf(rootId))).toMatch(/SELF_SIGNED|UNABLE_TO/);
    const { proof } = await getTrustPortal(context, OPERATOR, { authorityId: rootId, userAgent: '' });
    expect(proof).toMatchObject({ state: 'off', url: null, otherRoot: 'Other Root' });
    const page = await createTrustHandler(context)({
      request: new Request('http://localhost/'),
      path: `/trust/${otherId}`,
      query: new URLSearchParams(),
      remoteAddress: '',
      requestId: 'r',
    });
    expect(page.headers.get('content-security-policy')).toContain(`img-src https://127.0.0.1:${PORT}`);
    expect(await page.text()).toContain(`<img src="https://127.0.0.1:${PORT}/trusted.svg"`);
  });

  it('is refused where nobody issues below the root or the port is 0, and to strangers; nothing is issued then', async () => {
    const count = async () => (await listCertificates(context, OPERATOR, {})).items.length;
    const before = await count();
    await expect(turnProofOn(context, OPERATOR, bareId)).rejects.toThrow('No authority issues below this root');
    await expect(turnProofOn(context, null, rootId)).rejects.toThrow('Sign in');
    await expect(turnProofOn(context, { kind: 'setup' }, rootId)).rejects.toThrow('right');
    const without = { ...context, settings: { ...context.settings, proofUrl: null } };
    await expect(turnProofOn(without, OPERATOR, rootId)).rejects.toThrow('COUNTERSIGN_PROOF_PORT');
    expect(await count()).toBe(before);
  });

  it('ends when it is turned off', async () => {
    await turnProofOff(context, OPERATOR, otherId);
    const ca = await pemOf(otherId);
    expect(await until((answer) => answer === 'ECONNREFUSED', ca)).toBe('ECONNREFUSED');
    expect(await proofActs()).toEqual([
      'Proof Root: on',
      'Proof Root: renewed',
      'Proof Root: off',
      'Other Root: on',
      'Other Root: off',
    ]);
  });
});
