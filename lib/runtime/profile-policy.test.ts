import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCertificate } from '../pki/certificate.ts';
import { testKey, testRequest } from '../pki/fixtures.test-support.ts';
import { encodePem } from '../pki/pem.ts';
import { definitionOf } from '../pki/profile/profile-definition.ts';
import { PROFILES } from '../pki/profiles.ts';
import type { DistinguishedName, GeneralName, KeyAlgorithm } from '../pki/types.ts';
import { chooseProfile } from '../services/chosen-profile.ts';
import { createAuthority } from '../services/create-authority.ts';
import { createConnection } from '../services/create-connection.ts';
import { decideCertificate } from '../services/decide-certificate.ts';
import { FieldErrors } from '../services/field-errors.ts';
import { runIssuanceCycle } from '../services/issuance-cycle.ts';
import type { IssuanceOrder } from '../services/issuance-order.ts';
import { issueCertificate, previewCertificate } from '../services/issue-certificate.ts';
import { changeProfile, createProfile, retireProfile } from '../services/manage-profiles.ts';
import { newKey } from '../services/new-key.ts';
import { planBulkIssuance } from '../services/plan-bulk-issuance.ts';
import type { ProfileDefinitionInput } from '../services/profile-definition.ts';
import { renewCertificate } from '../services/renew-certificate.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { startBulkIssuance } from '../services/start-bulk-issuance.ts';
import { OPERATOR, startTestContext, type TestContext } from './context.test-support.ts';

/** Every rule of a profile, broken through every door: each is refused, signs nothing and stores nothing. */

let test: TestContext;
let context: ServiceContext;
let issuing = '';
let other = '';
let signatures = 0;
beforeAll(async () => {
  test = await startTestContext();
  const { signer } = test.context;
  context = {
    ...test.context,
    signer: {
      ...signer,
      state: () => signer.state(),
      generateKey: (args) => signer.generateKey(args),
      generateKeys: (args) => signer.generateKeys(args),
      signCertificates: (args) => {
        signatures += 1;
        return signer.signCertificates(args);
      },
      signCrl: (args) => signer.signCrl(args),
      signLongCrl: (args) => signer.signLongCrl(args),
      offerCrlPieces: (pieces) => signer.offerCrlPieces(pieces),
      signOcspResponse: (args) => signer.signOcspResponse(args),
    },
  };
  const root = await createAuthority(context, OPERATOR, { kind: 'root', name: 'Root' });
  const make = (name: string) =>
    createAuthority(context, OPERATOR, { kind: 'issuing', parentId: root.authority.id, name });
  other = (await make('Other')).authority.id;
  issuing = (await make('Issuing')).authority.id;
});
afterAll(() => test.close());

interface Wish {
  readonly names: readonly string[];
  readonly subject?: { readonly commonName?: string; readonly organisation?: string };
  readonly keyAlgorithm?: KeyAlgorithm;
  readonly validityDays?: number;
}
type Change = (before: ProfileDefinitionInput) => Partial<ProfileDefinitionInput>;
interface Rule {
  readonly rule: string;
  readonly base?: 'tlsServer' | 'tlsClient';
  readonly wish: Wish;
  readonly change: Change;
  readonly doors?: readonly Door[];
}
const DOORS = ['single', 'preview', 'csr', 'connection', 'bulk plan', 'bulk job', 'renewal', 'cycle'] as const;
type Door = (typeof DOORS)[number];
const NO_CSR = DOORS.filter((door) => door !== 'csr');
/** A form of a connection has no subject. */
const WITH_SUBJECT = DOORS.filter((door) => door !== 'connection');

const names =
  (kind: 'dns' | 'ip' | 'email' | 'uri' | 'upn', part: Partial<ProfileDefinitionInput['names']['dns']>): Change =>
  ({ names: before }) => ({ names: { ...before, [kind]: { ...before[kind], ...part } } });
const subject =
  (type: 'O' | 'CN', rule: ProfileDefinitionInput['subject']['O']): Change =>
  ({ subject: before }) => ({ subject: { ...before, [type]: rule } });

const RULES: readonly Rule[] = [
  { rule: 'a kind of name', wish: { names: ['10.1.2.3'] }, change: names('ip', { allowed: false }) },
  { rule: 'host names to allow', wish: { names: ['api.lan'] }, change: names('dns', { allow: ['.corp', 'lan'] }) },
  { rule: 'host names to deny', wish: { names: ['api.lan'] }, change: names('dns', { deny: ['.lan'] }) },
  {
    rule: 'a denied name behind a wildcard',
    wish: { names: ['*.lan'] },
    change: names('dns', { deny: ['vault.lan'] }),
  },
  { rule: 'a name to require', wish: { names: ['api.lan'] }, change: names('dns', { require: ['.corp'] }) },
  {
    rule: 'wildcards',
    wish: { names: ['*.lan'] },
    change: ({ names: before }) => ({ names: { ...before, wildcards: false } }),
  },
  { rule: 'networks', wish: { names: ['10.1.2.3'] }, change: names('ip', { allow: ['192.168.0.0/16', 'fd00::/8'] }) },
  {
    rule: 'the fewest names',
    wish: { names: ['api.lan'] },
    change: ({ names: before }) => ({ names: { ...before, minimum: 2 } }),
  },
  {
    rule: 'the most names',
    wish: { names: ['api.lan', 'web.lan'] },
    change: ({ names: before }) => ({ names: { ...before, maximum: 1 } }),
  },
  {
    rule: 'mailboxes',
    base: 'tlsClient',
    wish: { names: ['alice@acme.test'] },
    change: names('email', { allow: ['.acme.test', 'bob@acme.test'] }),
  },
  {
    rule: 'trust domains',
    base: 'tlsClient',
    wish: { names: ['spiffe://acme.test/billing'] },
    change: names('uri', { allow: ['spiffe://acme.test/bill', 'https://acme.test'] }),
  },
  {
    rule: 'user principal names',
    base: 'tlsClient',
    wish: { names: ['upn:alice@acme.test'] },
    change: names('upn', { deny: ['ALICE@acme.test'] }),
  },
  {
    rule: 'a name in the common name',
    base: 'tlsClient',
    wish: { names: ['spiffe://acme.test/a'], subject: { commonName: 'db.lan' } },
    change: names('dns', { allow: ['.corp'] }),
    doors: WITH_SUBJECT,
  },
  {
    rule: 'an attribute that is forbidden',
    wish: { names: ['api.lan'], subject: { organisation: 'Acme' } },
    change: subject('O', { mode: 'forbidden' }),
    doors: WITH_SUBJECT,
  },
  { rule: 'an attribute that is asked for', wish: { names: ['api.lan'] }, change: subject('O', { mode: 'required' }) },
  {
    rule: 'an attribute that is set',
    wish: { names: ['api.lan'], subject: { organisation: 'Acme' } },
    change: subject('O', { mode: 'fixed', value: 'Other' }),
    // A renewal takes what is set today.
    doors: WITH_SUBJECT.filter((door) => door !== 'renewal'),
  },
  {
    rule: 'key types',
    wish: { names: ['api.lan'], keyAlgorithm: 'P-256' },
    change: () => ({ keyAlgorithms: ['P-384', 'RSA-3072'], defaultKeyAlgorithm: 'P-384' }),
  },
  {
    rule: 'the longest life',
    wish: { names: ['api.lan'], validityDays: 60 },
    change: () => ({ defaultValidityDays: 10, maxValidityDays: 30 }),
  },
  { rule: 'authorities', wish: { names: ['api.lan'] }, change: () => ({ authorities: [other] }) },
  { rule: 'keys of their owners', wish: { names: ['api.lan'] }, change: () => ({ csr: 'required' }), doors: NO_CSR },
  { rule: 'no request', wish: { names: ['api.lan'] }, change: () => ({ csr: 'forbidden' }), doors: ['csr'] },
];

describe.each(RULES)('$rule', ({ rule, base = 'tlsServer', wish, change, doors = DOORS }) => {
  it(`is kept by ${doors.length} doors`, async () => {
    const profile = await createProfile(context, OPERATOR, { base, name: rule });
    const request = { ...wish, profile: profile.id, authorityId: issuing };
    const before = await issueCertificate(context, OPERATOR, request);
    const loose = await decideCertificate(context, request);
    const definition = change(JSON.parse(profile.definition) as ProfileDefinitionInput);
    await changeProfile(context, OPERATOR, profile.id, { revision: 1, definition });
    const strict = (await chooseProfile(context.store, profile.id, new FieldErrors()))?.own;
    const key = await newKey(context, 'endEntity', wish.keyAlgorithm ?? 'P-256');
    const order: IssuanceOrder = {
      ...(loose?.order as Omit<IssuanceOrder, 'spkiDer' | 'key'>),
      spkiDer: key.spkiDer,
      key,
    };

    const table = {
      format: 'json' as const,
      content: JSON.stringify([
        {
          names: [...wish.names],
          cn: wish.subject?.commonName ?? '',
          o: wish.subject?.organisation ?? '',
          profile: profile.id,
        },
      ]),
      mapping: { names: 'names', cn: 'commonName', o: 'organisation', profile: 'profile' } as const,
      defaults: { authorityId: issuing, validityDays: wish.validityDays, keyAlgorithm: wish.keyAlgorithm },
    };
    const { names: _, keyAlgorithm: __, ...rest } = request;
    const attempts: Readonly<Record<Door, () => Promise<unknown>>> = {
      single: () => issueCertificate(context, OPERATOR, request),
      preview: () => previewCertificate(context, OPERATOR, request),
      csr: () => issueCertificate(context, OPERATOR, { ...rest, csr: csrFor(wish) }),
      connection: () =>
        createConnection(context, OPERATOR, {
          kind: base === 'tlsServer' ? 'one-way' : 'mutual',
          authorityId: issuing,
          validityDays: wish.validityDays,
          keyAlgorithm: wish.keyAlgorithm,
          ...(base === 'tlsServer'
            ? { serverNames: wish.names, serverProfile: profile.id }
            : { serverNames: ['ok.lan'], clientName: wish.names[0], clientProfile: profile.id }),
        }),
      'bulk plan': async () => {
        const plan = await planBulkIssuance(context, OPERATOR, table);
        if (plan.valid === 0) throw Object.assign(new Error('refused'), { code: 'validation-failed' });
      },
      'bulk job': () => startBulkIssuance(context, OPERATOR, table),
      renewal: () =>
        renewCertificate(context, OPERATOR, before.certificate.id, {
          validityDays: wish.validityDays,
          ...(wish.keyAlgorithm ? { keyAlgorithm: wish.keyAlgorithm } : {}),
        }),
      // As a door would that decides nothing itself: only the judgement of the final structure is left.
      cycle: () => runIssuanceCycle(context, OPERATOR, [{ ...order, ownProfile: strict ?? null }]),
    };
    const state = await stored();
    for (const door of doors)
      await expect(attempts[door](), `${rule} through ${door}`).rejects.toMatchObject({ code: 'validation-failed' });
    expect(await stored()).toEqual(state);
  });
});

const ALLOWED = { allowed: true, allow: ['.corp', 'lan'], deny: ['secret.corp'], require: [] };
/** The wildcard stands for the denied name, too. */
const TOUCHES_SECRET = ['secret.corp', '*.corp'];

describe('between looking and signing', () => {
  it('CSR-15: counts the newest revision, and signs nothing that was decided under an older one', async () => {
    const profile = await createProfile(context, OPERATOR, { base: 'tlsServer', name: 'Moves' });
    const request = { profile: profile.id, names: ['api.lan'] };
    await previewCertificate(context, OPERATOR, request);
    const decision = await decideCertificate(context, request);
    const key = await newKey(context, 'endEntity', 'P-256');
    await changeProfile(context, OPERATOR, profile.id, {
      revision: 1,
      definition: { subject: { ...JSON.parse(profile.definition).subject, O: { mode: 'fixed', value: 'Acme' } } },
    });
    const state = await stored();
    const order = { ...(decision?.order as IssuanceOrder), spkiDer: key.spkiDer, key };
    await expect(runIssuanceCycle(context, OPERATOR, [order])).rejects.toMatchObject({
      code: 'validation-failed',
      fields: [{ field: 'profile', message: expect.stringContaining('changed meanwhile') }],
    });
    expect(await stored()).toEqual(state);
    const made = await issueCertificate(context, OPERATOR, request);
    expect(made.certificate.subject).toContainEqual({ type: 'O', value: 'Acme' });
    expect(made.certificate.profileId).toBe(profile.id);
  });

  it('CSR-07: names of a request are within those that the profile allows or none is certified; what is certified are those and no others', async () => {
    const profile = await createProfile(context, OPERATOR, {
      base: 'tlsServer',
      name: 'Authorised names',
      definition: { names: { ...definitionOf(PROFILES.tlsServer).names, dns: ALLOWED } as never },
    });
    const name = fc.constantFrom(
      'a.corp',
      'b.a.corp',
      'corp',
      'lan',
      'a.lan',
      'corp.evil',
      'acorp',
      '*.corp',
      '*.lan',
      'secret.corp',
    );
    const isAllowed = (one: string) => (one === 'lan' || one.endsWith('.corp')) && !TOUCHES_SECRET.includes(one);
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(name, { minLength: 1, maxLength: 4 }), async (wanted) => {
        const csr = csrFor({ names: wanted });
        const attempt = () => issueCertificate(context, OPERATOR, { profile: profile.id, csr });
        if (!wanted.every(isAllowed)) {
          const state = await stored();
          await expect(attempt()).rejects.toMatchObject({ code: 'validation-failed' });
          expect(await stored()).toEqual(state);
          return;
        }
        const { subjectAltName } = parseCertificate((await attempt()).certificateDer);
        expect(subjectAltName.map(({ value }) => value).sort()).toEqual([...wanted].sort());
      }),
      { numRuns: 60 },
    );
  });

  it('issues nothing under a retired profile, renewals neither', async () => {
    const profile = await createProfile(context, OPERATOR, { base: 'tlsServer', name: 'Goes' });
    const made = await issueCertificate(context, OPERATOR, { profile: profile.id, names: ['api.lan'] });
    await retireProfile(context, OPERATOR, profile.id);
    const state = await stored();
    for (const attempt of [
      () => issueCertificate(context, OPERATOR, { profile: profile.id, names: ['api.lan'] }),
      () => renewCertificate(context, OPERATOR, made.certificate.id, {}),
    ])
      await expect(attempt()).rejects.toMatchObject({ fields: [{ field: 'profile' }] });
    expect(await stored()).toEqual(state);
  });

  it('keeps the list of profiles in the settings of an authority', async () => {
    await context.store.transaction((tx) => tx.updateAuthority(issuing, { settings: { profiles: ['tlsClient'] } }));
    try {
      const server = { profile: 'tlsServer', names: ['api.lan'] };
      await expect(issueCertificate(context, OPERATOR, { ...server, authorityId: issuing })).rejects.toMatchObject({
        fields: [{ field: 'authorityId' }],
      });
      // Without a choice another authority signs.
      expect((await issueCertificate(context, OPERATOR, server)).certificate.issuerId).toBe(other);
    } finally {
      await context.store.transaction((tx) => tx.updateAuthority(issuing, { settings: {} }));
    }
  });

  it('puts what the profile sets into the renewed certificate', async () => {
    const profile = await createProfile(context, OPERATOR, { base: 'tlsServer', name: 'Sets' });
    const made = await issueCertificate(context, OPERATOR, {
      profile: profile.id,
      names: ['api.lan'],
      subject: { organisation: 'Old' },
    });
    await changeProfile(context, OPERATOR, profile.id, {
      revision: 1,
      definition: {
        subject: { ...JSON.parse(profile.definition).subject, O: { mode: 'fixed', value: 'New' } },
        moreExtKeyUsage: ['clientAuth', '1.3.6.1.4.1.99999.7'],
        certificatePolicies: [{ policy: '1.3.6.1.4.1.99999.1', cpsUri: 'https://acme.test/cps' }],
      },
    });
    const { certificate, certificateDer } = await renewCertificate(context, OPERATOR, made.certificate.id, {});
    expect(certificate.subject).toContainEqual({ type: 'O', value: 'New' });
    expect(parseCertificate(certificateDer)).toMatchObject({
      extKeyUsage: ['serverAuth', 'clientAuth', '1.3.6.1.4.1.99999.7'],
      certificatePolicies: [{ policy: '1.3.6.1.4.1.99999.1', cpsUri: 'https://acme.test/cps' }],
    });
  });
});

/** Everything that a refusal must leave alone. */
async function stored() {
  const [counts, audit, jobs] = await Promise.all([
    context.store.certificateCounts(context.clock.now()),
    context.store.auditPage({ limit: 1, beforeSeq: null }),
    context.store.jobs({ limit: 1, before: null }),
  ]);
  const intended = await context.store.intendedCertificates();
  return { counts, seq: audit.items[0]?.seq, jobs: jobs.items.length, intended: intended.length, signatures };
}

function csrFor(wish: Wish): string {
  const key = testKey('P-256', 21);
  const names = wish.names.map(
    (name): GeneralName =>
      name.startsWith('upn:')
        ? { type: 'upn', value: name.slice(4) }
        : ({ type: kindOf(name), value: name } as GeneralName),
  );
  const subject: DistinguishedName = [{ type: 'CN', value: wish.subject?.commonName ?? 'test' }];
  return encodePem('CERTIFICATE REQUEST', testRequest(key, subject, names));
}

function kindOf(name: string): GeneralName['type'] {
  if (name.includes('://')) return 'uri';
  if (name.includes('@')) return 'email';
  return /^[\d.]+$/.test(name) ? 'ip' : 'dns';
}
