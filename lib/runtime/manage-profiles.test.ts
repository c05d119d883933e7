import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { definitionOf } from '../pki/profile/profile-definition.ts';
import { isEndEntityProfile, PROFILES } from '../pki/profiles.ts';
import { createAuthority } from '../services/create-authority.ts';
import { getProfile, listProfiles } from '../services/get-profiles.ts';
import { issueCertificate } from '../services/issue-certificate.ts';
import {
  changeProfile,
  createProfile,
  deleteProfile,
  reactivateProfile,
  retireProfile,
} from '../services/manage-profiles.ts';
import type { ProfileDefinitionInput } from '../services/profile-definition.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { OPERATOR, startTestContext, type TestContext } from './context.test-support.ts';

let test: TestContext;
let context: ServiceContext;
beforeAll(async () => {
  test = await startTestContext();
  ({ context } = test);
  const root = await createAuthority(context, OPERATOR, { kind: 'root', name: 'Root' });
  await createAuthority(context, OPERATOR, { kind: 'issuing', parentId: root.authority.id, name: 'Issuing' });
});
afterAll(() => test.close());

let made = 0;
const create = (base: string, definition: Partial<ProfileDefinitionInput> = {}) => {
  made += 1;
  return createProfile(context, OPERATOR, { base, name: `Profile ${made}`, definition });
};
const server = definitionOf(PROFILES.tlsServer) as unknown as ProfileDefinitionInput;
const client = definitionOf(PROFILES.tlsClient) as unknown as ProfileDefinitionInput;
const mail = definitionOf(PROFILES.smime) as unknown as ProfileDefinitionInput;
const fieldsOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => null,
    (error: { fields: { field: string }[] }) => error.fields.map(({ field }) => field),
  );

describe('own profiles', () => {
  it.each(Object.keys(PROFILES).filter(isEndEntityProfile))('clones %s as it is', async (base) => {
    const profile = await create(base);
    expect(profile).toMatchObject({ base, revision: 1, status: 'active' });
    const view = await getProfile(context, OPERATOR, profile.id);
    expect(view.sentences.every(({ text }) => /[.?!"]$/.test(text))).toBe(true);
    expect(view).toMatchObject({ builtIn: false, certificates: 0, newest: [] });
  });

  it('changes with revisions and tells the log what changed', async () => {
    const profile = await create('tlsServer');
    const narrowed = { names: { ...server.names, dns: { ...server.names.dns, allow: ['*.LAN'] } } };
    const changed = await changeProfile(context, OPERATOR, profile.id, { revision: 1, definition: narrowed });
    expect(changed.revision).toBe(2);
    expect(JSON.parse(changed.definition).names.dns.allow).toEqual(['.lan']);
    const [entry] = (await context.store.auditPage({ limit: 1, beforeSeq: null })).items;
    expect(entry).toMatchObject({
      action: 'profile.changed',
      objectId: profile.id,
      details: { name: profile.name, revision: '2', 'names.dns.allow': 'none → .lan' },
    });
    await expect(changeProfile(context, OPERATOR, profile.id, { revision: 1, name: 'Late' })).rejects.toMatchObject({
      code: 'conflict',
    });
    // Nothing new: no revision, no entry.
    expect((await changeProfile(context, OPERATOR, profile.id, { revision: 2, definition: narrowed })).revision).toBe(
      2,
    );
  });

  it('retires, reactivates, and deletes only what was never used', async () => {
    const profile = await create('tlsServer');
    expect((await retireProfile(context, OPERATOR, profile.id)).status).toBe('retired');
    await expect(retireProfile(context, OPERATOR, profile.id)).rejects.toMatchObject({ code: 'conflict' });
    expect(await reactivateProfile(context, OPERATOR, profile.id)).toMatchObject({ status: 'active', revision: 3 });
    const issued = await issueCertificate(context, OPERATOR, { profile: profile.id, names: ['a.lan'] });
    await expect(deleteProfile(context, OPERATOR, profile.id)).rejects.toMatchObject({ code: 'conflict' });
    expect(await getProfile(context, OPERATOR, profile.id)).toMatchObject({
      certificates: 1,
      newest: [{ certificate: { id: issued.certificate.id } }],
    });
    const unused = await create(profile.id);
    await deleteProfile(context, OPERATOR, unused.id);
    await expect(getProfile(context, OPERATOR, unused.id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(retireProfile(context, OPERATOR, 'tlsServer')).rejects.toMatchObject({ code: 'conflict' });
    expect((await listProfiles(context, OPERATOR)).map(({ id }) => id)).toContain(profile.id);
  });

  it('lets servers live long only when that is allowed explicitly, with a warning', async () => {
    const long = { maxValidityDays: 1_000, defaultValidityDays: 900 };
    expect(await fieldsOf(create('tlsServer', long))).toEqual(['definition.maxValidityDays']);
    const profile = await create('tlsServer', { ...long, allowLongLife: true });
    const { lints } = await issueCertificate(context, OPERATOR, { profile: profile.id, names: ['a.lan'] });
    expect(lints.filter(({ severity }) => severity === 'warning').map(({ lint }) => lint)).toEqual([
      'platform/validity-period',
      'platform/apple-server-life',
    ]);
  });

  it('takes owner, notes and tags at once', async () => {
    const request = { profile: 'tlsServer', names: ['a.lan'], owner: 'Ops', notes: 'rack 4', tags: ['Prod', 'edge'] };
    const { certificate } = await issueCertificate(context, OPERATOR, request);
    expect(await context.store.certificate(certificate.id)).toMatchObject({ owner: 'Ops', notes: 'rack 4' });
    expect(await context.store.certificateTags(certificate.id)).toEqual(['edge', 'prod']);
    expect(await fieldsOf(issueCertificate(context, OPERATOR, { ...request, tags: ['two words'] }))).toEqual(['tags']);
  });

  it('needs the right to manage profiles', async () => {
    await expect(createProfile(context, null, { base: 'tlsServer', name: 'X' })).rejects.toMatchObject({
      code: 'unauthenticated',
    });
    await expect(createProfile(context, { kind: 'system' }, { base: 'tlsServer', name: 'X' })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

describe('what a definition may not say', () => {
  it.each<[string, string, Partial<ProfileDefinitionInput>, string]>([
    [
      'a usual key type outside the allowed',
      'tlsServer',
      { keyAlgorithms: ['P-384'] },
      'definition.defaultKeyAlgorithm',
    ],
    ['a usual life beyond the longest', 'tlsServer', { maxValidityDays: 30 }, 'definition.defaultValidityDays'],
    [
      'names that the purpose does not have',
      'tlsServer',
      { names: { ...server.names, email: { ...server.names.email, allowed: true } } },
      'definition.names.email',
    ],
    [
      'a pattern with placeholders',
      'tlsServer',
      { names: { ...server.names, dns: { ...server.names.dns, allow: ['\u0024{host}.lan'] } } },
      'definition.names.dns.allow.0',
    ],
    ['no name for a server', 'tlsServer', { names: { ...server.names, minimum: 0 } }, 'definition.names.minimum'],
    [
      'wildcards for clients',
      'tlsClient',
      { names: { ...client.names, wildcards: true } },
      'definition.names.wildcards',
    ],
    [
      'one common name for all servers',
      'tlsServer',
      { subject: { ...server.subject, CN: { mode: 'fixed', value: 'a.lan' } } },
      'definition.subject.CN',
    ],
    [
      'a wrong country',
      'tlsServer',
      { subject: { ...server.subject, C: { mode: 'fixed', value: 'UK' } } },
      'definition.subject.C',
    ],
    [
      'a client without any name',
      'tlsClient',
      { subject: { ...client.subject, CN: { mode: 'forbidden' } } },
      'definition.names.minimum',
    ],
    [
      'usage that nothing uses',
      'codeSigning',
      { keyUsage: ['digitalSignature', 'keyEncipherment'] },
      'definition.keyUsage',
    ],
    ['a server without signatures', 'tlsServer', { keyUsage: ['keyEncipherment'] }, 'definition.keyUsage'],
    ['mail keys that can do nothing', 'smime', { keyUsage: ['keyEncipherment'] }, 'definition.keyUsage'],
    ['the purpose of responders', 'tlsServer', { moreExtKeyUsage: ['OCSPSigning'] }, 'definition.moreExtKeyUsage.0'],
    ['it by its OID', 'tlsServer', { moreExtKeyUsage: ['1.3.6.1.5.5.7.3.9'] }, 'definition.moreExtKeyUsage.0'],
    ['any purpose', 'tlsClient', { moreExtKeyUsage: ['2.5.29.37.0'] }, 'definition.moreExtKeyUsage.0'],
    [
      'any policy',
      'tlsServer',
      { certificatePolicies: [{ policy: '2.5.29.32.0', cpsUri: null }] },
      'definition.certificatePolicies.0',
    ],
    ['an authority that is none', 'tlsServer', { authorities: ['nobody'] }, 'definition.authorities'],
    ['no authority', 'tlsServer', { authorities: [] }, 'definition.authorities'],
  ])('%s', async (_, base, definition, field) => {
    expect(await fieldsOf(create(base, definition))).toEqual([field]);
  });

  it('two of one name, or the name of a built-in one', async () => {
    await createProfile(context, OPERATOR, { base: 'tlsServer', name: 'Edge' });
    for (const name of ['edge', 'TLS server', 'smime', ' ', 'a\u202eb'])
      expect(await fieldsOf(createProfile(context, OPERATOR, { base: 'tlsServer', name }))).toEqual(['name']);
    expect(await fieldsOf(create('ocspResponder'))).toEqual(['base']);
  });

  it('mail profiles that only encrypt are possible for keys that can', async () => {
    const profile = await create('smime', {
      keyUsage: ['keyEncipherment'],
      keyAlgorithms: ['RSA-2048'],
      defaultKeyAlgorithm: 'RSA-2048',
      names: mail.names,
    });
    const { certificate } = await issueCertificate(context, OPERATOR, { profile: profile.id, names: ['a@acme.test'] });
    expect(certificate.keyAlgorithm).toBe('RSA-2048');
  });
});
