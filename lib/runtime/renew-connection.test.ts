import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCsr } from '../../test/support/requests.ts';
import { createAuthority } from '../services/create-authority.ts';
import { createConnection } from '../services/create-connection.ts';
import { issueCertificate } from '../services/issue-certificate.ts';
import { createProfile, retireProfile } from '../services/manage-profiles.ts';
import { renewCertificate } from '../services/renew-certificate.ts';
import { previewConnectionRenewal, renewConnection } from '../services/renew-connection.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { OPERATOR, startTestContext, type TestContext } from './context.test-support.ts';

let test: TestContext;
let context: ServiceContext;
beforeAll(async () => {
  test = await startTestContext();
  ({ context } = test);
  const { authority } = await createAuthority(context, OPERATOR, { kind: 'root', name: 'Renewal Root' });
  await createAuthority(context, OPERATOR, { kind: 'issuing', parentId: authority.id, name: 'Renewal Issuing' });
}, 60_000);
afterAll(() => test.close());

let pairs = 0;
const pair = (more: Partial<Parameters<typeof createConnection>[2]> = {}) => {
  pairs += 1;
  return createConnection(context, OPERATOR, {
    kind: 'mutual',
    serverNames: [`api-${pairs}.lan`, '10.0.0.1'],
    clientName: `worker-${pairs}`,
    ...more,
  });
};
const certificate = async (id: string | null) => {
  const found = id === null ? null : await context.store.certificate(id);
  if (found === null) throw new Error(`no certificate ${id}`);
  return found;
};
const total = async () => (await context.store.certificateCounts(context.clock.now())).total;

describe('both sides of a connection renewed in one act', () => {
  it('gives both new certificates with new keys under the same profiles, and the connection points at them', async () => {
    const profile = await createProfile(context, OPERATOR, {
      base: 'tlsServer',
      name: 'Two weeks',
      definition: { defaultValidityDays: 14 },
    });
    const { connection } = await pair({ serverProfile: profile.id });
    const before = await previewConnectionRenewal(context, OPERATOR, connection.id);
    expect(before.sides.map(({ side, keyHeld, refusals }) => [side, keyHeld, refusals])).toEqual([
      ['server', true, []],
      ['client', true, []],
    ]);
    expect(before.sides[0]?.next).toMatchObject({ profileLabel: 'Two weeks', issuerName: 'Renewal Issuing' });
    const renewed = await renewConnection(context, OPERATOR, connection.id, {});
    for (const side of ['serverCertificateId', 'clientCertificateId'] as const) {
      const [old, next] = [await certificate(connection[side]), await certificate(renewed.connection[side])];
      expect(next).toMatchObject({
        replacesId: old.id,
        names: old.names,
        subject: old.subject,
        profile: old.profile,
        profileId: old.profileId,
        state: 'issued',
      });
      expect([next.spkiSha256 === old.spkiSha256, next.keyId === null, old.state]).toEqual([false, false, 'issued']);
      // What was shown is what came of it, to the second of the act.
      const shown = before.sides.find(({ old: row }) => row.certificate.id === old.id)?.next;
      const off = next.notAfter.getTime() - (shown?.notAfter.getTime() ?? 0);
      expect(Math.abs(off)).toBeLessThan(60_000);
    }
    expect(renewed.connection.lastTest).toBeNull();
  });

  it('renews neither when one side is refused', async () => {
    const profile = await createProfile(context, OPERATOR, { base: 'tlsClient', name: 'Soon retired' });
    const { connection } = await pair({ clientProfile: profile.id });
    await retireProfile(context, OPERATOR, profile.id);
    const preview = await previewConnectionRenewal(context, OPERATOR, connection.id);
    expect(preview.sides.map(({ next }) => next === null)).toEqual([false, true]);
    expect(preview.sides[1]?.refusals[0]?.message).toContain('is retired');
    const count = await total();
    await expect(renewConnection(context, OPERATOR, connection.id, {})).rejects.toThrow('is retired');
    expect(await total()).toBe(count);
    expect(await context.store.connection(connection.id)).toMatchObject({
      serverCertificateId: connection.serverCertificateId,
      clientCertificateId: connection.clientCertificateId,
    });
  });

  it('asks for a request where the key is elsewhere, and takes it', async () => {
    const { connection } = await pair();
    const away = await issueCertificate(context, OPERATOR, {
      profile: 'tlsClient',
      csr: makeCsr({ commonName: 'outside' }).pem,
      subject: { commonName: 'outside' },
    });
    await context.store.transaction((tx) =>
      tx.updateConnection(connection.id, { clientCertificateId: away.certificate.id }),
    );
    const preview = await previewConnectionRenewal(context, OPERATOR, connection.id);
    expect(preview.sides.map(({ keyHeld, next }) => [keyHeld, next !== null])).toEqual([
      [true, true],
      [false, true],
    ]);
    const count = await total();
    await expect(renewConnection(context, OPERATOR, connection.id, {})).rejects.toMatchObject({
      code: 'validation-failed',
      fields: [{ field: 'clientCsr', message: expect.stringContaining('is not held here') }],
    });
    await expect(renewConnection(context, OPERATOR, connection.id, { clientCsr: 'nonsense' })).rejects.toMatchObject({
      fields: [{ field: 'clientCsr' }],
    });
    expect(await total()).toBe(count);
    const fresh = makeCsr({ commonName: 'outside' });
    const renewed = await renewConnection(context, OPERATOR, connection.id, { clientCsr: fresh.pem });
    expect(renewed.client?.certificate).toMatchObject({ keyId: null, replacesId: away.certificate.id });
    expect(renewed.client?.certificate.spkiSha256).not.toBe(away.certificate.spkiSha256);
    expect(renewed.server.certificate.keyId).not.toBeNull();
  });

  it('renews a one-way connection, and takes the days that are asked for within the rules', async () => {
    const { connection } = await pair({ kind: 'one-way', clientName: undefined });
    const renewed = await renewConnection(context, OPERATOR, connection.id, { validityDays: 7 });
    expect(renewed.client).toBeNull();
    const { notBefore, notAfter } = renewed.server.certificate;
    expect(Math.round((notAfter.getTime() - notBefore.getTime()) / 86_400_000)).toBe(7);
    await expect(renewConnection(context, OPERATOR, connection.id, { validityDays: 9_000 })).rejects.toMatchObject({
      fields: [{ field: 'validityDays' }],
    });
  });

  it('hands nothing out when the connection changes between the two steps', async () => {
    const { connection } = await pair();
    const sign = context.signer.signCertificates.bind(context.signer);
    // Somebody renews one side while the signer is at work.
    const racing: ServiceContext = {
      ...context,
      signer: {
        ...context.signer,
        signCertificates: async (args) => {
          await renewCertificate(context, OPERATOR, connection.serverCertificateId, {});
          return sign(args);
        },
      },
    };
    await expect(renewConnection(racing, OPERATOR, connection.id, {})).rejects.toMatchObject({ code: 'conflict' });
    const after = await context.store.connection(connection.id);
    expect(after?.clientCertificateId).toBe(connection.clientCertificateId);
    expect(after?.serverCertificateId).not.toBe(connection.serverCertificateId);
    await expect(renewConnection(context, OPERATOR, 'nothing', {})).rejects.toMatchObject({ code: 'not-found' });
  });

  it('says which other connections use a certificate, and moves them, too', async () => {
    const { connection } = await pair();
    await context.store.transaction((tx) =>
      tx.insertConnection({ ...connection, id: `${connection.id}b`, name: 'Twin', createdAt: context.clock.now() }),
    );
    const preview = await previewConnectionRenewal(context, OPERATOR, connection.id);
    expect(preview.sides.map(({ alsoUsedBy }) => alsoUsedBy.map(({ name }) => name))).toEqual([['Twin'], ['Twin']]);
    const { connection: renewed } = await renewConnection(context, OPERATOR, connection.id, {});
    expect(await context.store.connection(`${connection.id}b`)).toMatchObject({
      serverCertificateId: renewed.serverCertificateId,
      clientCertificateId: renewed.clientCertificateId,
    });
  });
});
