import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CountersignError } from '../domain/errors.ts';
import { parseCertificate } from '../pki/certificate.ts';
import { explainNameConstraints, parseNameConstraints } from '../pki/name-constraints.ts';
import { type CreateAuthorityRequest, createAuthority } from '../services/create-authority.ts';
import { createConnection } from '../services/create-connection.ts';
import { explainLimits } from '../services/explain-limits.ts';
import { issueCertificate, previewCertificate } from '../services/issue-certificate.ts';
import { loadIssuer } from '../services/issuer.ts';
import { createProfile } from '../services/manage-profiles.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { OPERATOR, startTestContext, type TestContext } from './context.test-support.ts';

let test: TestContext;
let context: ServiceContext;
let rootId: string;

beforeAll(async () => {
  test = await startTestContext();
  ({ context } = test);
  rootId = (await createAuthority(context, OPERATOR, { kind: 'root', name: 'Limits Root', pathLenConstraint: 2 }))
    .authority.id;
});
afterAll(() => test.close());

const make = async (name: string, more: Partial<CreateAuthorityRequest>) =>
  (await createAuthority(context, OPERATOR, { kind: 'issuing', parentId: rootId, name, ...more })).authority.id;

async function refusal(work: Promise<unknown>): Promise<readonly { field: string; message: string }[]> {
  try {
    await work;
  } catch (error) {
    if (error instanceof CountersignError) return error.fields;
    throw error;
  }
  throw new Error('It was not refused.');
}

describe('name constraints', () => {
  let limitedId: string;
  beforeAll(async () => {
    limitedId = await make('Limited', {
      pathLenConstraint: 1,
      nameConstraints: {
        permitted: { dns: ['corp.lan'], ip: ['10.0.0.0/8'] },
        excluded: { dns: ['secret.corp.lan'], ip: ['10.9.0.0/16'] },
      },
      organisationalUnit: 'Platform',
      stateOrProvince: 'Kent',
      locality: 'Dover',
      country: 'GB',
    });
  });
  const server = (names: readonly string[], more: object = {}) =>
    issueCertificate(context, OPERATOR, { profile: 'tlsServer', authorityId: limitedId, names, ...more });

  it('stand in the certificate with the subject that was asked for', async () => {
    const { chain } = await loadIssuer(context.store, limitedId);
    const own = parseCertificate(chain[0] as Uint8Array);
    expect(explainNameConstraints(parseNameConstraints(own.nameConstraintsDer as Uint8Array))).toEqual([
      'DNS names: only corp.lan and names below it.',
      'DNS names: never secret.corp.lan or names below it.',
      'IP addresses: only 10.0.0.0/8.',
      'IP addresses: never 10.9.0.0/16.',
    ]);
    expect(own.extensions.find(({ oid }) => oid === '2.5.29.30')?.critical).toBe(true);
    expect(own.subject.map(({ type, value }) => `${type}=${value}`)).toEqual([
      'C=GB',
      'ST=Kent',
      'L=Dover',
      'O=Test Org',
      'OU=Platform',
      'CN=Limited',
    ]);
  });

  it('let through what is inside', async () => {
    await expect(server(['api.corp.lan', '10.1.2.3'])).resolves.toMatchObject({ certificate: { state: 'issued' } });
  });

  it.each([
    ['a name outside', ['api.corp.lan', 'api.other.lan'], 'names.1', /"Limited" permits only corp\.lan/],
    ['a name that only ends alike', ['badcorp.lan'], 'names.0', /permits only corp\.lan/],
    ['an excluded name', ['a.secret.corp.lan'], 'names.0', /"Limited" excludes secret\.corp\.lan/],
    ['a wildcard that reaches an excluded name', ['*.corp.lan'], 'names.0', /excludes secret\.corp\.lan/],
    ['an address outside', ['192.168.0.1'], 'names.0', /permits only 10\.0\.0\.0\/8/],
    ['an excluded address', ['10.9.1.1'], 'names.0', /excludes 10\.9\.0\.0\/16/],
  ])('refuse %s', async (_what, names, field, words) => {
    const fields = await refusal(server(names));
    expect(fields).toContainEqual({ field, message: expect.stringMatching(words) });
  });

  it('refuse a subject outside while the alternative names are inside', async () => {
    const fields = await refusal(
      issueCertificate(context, OPERATOR, {
        profile: 'tlsClient',
        authorityId: limitedId,
        names: ['api.corp.lan'],
        subject: { commonName: 'api.other.lan' },
      }),
    );
    expect(fields).toContainEqual({
      field: 'subject.commonName',
      message: expect.stringMatching(/CN=api\.other\.lan/),
    });
  });

  it('hold for previews and connections, and for authorities below', async () => {
    const request = { profile: 'tlsServer', authorityId: limitedId, names: ['x.lan'] } as const;
    expect(await refusal(previewCertificate(context, OPERATOR, request))).toHaveLength(1);
    const connection = createConnection(context, OPERATOR, {
      kind: 'one-way',
      authorityId: limitedId,
      serverNames: ['x.lan'],
    });
    expect((await refusal(connection))[0]?.message).toMatch(/permits only corp\.lan/);
    const below = await make('Below', { parentId: limitedId, pathLenConstraint: 0 });
    expect(
      (await refusal(issueCertificate(context, OPERATOR, { ...request, authorityId: below })))[0]?.message,
    ).toMatch(/"Limited" permits only/);
  });

  it('cannot be widened below', async () => {
    const wider = (permitted: object) => make('Wider', { parentId: limitedId, nameConstraints: { permitted } });
    expect((await refusal(wider({ dns: ['lan'] })))[0]).toMatchObject({
      field: 'nameConstraints',
      message: expect.stringMatching(/"Limited" permits only corp\.lan/),
    });
    expect((await refusal(wider({ ip: ['10.0.0.0/7'] })))[0]?.field).toBe('nameConstraints');
    expect((await refusal(wider({ dns: ['x.secret.corp.lan'] })))[0]?.message).toMatch(/excludes secret\.corp\.lan/);
    const narrower = await make('Narrower', {
      parentId: limitedId,
      nameConstraints: { permitted: { dns: ['dev.corp.lan'] } },
    });
    expect((await refusal(server(['api.corp.lan'], { authorityId: narrower })))[0]?.message).toMatch(
      /"Narrower" permits only dev\.corp\.lan/,
    );
  });

  it('are refused at their field when they are no constraints', async () => {
    const fields = await refusal(
      make('Wrong', {
        nameConstraints: { permitted: { dns: ['.corp.lan'], ip: ['10.0.0.0/40'] }, excluded: { email: ['a b@c'] } },
        certificatePolicies: [{ policy: '1.2.three' }],
        extKeyUsage: ['everything'],
        settings: { crlUrls: ['https://crl.corp.lan/a.crl'], crlLifeDays: 0, profiles: ['nothing'] },
      }),
    );
    expect(fields.map(({ field }) => field)).toEqual([
      'nameConstraints.permitted.dns.0',
      'nameConstraints.permitted.ip.0',
      'nameConstraints.excluded.email.0',
      'certificatePolicies.0.policy',
      'extKeyUsage.0',
      'settings.crlUrls.0',
      'settings.crlLifeDays',
      'settings.profiles.0',
    ]);
    expect((await context.store.authorities()).some(({ name }) => name === 'Wrong')).toBe(false);
  });

  it('are explained before anything is made', async () => {
    const request = {
      parentId: rootId,
      nameConstraints: { permitted: { email: ['.corp.lan'] } },
      extKeyUsage: ['emailProtection'],
    };
    expect((await explainLimits(context, OPERATOR, request)).sentences).toEqual([
      'E-mail addresses: only addresses at hosts below corp.lan.',
      'Certificates below: only for emailProtection, OCSPSigning.',
    ]);
  });

  it('on directory names leave room for the responder', async () => {
    const id = await make('Directory', {
      nameConstraints: { permitted: { directoryName: [[{ type: 'O', value: 'Acme' }]] } },
    });
    const authority = await context.store.authority(id);
    expect((await context.store.certificate(authority?.responderCertificateId ?? ''))?.subject[0]).toEqual({
      type: 'O',
      value: 'Acme',
    });
    const client = (subject: object) =>
      issueCertificate(context, OPERATOR, { profile: 'tlsClient', authorityId: id, names: ['alice'], subject });
    expect((await refusal(client({})))[0]?.message).toMatch(/"Directory" permits only O=Acme/);
    await expect(client({ organisation: 'ACME' })).resolves.toMatchObject({ certificate: { state: 'issued' } });
  });

  it.each([
    [
      'of several attributes',
      [
        ['C', 'DE'],
        ['O', 'Acme'],
        ['OU', 'Web'],
      ],
      /permits only .*OU=Web/,
    ],
    [
      'of domain components',
      [
        ['DC', 'lan'],
        ['DC', 'corp'],
      ],
      /permits only .*DC=corp/,
    ],
    [
      'that end with a common name',
      [
        ['O', 'Acme'],
        ['CN', 'worker'],
      ],
      /permits only .*CN=worker/,
    ],
  ] as const)(
    'on directory names %s have a responder, and refuse what begins otherwise',
    async (words, name, message) => {
      const directoryName = [name.map(([type, value]) => ({ type, value }))];
      const id = await make(`Directory ${words}`, { nameConstraints: { permitted: { directoryName } } });
      const authority = await context.store.authority(id);
      const responder = await context.store.certificate(authority?.responderCertificateId ?? '');
      expect(responder?.subject.slice(0, name.length)).toEqual(directoryName[0]);
      const client = issueCertificate(context, OPERATOR, {
        profile: 'tlsClient',
        authorityId: id,
        names: ['alice'],
        subject: { organisation: 'Acme' },
      });
      expect((await refusal(client))[0]?.message).toMatch(message);
    },
  );

  it('on directory names are narrowed further down, where the responder fits both', async () => {
    const wide = { permitted: { directoryName: [[{ type: 'O', value: 'Acme' }]] } };
    const upper = await make('Wide', { nameConstraints: wide, pathLenConstraint: 1, organisation: 'Acme' });
    const narrow = [
      { type: 'O', value: 'Acme' },
      { type: 'OU', value: 'Web' },
    ];
    const { authority } = await createAuthority(context, OPERATOR, {
      kind: 'issuing',
      parentId: upper,
      name: 'Narrow',
      organisation: 'Acme',
      nameConstraints: { permitted: { directoryName: [narrow] } },
    });
    const stored = await context.store.authority(authority.id);
    const responder = await context.store.certificate(stored?.responderCertificateId ?? '');
    expect(responder?.subject.slice(0, 2)).toEqual(narrow);
  });

  it('on directory names name the faulty one', async () => {
    const names = [
      [{ type: 'O', value: 'Acme' }],
      [
        { type: 'O', value: '' },
        { type: 'OU', value: 'Web' },
      ],
      [{ type: 'C', value: 'Germany' }],
    ];
    const fields = await refusal(make('Faulty', { nameConstraints: { permitted: { directoryName: names } } }));
    expect(fields.map(({ field }) => field)).toEqual([
      'nameConstraints.permitted.directoryName.1',
      'nameConstraints.permitted.directoryName.2',
    ]);
  });

  it('NC-09: are judged by the signer, too', async () => {
    const issuer = await loadIssuer(context.store, limitedId);
    const other = await make('Unlimited', {});
    const free = await issueCertificate(context, OPERATOR, {
      profile: 'tlsServer',
      authorityId: other,
      names: ['x.lan'],
    });
    const tbs = parseCertificate(free.certificateDer);
    await expect(
      context.signer.signCertificate({
        key: issuer.key,
        signatureScheme: 'pkcs1',
        tbsDer: rename(tbs.tbsDer, tbs.issuerDer, issuer.certificate.subjectDer),
        issuerChain: issuer.chain,
      }),
    ).rejects.toThrow(/outside of the name constraints above it/);
  });
});

/** The same structure under another issuer name. */
function rename(tbsDer: Uint8Array, from: Uint8Array, to: Uint8Array): never {
  const tbs = Buffer.from(tbsDer);
  const at = tbs.indexOf(from);
  const body = Buffer.concat([tbs.subarray(4, at), to, tbs.subarray(at + from.length)]);
  const head = Buffer.from([0x30, 0x82, body.length >> 8, body.length & 0xff]);
  return Buffer.concat([head, body]) as never;
}

describe('purposes and policies', () => {
  it('limit what is issued below', async () => {
    const id = await make('Mail', { extKeyUsage: ['emailProtection'] });
    const fields = await refusal(
      issueCertificate(context, OPERATOR, { profile: 'tlsServer', authorityId: id, names: ['a.lan'] }),
    );
    expect(fields[0]).toMatchObject({ field: 'profile', message: expect.stringMatching(/limited to the purposes/) });
    await expect(
      issueCertificate(context, OPERATOR, { profile: 'smime', authorityId: id, names: ['a@corp.lan'] }),
    ).resolves.toMatchObject({ certificate: { state: 'issued' } });
    // A profile of one's own that adds a purpose is held to it as well.
    const servers = await make('Servers only', { extKeyUsage: ['serverAuth'] });
    const { id: both } = await createProfile(context, OPERATOR, {
      base: 'tlsServer',
      name: 'Both sides',
      definition: { moreExtKeyUsage: ['clientAuth'] },
    });
    const widened = await refusal(
      issueCertificate(context, OPERATOR, { profile: both, authorityId: servers, names: ['a.lan'] }),
    );
    expect(widened[0]).toMatchObject({ field: 'profile', message: expect.stringMatching(/for clientAuth below it/) });
    const fieldsOfRoot = await refusal(
      createAuthority(context, OPERATOR, { kind: 'root', name: 'Limited root', extKeyUsage: ['serverAuth'] }),
    );
    expect(fieldsOfRoot[0]?.field).toBe('extKeyUsage');
  });

  it('of an authority are among those of the one above', async () => {
    const id = await make('Policies', {
      pathLenConstraint: 1,
      certificatePolicies: [{ policy: '1.3.6.1.4.1.99999.1', cpsUri: 'http://corp.lan/cps' }],
    });
    const { certificate } = await loadIssuer(context.store, id);
    expect(certificate.certificatePolicies).toEqual([{ policy: '1.3.6.1.4.1.99999.1', cpsUri: 'http://corp.lan/cps' }]);
    const below = (policy: string) => make('Policies below', { parentId: id, certificatePolicies: [{ policy }] });
    expect((await refusal(below('1.3.6.1.4.1.99999.2')))[0]?.field).toBe('certificatePolicies.0.policy');
    await expect(below('1.3.6.1.4.1.99999.1')).resolves.toBeTypeOf('string');
  });
});

describe('settings at creation', () => {
  it('choose the addresses that go into certificates, and the profiles', async () => {
    const id = await make('Settings', {
      settings: { crlUrls: ['http://pki.corp.lan/a.crl'], ocspUrls: [], profiles: ['tlsServer'] },
    });
    const { certificateDer } = await issueCertificate(context, OPERATOR, {
      profile: 'tlsServer',
      authorityId: id,
      names: ['a.lan'],
    });
    const parsed = parseCertificate(certificateDer);
    expect(parsed.crlUrls).toEqual(['http://pki.corp.lan/a.crl']);
    expect(parsed.ocspUrls).toEqual([]);
    expect(parsed.caIssuersUrls).toEqual([`${context.settings.publicUrl}/ca/${id}.crt`]);
    const client = issueCertificate(context, OPERATOR, { profile: 'tlsClient', authorityId: id, names: ['alice'] });
    expect((await refusal(client))[0]).toMatchObject({
      field: 'authorityId',
      message: expect.stringMatching(/may not use the profile tlsClient/),
    });
  });
});
