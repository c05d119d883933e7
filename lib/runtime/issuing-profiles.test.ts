import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCertificate } from '../pki/certificate.ts';
import { encodeCertificationRequestInfo } from '../pki/certification-request.ts';
import { signRequestInfo, testKey, testRequest } from '../pki/fixtures.test-support.ts';
import { encodePem } from '../pki/pem.ts';
import type { KeyAlgorithm } from '../pki/types.ts';
import { createAuthority } from '../services/create-authority.ts';
import type { IssueCertificateRequest } from '../services/decide-certificate.ts';
import { inspectRequest } from '../services/inspect-request.ts';
import { issueCertificate } from '../services/issue-certificate.ts';
import { listCertificates } from '../services/list-certificates.ts';
import { createProfile } from '../services/manage-profiles.ts';
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

const issue = async (request: IssueCertificateRequest) =>
  parseCertificate((await issueCertificate(context, OPERATOR, request)).certificateDer);
const refused = async (request: IssueCertificateRequest) => {
  const error = await issueCertificate(context, OPERATOR, request).then(
    () => null,
    (refusal: { fields: { field: string; message: string }[] }) => refusal,
  );
  return error?.fields.map(({ field }) => field) ?? null;
};
const CN = (value: string) => [{ type: 'CN', value }];

describe('the profile of TLS peers', () => {
  it('issues one certificate for both sides', async () => {
    const made = await issue({ profile: 'tlsPeer', names: ['node-1.lan', '10.0.0.1', '*.nodes.lan'] });
    expect(made).toMatchObject({
      extKeyUsage: ['serverAuth', 'clientAuth'],
      keyUsage: ['digitalSignature'],
      subject: CN('node-1.lan'),
      subjectAltName: [
        { type: 'dns', value: 'node-1.lan' },
        { type: 'ip', value: '10.0.0.1' },
        { type: 'dns', value: '*.nodes.lan' },
      ],
    });
  });
  it('refuses what a server refuses', async () => {
    expect(await refused({ profile: 'tlsPeer', names: [] })).toEqual(['names']);
    expect(await refused({ profile: 'tlsPeer', names: ['alice@acme.test'] })).toEqual(['names.0']);
    expect(await refused({ profile: 'tlsPeer', names: ['a.lan'], subject: { commonName: 'b.lan' } })).toEqual([
      'subject.commonName',
    ]);
    expect(await refused({ profile: 'tlsPeer', names: ['a.lan'], validityDays: 826 })).toEqual(['validityDays']);
  });
});

describe('the S/MIME profile', () => {
  it.each([
    ['P-256', ['digitalSignature', 'keyAgreement']],
    ['RSA-2048', ['digitalSignature', 'keyEncipherment']],
    ['ML-DSA-44', ['digitalSignature']],
  ] as const)('issues for mailboxes with %s', async (keyAlgorithm: KeyAlgorithm, keyUsage) => {
    const made = await issue({
      profile: 'smime',
      names: ['Alice@Acme.test', 'info@bücher.test'],
      subject: { commonName: 'Alice Ångström' },
      keyAlgorithm,
    });
    expect(made).toMatchObject({
      keyUsage,
      extKeyUsage: ['emailProtection'],
      subject: CN('Alice Ångström'),
      subjectAltName: [
        { type: 'email', value: 'Alice@acme.test' },
        { type: 'email', value: 'info@xn--bcher-kva.test' },
      ],
    });
  });
  it('refuses everything that is no mailbox, and a certificate without one', async () => {
    expect(await refused({ profile: 'smime', names: ['a.lan'] })).toEqual(['names.0']);
    expect(await refused({ profile: 'smime', names: ['https://a.lan/'] })).toEqual(['names.0']);
    expect(await refused({ profile: 'smime', subject: { commonName: 'Alice' } })).toEqual(['names']);
  });
  it('takes the address from an older request, and refuses host names in one', async () => {
    const key = testKey('P-256', 9);
    const older = testRequest(key, [...CN('Alice'), { type: 'emailAddress', value: 'alice@acme.test' }], []);
    const made = await issue({ profile: 'smime', csr: encodePem('CERTIFICATE REQUEST', older) });
    expect(made.subjectAltName).toEqual([{ type: 'email', value: 'alice@acme.test' }]);
    expect(made.subject).toEqual(CN('Alice'));
    const host = testRequest(key, CN('x'), [{ type: 'dns', value: 'a.lan' as never }]);
    expect(await refused({ profile: 'smime', csr: encodePem('CERTIFICATE REQUEST', host) })).toEqual(['csr']);
  });
});

describe('the code-signing profile', () => {
  it('issues for a name, and carries no others', async () => {
    const made = await issue({
      profile: 'codeSigning',
      subject: { commonName: 'Acme release team', organisation: 'Acme' },
    });
    expect(made).toMatchObject({
      extKeyUsage: ['codeSigning'],
      keyUsage: ['digitalSignature'],
      subject: [{ type: 'O', value: 'Acme' }, ...CN('Acme release team')],
      subjectAltName: [],
    });
    expect(made.extensions.find(({ oid }) => oid === '2.5.29.37')?.critical).toBe(false);
  });
  it('refuses a missing name and alternative names', async () => {
    expect(await refused({ profile: 'codeSigning' })).toEqual(['subject.commonName']);
    expect(await refused({ profile: 'codeSigning', names: ['alice@acme.test'], subject: { commonName: 'x' } })).toEqual(
      ['names'],
    );
  });
});

describe('the client profile', () => {
  it('carries user principal names; a server does not', async () => {
    const made = await issue({ profile: 'tlsClient', names: ['upn:alice@Corp.example', 'alice@acme.test'] });
    expect(made.subjectAltName).toEqual([
      { type: 'upn', value: 'alice@corp.example' },
      { type: 'email', value: 'alice@acme.test' },
    ]);
    expect(await refused({ profile: 'tlsServer', names: ['upn:alice@corp.example'] })).toEqual(['names.0']);
  });
});

describe('requests and lists', () => {
  it('propose the profile that a request asks for', async () => {
    const key = testKey('P-256', 9);
    const suggested = async (names: readonly string[]) => {
      const info = encodeCertificationRequestInfo(
        CN('x'),
        key.spkiDer,
        names.map((value) => ({ type: 'dns', value: value as never })),
      );
      const csr = encodePem('CERTIFICATE REQUEST', signRequestInfo(info, key));
      return (await inspectRequest(context, OPERATOR, { csr })).suggestedProfile;
    };
    expect(await suggested(['a.lan'])).toBe('tlsServer');
    expect(await suggested([])).toBe('tlsClient');
  });

  it('are compared with what the chosen profile would issue, an own one by its own rules', async () => {
    const key = testKey('P-256', 9);
    const info = encodeCertificationRequestInfo(CN('x'), key.spkiDer, [{ type: 'dns', value: 'a.k8s.lan' as never }]);
    const csr = encodePem('CERTIFICATE REQUEST', signRequestInfo(info, key));
    const own = await createProfile(context, OPERATOR, {
      base: 'tlsServer',
      name: 'Both ways, short',
      definition: {
        moreExtKeyUsage: ['clientAuth'],
        defaultValidityDays: 30,
        certificatePolicies: [{ policy: '1.3.6.1.4.1.99999.7', cpsUri: null }],
      },
    });
    const look = async (request: object) => {
      const { comparison, profileName, refusals } = await inspectRequest(context, OPERATOR, { csr, ...request });
      const issued = Object.fromEntries(comparison.map((row) => [row.what, row.issued]));
      return { issued, profileName, refusals: refusals.map(({ field }) => field) };
    };
    const before = (await context.store.auditPage({ limit: 1, beforeSeq: null })).items[0]?.seq;
    const usual = await look({});
    expect(usual).toMatchObject({ profileName: 'TLS server', refusals: [] });
    expect(usual.issued).toMatchObject({ 'Extended key usage': 'serverAuth', Names: 'a.k8s.lan' });
    expect(usual.issued.Policies).toBeUndefined();
    expect(usual.issued.Valid).toMatch(/^90 days/);
    const chosen = await look({ profile: own.id });
    expect(chosen).toMatchObject({ profileName: 'Both ways, short', refusals: [] });
    expect(chosen.issued).toMatchObject({
      'Extended key usage': 'serverAuth, clientAuth',
      Policies: '1.3.6.1.4.1.99999.7',
      Valid: expect.stringMatching(/^30 days/),
    });
    // What it says is what signing gives.
    const made = await issue({ profile: own.id, csr });
    expect(made.extKeyUsage).toEqual(['serverAuth', 'clientAuth']);
    expect((await look({ profile: 'smime' })).refusals.length).toBeGreaterThan(0);
    expect((await look({ validityDays: 9_999 })).refusals).toEqual(['validityDays']);
    expect((await look({ profile: 'smime' })).issued).toMatchObject({ Names: 'refused', Subject: 'refused' });
    await expect(look({ profile: 'nothing' })).rejects.toMatchObject({ fields: [{ field: 'profile' }] });
    const { items } = await context.store.auditPage({ limit: 50, beforeSeq: null });
    expect(items.filter(({ action, seq }) => seq > (before ?? 0) && !action.startsWith('certificate.'))).toEqual([]);
  });

  it('are found by their use', async () => {
    const of = async (use: 'mail' | 'code' | 'server') =>
      new Set(
        (await listCertificates(context, OPERATOR, { use, limit: 50 })).items.map((row) => row.certificate.profile),
      );
    expect([...(await of('mail'))]).toEqual(['smime']);
    expect([...(await of('code'))]).toEqual(['codeSigning']);
    expect((await of('server')).has('tlsPeer')).toBe(true);
  });
});
