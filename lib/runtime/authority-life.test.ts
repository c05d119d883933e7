import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CountersignError } from '../domain/errors.ts';
import { isIssuedBy, parseCertificate } from '../pki/certificate.ts';
import { parseCertificateList } from '../pki/crl.ts';
import { getAuthorityImpact } from '../services/authority-impact.ts';
import { configureAuthority } from '../services/configure-authority.ts';
import { createAuthority } from '../services/create-authority.ts';
import { listsOf } from '../services/crl-lists.ts';
import { getAuthority, listAuthorities, listDeletedAuthorities } from '../services/get-authorities.ts';
import { getCertificate } from '../services/get-certificate.ts';
import { issueCertificate } from '../services/issue-certificate.ts';
import { listCertificates } from '../services/list-certificates.ts';
import { publishCrl, publishStaleCrls } from '../services/publish-crl.ts';
import { readAuthorityCertificate, readCurrentCrl } from '../services/read-publication.ts';
import { recoverIntents } from '../services/recover-intents.ts';
import { rekeyAuthority, renewAuthority } from '../services/renew-authority.ts';
import {
  deleteAuthority,
  disableAuthority,
  enableAuthority,
  purgeDeletedKeys,
  restoreAuthority,
} from '../services/retire-authority.ts';
import { revokeAuthority } from '../services/revoke-authority.ts';
import { revokeCertificate } from '../services/revoke-certificate.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { OPERATOR, passwordGivenAgain, startTestContext, type TestContext } from './context.test-support.ts';

let test: TestContext;
let context: ServiceContext;
let rootId: string;

beforeAll(async () => {
  test = await startTestContext();
  ({ context } = test);
  rootId = (await createAuthority(context, OPERATOR, { kind: 'root', name: 'Life Root' })).authority.id;
});
beforeEach(() => passwordGivenAgain(context));
afterAll(() => test.close());

const make = async (name: string) =>
  (await createAuthority(context, OPERATOR, { kind: 'issuing', parentId: rootId, name })).authority.id;
const server = (authorityId: string, name = 'api.lan', at = context) =>
  issueCertificate(at, OPERATOR, { profile: 'tlsServer', authorityId, names: [name] });
const listed = async (authorityId: string) =>
  parseCertificateList((await context.store.currentCrl(authorityId))?.certificateListDer as Uint8Array).entries.map(
    ({ serialNumber }) => serialNumber,
  );
const actions = async (objectId: string) =>
  (await context.store.auditPage({ limit: 50, beforeSeq: null, objectId })).items.map(({ action }) => action);
/** The same services some days later. */
const daysLater = (days: number): ServiceContext => ({
  ...context,
  clock: { now: () => new Date(context.clock.now().getTime() + days * 86_400_000) },
});

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof CountersignError) return error.code;
    throw error;
  }
  throw new Error('It was not refused.');
}

describe('settings', () => {
  it('count from now on, are merged, and go back to the default with null', async () => {
    const id = await make('Settings');
    await configureAuthority(context, OPERATOR, id, { crlUrls: ['http://pki.lan/a.crl'], crlLifeDays: 30 });
    await configureAuthority(context, OPERATOR, id, { profiles: ['tlsServer'] });
    const { certificateDer } = await server(id);
    expect(parseCertificate(certificateDer).crlUrls).toEqual(['http://pki.lan/a.crl']);
    const crl = await publishCrl(context, OPERATOR, id);
    expect(crl.nextUpdate.getTime() - crl.thisUpdate.getTime()).toBe(30 * 86_400_000);
    await configureAuthority(context, OPERATOR, id, { crlUrls: null });
    expect((await context.store.authority(id))?.settings).toEqual({ crlLifeDays: 30, profiles: ['tlsServer'] });
    await expect(configureAuthority(context, OPERATOR, id, { crlLifeDays: 400 })).rejects.toMatchObject({
      fields: [{ field: 'settings.crlLifeDays' }],
    });
    expect(await actions(id)).toEqual([
      'authority.configured',
      'authority.configured',
      'authority.configured',
      'authority.created',
    ]);
    expect(await codeOf(configureAuthority(context, null, id, {}))).toBe('unauthenticated');
  });

  it('that add lists publish them at once, as the next certificate names one', async () => {
    const id = await make('Divided later');
    const { certificateDer: earlier } = await server(id);
    expect(await codeOf(readCurrentCrl(context, id, { kind: 'complete', shard: 3 }))).toBe('not-found');
    await configureAuthority(context, OPERATOR, id, { crlShards: 3, deltaCrlHours: 12 });
    for (const scope of listsOf({ crlShards: 3, deltaCrlHours: 12 }))
      expect((await readCurrentCrl(context, id, scope)).shard).toBe(scope.shard);
    expect(parseCertificate(earlier).crlUrls[0]).toMatch(new RegExp(`/crl/${id}\\.crl$`));
    const { certificateDer } = await server(id);
    expect(parseCertificate(certificateDer).crlUrls[0]).toMatch(new RegExp(`/crl/${id}-[123]\\.crl$`));
    expect(await getAuthority(context, OPERATOR, id)).toMatchObject({
      deltaCrlUrl: expect.stringMatching(/-delta\.crl$/),
      crlParts: { count: 3, firstUrl: expect.stringMatching(/-1\.crl$/), lastUrl: expect.stringMatching(/-3\.crl$/) },
    });
    await expect(configureAuthority(context, OPERATOR, id, { crlShards: 4 })).rejects.toMatchObject({
      fields: [{ field: 'settings.crlShards', message: expect.stringContaining('3 parts') }],
    });
  });
});

describe('without the password given again', () => {
  /** What an act could have changed: the authority, its certificate, the list above, the log of both. */
  const stateOf = async (id: string) => {
    const authority = await context.store.authority(id);
    return {
      authority,
      certificate: await context.store.certificate(authority?.certificateId ?? ''),
      list: (await context.store.currentCrlFacts(rootId))?.id,
      log: (await context.store.auditPage({ limit: 1, beforeSeq: null })).items[0]?.seq,
    };
  };

  it('an authority is neither revoked nor deleted, and nothing changes', async () => {
    const id = await make('Guarded');
    await disableAuthority(context, OPERATOR, id);
    const before = await stateOf(id);
    for (const given of [null, new Date(context.clock.now().getTime() - 300_000)]) {
      context.stepUp.sessions.clear();
      if (given) context.stepUp.sessions.set('session', given);
      // A password that somebody else gave, in another session, opens nothing here.
      context.stepUp.sessions.set('another session', context.clock.now());
      expect(await codeOf(revokeAuthority(context, OPERATOR, id, { reason: 'superseded' }))).toBe('step-up-required');
      expect(await codeOf(deleteAuthority(context, OPERATOR, id))).toBe('step-up-required');
      expect(await stateOf(id)).toEqual(before);
    }
    passwordGivenAgain(context);
    await deleteAuthority(context, OPERATOR, id);
    await restoreAuthority(context, OPERATOR, id);
  });

  it('what would be refused anyway says so first', async () => {
    context.stepUp.sessions.clear();
    expect(await codeOf(revokeAuthority(context, OPERATOR, rootId, { reason: 'superseded' }))).toBe('conflict');
    expect(await codeOf(deleteAuthority(context, OPERATOR, rootId))).toBe('conflict');
  });
});

describe('disabled', () => {
  it('it issues nothing, but revokes and publishes, until it is enabled', async () => {
    const id = await make('Disabled');
    const { certificate } = await server(id);
    await disableAuthority(context, OPERATOR, id);
    expect(await codeOf(server(id))).toBe('validation-failed');
    await revokeCertificate(context, OPERATOR, certificate.id, { reason: 'superseded' });
    expect(await listed(id)).toEqual([certificate.serialNumber]);
    expect(await codeOf(disableAuthority(context, OPERATOR, id))).toBe('conflict');
    await enableAuthority(context, OPERATOR, id);
    await expect(server(id)).resolves.toBeDefined();
    expect((await actions(id)).slice(0, 2)).toEqual(['authority.enabled', 'authority.disabled']);
  });
});

describe('revoked', () => {
  it('it stands on the list of the one above at once, and all below shows it', async () => {
    const id = await make('Revoked');
    const { certificate } = await server(id);
    const impact = await getAuthorityImpact(context, OPERATOR, id);
    expect(impact).toMatchObject({ livingCertificates: 1, certificates: [{ certificate: { id: certificate.id } }] });
    const { revoked } = await revokeAuthority(context, OPERATOR, id, { reason: 'cessationOfOperation' });
    expect(revoked).toMatchObject([{ issuerName: 'Life Root', certificate: { state: 'revoked' } }]);
    expect(revoked[0]?.crl).not.toBeNull();
    expect(await listed(rootId)).toContain(revoked[0]?.certificate.serialNumber);
    expect(await codeOf(server(id))).toBe('validation-failed');
    expect((await getCertificate(context, OPERATOR, certificate.id)).revokedAuthority).toBe('Revoked');
    const page = await listCertificates(context, OPERATOR, { issuerId: id, use: 'server' });
    expect(page.items.map(({ issuerRevoked }) => issuerRevoked)).toEqual([true]);
    expect(await codeOf(revokeAuthority(context, OPERATOR, id, { reason: 'unspecified' }))).toBe('already-revoked');
    expect(await codeOf(enableAuthority(context, OPERATOR, id))).toBe('conflict');
    expect(await codeOf(renewAuthority(context, OPERATOR, id, {}))).toBe('conflict');
  });

  it('a root cannot be', async () => {
    await expect(revokeAuthority(context, OPERATOR, rootId, { reason: 'unspecified' })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/is a root: .* Disable it/),
    });
  });
});

describe('renewal with the same key', () => {
  it('gives a new certificate under which everything stays good, of a root and below it', async () => {
    const id = await make('Renewed');
    const { certificateDer } = await server(id);
    for (const authorityId of [id, rootId]) {
      const before = parseCertificate(await readAuthorityCertificate(context, authorityId));
      const oldId = (await context.store.authority(authorityId))?.certificateId;
      const { issued } = await renewAuthority(context, OPERATOR, authorityId, { validityDays: 1000 });
      const after = parseCertificate(await readAuthorityCertificate(context, authorityId));
      expect(after.serialNumber).toBe(issued.certificate.serialNumber);
      expect(after.serialNumber).not.toBe(before.serialNumber);
      expect(after.subjectDer).toEqual(before.subjectDer);
      expect(after.spkiDer).toEqual(before.spkiDer);
      expect(after.subjectKeyIdentifier).toEqual(before.subjectKeyIdentifier);
      expect(after.basicConstraints).toEqual(before.basicConstraints);
      expect(issued.certificate.replacesId).toBe(oldId);
      expect((await actions(authorityId))[0]).toBe('authority.renewed');
    }
    const [now, root] = await Promise.all([id, rootId].map((one) => readAuthorityCertificate(context, one)));
    expect(isIssuedBy(parseCertificate(certificateDer), parseCertificate(now as Uint8Array))).toBe(true);
    expect(isIssuedBy(parseCertificate(now as Uint8Array), parseCertificate(root as Uint8Array))).toBe(true);
    const { certificates } = await getAuthority(context, OPERATOR, id);
    expect(certificates.map(({ kind, inForce }) => [kind, inForce])).toEqual([
      ['issued', true],
      ['issued', false],
    ]);
    // The one before can be revoked by itself; the one in force only with the authority.
    await expect(
      revokeCertificate(context, OPERATOR, certificates[1]?.certificate.id as string, { reason: 'superseded' }),
    ).resolves.toBeDefined();
    expect(
      await codeOf(
        revokeCertificate(context, OPERATOR, certificates[0]?.certificate.id as string, { reason: 'superseded' }),
      ),
    ).toBe('conflict');
  });

  it('that a crash interrupted is given up; the certificate in force stays', async () => {
    const id = await make('Interrupted');
    const before = (await context.store.authority(id))?.certificateId;
    const broken: ServiceContext = {
      ...context,
      signer: { ...context.signer, signCertificates: () => new Promise(() => undefined) },
    };
    void renewAuthority(broken, OPERATOR, id, {});
    await expect.poll(async () => (await context.store.intendedCertificates()).length).toBe(1);
    const [intent] = await context.store.intendedCertificates();
    expect(await recoverIntents(context)).toEqual({ abandoned: 1, finished: 0 });
    expect((await context.store.authority(id))?.certificateId).toBe(before);
    expect(await listed(rootId)).toContain(intent?.serialNumber);
  });
});

describe('a new key with overlap', () => {
  it('makes a successor that issues from now on, while the old one goes on publishing', async () => {
    const id = await make('Rekey 7');
    const { authority } = await rekeyAuthority(context, OPERATOR, id, {});
    expect(authority).toMatchObject({ name: 'Rekey 8', predecessorId: id, parentId: rootId, status: 'active' });
    const { certificate } = await issueCertificate(context, OPERATOR, { profile: 'tlsServer', names: ['x.lan'] });
    expect(certificate.issuerId).toBe(authority.id);
    await expect(publishCrl(context, OPERATOR, id)).resolves.toBeDefined();
    expect((await getAuthority(context, OPERATOR, id)).successor?.name).toBe('Rekey 8');
    expect(await codeOf(rekeyAuthority(context, OPERATOR, id, {}))).toBe('conflict');
    const same = await rekeyAuthority(context, OPERATOR, authority.id, { name: 'Rekey 8', keyAlgorithm: 'P-384' });
    expect(same.issued.certificate.subject).toEqual(
      (await context.store.certificate(authority.certificateId as string))?.subject,
    );
  });
});

// Last, as it publishes lists of a later day.
describe('deleted', () => {
  it('it is hidden, serves its list, and comes back within 30 days', async () => {
    const id = await make('Deleted');
    expect(await codeOf(deleteAuthority(context, OPERATOR, id))).toBe('conflict');
    await disableAuthority(context, OPERATOR, id);
    await deleteAuthority(context, OPERATOR, id);
    const names = async () =>
      (await listAuthorities(context, OPERATOR)).flatMap(({ children }) =>
        children.map(({ authority }) => authority.id),
      );
    expect(await names()).not.toContain(id);
    expect((await listDeletedAuthorities(context, OPERATOR)).map(({ authority }) => authority.id)).toEqual([id]);
    expect((await getAuthority(context, OPERATOR, id)).restoreUntil).toBeInstanceOf(Date);
    expect(await codeOf(enableAuthority(context, OPERATOR, id))).toBe('conflict');
    await expect(publishCrl(context, OPERATOR, id)).resolves.toBeDefined();
    expect(await purgeDeletedKeys(daysLater(29))).toBe(0);
    await restoreAuthority(context, OPERATOR, id);
    expect(await names()).toContain(id);
    await enableAuthority(context, OPERATOR, id);
    await expect(server(id)).resolves.toBeDefined();
  });

  it('its key is destroyed after 30 days, and then it stays away', async () => {
    const id = await make('Purged');
    await disableAuthority(context, OPERATOR, id);
    await deleteAuthority(context, OPERATOR, id);
    expect(await purgeDeletedKeys(daysLater(31))).toBe(1);
    const authority = await context.store.authority(id);
    expect(authority?.keyState).toBe('absent');
    expect((await context.store.key(authority?.keyId as string))?.wrapped).toHaveLength(0);
    expect((await actions(id))[0]).toBe('authority.key-purged');
    expect(await codeOf(restoreAuthority(daysLater(31), OPERATOR, id))).toBe('conflict');
    expect(await purgeDeletedKeys(daysLater(31))).toBe(0);
    // What it published last is still there, and the job leaves it alone.
    expect(await context.store.currentCrl(id)).not.toBeNull();
    await publishStaleCrls(daysLater(31));
  });

  it('it cannot be while there are authorities below', async () => {
    await disableAuthority(context, OPERATOR, rootId);
    expect(await codeOf(deleteAuthority(context, OPERATOR, rootId))).toBe('conflict');
    await enableAuthority(context, OPERATOR, rootId);
  });
});
