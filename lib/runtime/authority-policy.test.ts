import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { encodeAuthorityRequestInfo } from '../pki/certification-request.ts';
import { signRequestInfo, testKey } from '../pki/fixtures.test-support.ts';
import { encodeNameConstraints, parseSubtree } from '../pki/name-constraints.ts';
import { OID } from '../pki/oids.ts';
import { certificate, type Extensions, ext, fixtureKey } from '../pki/path/path-fixtures.test-support.ts';
import { encodePem } from '../pki/pem.ts';
import type { DistinguishedName } from '../pki/types.ts';
import type { AuthorityLimitsRequest } from '../services/authority-limits.ts';
import { certifyAuthority, crossSign } from '../services/certify-authority.ts';
import { createAuthority } from '../services/create-authority.ts';
import type { Actor, ServiceContext } from '../services/service-context.ts';
import { OPERATOR, startTestContext, type TestContext } from './context.test-support.ts';

/** Every rule of an authority about those below it, broken through every door that makes one: refused, nothing signed, nothing stored. */

let test: TestContext;
let context: ServiceContext;
let root = '';
let limited = '';
let narrow = '';
let disabled = '';
let signatures = 0;
beforeAll(async () => {
  test = await startTestContext();
  const { signer } = test.context;
  context = {
    ...test.context,
    signer: new Proxy(signer, {
      get: (target, name) => {
        const member = Reflect.get(target, name) as unknown;
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) => {
          if (String(name).startsWith('sign')) signatures += 1;
          return member.apply(target, args);
        };
      },
    }),
  };
  const make = async (name: string, wish: object) =>
    (await createAuthority(context, OPERATOR, { kind: 'issuing', parentId: root, name, ...wish })).authority.id;
  root = (await createAuthority(context, OPERATOR, { kind: 'root', name: 'Root', pathLenConstraint: 3 })).authority.id;
  limited = await make('Limited', {
    pathLenConstraint: 1,
    nameConstraints: { permitted: { dns: ['corp.lan'] } },
    extKeyUsage: ['serverAuth'],
    validityDays: 400,
  });
  narrow = await make('Narrow', { pathLenConstraint: 0 });
  disabled = await make('Disabled', { pathLenConstraint: 1 });
  await context.store.transaction((tx) => tx.updateAuthority(disabled, { status: 'disabled' }));
});
afterAll(() => test.close());

interface Wish extends AuthorityLimitsRequest {
  readonly validityDays?: number;
  readonly pathLenConstraint?: number | null;
}
interface Rule {
  readonly rule: string;
  readonly issuer: () => string;
  readonly wish?: Wish;
  readonly actor?: Actor | null;
  readonly code?: RegExp;
}
const INSIDE: Wish = { nameConstraints: { permitted: { dns: ['a.corp.lan'] } }, extKeyUsage: ['serverAuth'] };
const RULES: readonly Rule[] = [
  { rule: 'room below', issuer: () => narrow },
  {
    rule: 'names that are permitted',
    issuer: () => limited,
    wish: { ...INSIDE, nameConstraints: { permitted: { dns: ['lan'] } } },
  },
  { rule: 'purposes', issuer: () => limited, wish: { ...INSIDE, extKeyUsage: ['clientAuth'] } },
  { rule: 'its own end', issuer: () => limited, wish: { ...INSIDE, validityDays: 900 } },
  { rule: 'being switched off', issuer: () => disabled, code: /^(?:authority-not-usable|validation-failed)$/ },
  { rule: 'rights, for strangers', issuer: () => root, actor: null, code: /^unauthenticated$/ },
  { rule: 'rights, for jobs', issuer: () => root, actor: { kind: 'job', startedBy: 'nobody' }, code: /^forbidden$/ },
];
const DOORS = [
  'creation',
  'request of an authority elsewhere',
  'cross-signing by certificate',
  'cross-signing of one here',
] as const;

/** Keys apart for each attempt: one that is known here would be refused for that. */
let keys = 100;
function through(door: (typeof DOORS)[number], issuerId: string, actor: Actor | null, wish: Wish, targetId: string) {
  keys += 1;
  const { validityDays } = wish;
  switch (door) {
    case 'creation':
      return createAuthority(context, actor, { kind: 'issuing', parentId: issuerId, name: `Below ${keys}`, ...wish });
    case 'request of an authority elsewhere':
      return certifyAuthority(context, actor, issuerId, { csr: requestOf(`Elsewhere ${keys}`), ...wish });
    case 'cross-signing by certificate':
      return crossSign(context, actor, issuerId, { certificate: outside(`Outside ${keys}`, wish), validityDays });
    case 'cross-signing of one here':
      return crossSign(context, actor, issuerId, { targetId, validityDays });
  }
}

it.each(RULES)(
  '$rule: kept by every door',
  async ({ issuer, wish = {}, actor = OPERATOR, code = /^validation-failed$/ }) => {
    // What another root allows and this issuer does not.
    const target = await createAuthority(context, OPERATOR, { kind: 'root', name: `Other root ${keys}` });
    const { nameConstraints, extKeyUsage } = wish;
    const below = await createAuthority(context, OPERATOR, {
      kind: 'issuing',
      parentId: target.authority.id,
      name: `Target ${keys}`,
      nameConstraints,
      extKeyUsage,
    });
    const state = await stored();
    for (const door of DOORS)
      await expect(through(door, issuer(), actor, wish, below.authority.id), door).rejects.toMatchObject({
        code: expect.stringMatching(code),
      });
    expect(await stored()).toEqual(state);
  },
);

it('the same wishes inside the limits pass every door, so the refusals are about the rules', async () => {
  const other = await createAuthority(context, OPERATOR, { kind: 'root', name: 'Sound root' });
  const below = await createAuthority(context, OPERATOR, {
    kind: 'issuing',
    parentId: other.authority.id,
    name: 'Sound target',
    ...INSIDE,
  });
  for (const door of DOORS) {
    const { issued } = await through(door, limited, OPERATOR, { ...INSIDE, validityDays: 90 }, below.authority.id);
    expect(issued.certificate.state, door).toBe('issued');
  }
});

it('keys that are known here or another’s, and what is no authority, pass no door', async () => {
  const [own] = (await context.store.authorities()).filter(({ id }) => id === root);
  const ownKey = testKey('P-256', 31);
  await context.store.transaction((tx) =>
    tx.insertKey({
      id: 'held',
      kind: 'authority',
      algorithm: 'P-256',
      spkiDer: ownKey.spkiDer,
      spkiSha256: spkiHash(ownKey.spkiDer),
      wrapped: new Uint8Array(8),
      createdAt: context.clock.now(),
    }),
  );
  expect(own).toBeDefined();
  const state = await stored();
  const leaf = certificate({ key: fixtureKey(900), subject: cn('Leaf'), issuer: null, isCa: false });
  const attempts = {
    'a request with a key of this instance': () =>
      certifyAuthority(context, OPERATOR, root, { csr: requestOf('Known', ownKey) }),
    'a request whose signature is another key’s': () =>
      certifyAuthority(context, OPERATOR, root, {
        csr: requestOf('Stolen', testKey('P-256', 32), testKey('P-256', 33)),
      }),
    'the certificate of no authority': () =>
      crossSign(context, OPERATOR, root, { certificate: encodePem('CERTIFICATE', leaf.der) }),
    'an authority and itself': () => crossSign(context, OPERATOR, root, { targetId: root }),
    'neither target nor certificate': () => crossSign(context, OPERATOR, root, {}),
  };
  for (const [what, attempt] of Object.entries(attempts))
    await expect(attempt(), what).rejects.toMatchObject({ code: 'validation-failed' });
  expect(await stored()).toEqual(state);
});

function cn(value: string): DistinguishedName {
  return [{ type: 'CN', value }];
}

function requestOf(name: string, key = testKey('P-256', keys % 250), signer = key): string {
  const constraints = ext.basicConstraints(true);
  const info = encodeAuthorityRequestInfo(cn(name), key.spkiDer, [constraints]);
  return encodePem('CERTIFICATE REQUEST', signRequestInfo(info, signer));
}

/** A root elsewhere whose own certificate has these limits. */
function outside(name: string, { nameConstraints, extKeyUsage }: Wish): string {
  const permitted = (nameConstraints?.permitted?.dns ?? []).map((base) => parseSubtree('dns', base));
  const extensions: Extensions = {
    nameConstraints:
      permitted.length === 0
        ? null
        : ext.raw(OID.nameConstraints, true, encodeNameConstraints({ permitted, excluded: [] })),
    purposes:
      extKeyUsage === undefined ? null : ext.extKeyUsage(...extKeyUsage.map((purpose) => OID[purpose as 'serverAuth'])),
  };
  const now = context.clock.now().getTime();
  const times = { notBefore: new Date(now - 86_400_000), notAfter: new Date(now + 5_000 * 86_400_000) };
  const { der } = certificate({
    key: fixtureKey(keys),
    subject: cn(name),
    issuer: null,
    isCa: true,
    extensions,
    ...times,
  });
  return encodePem('CERTIFICATE', der);
}

/** Everything that a refusal must leave alone. */
async function stored() {
  const [authorities, audit, intended] = await Promise.all([
    context.store.authorities(),
    context.store.auditPage({ limit: 1, beforeSeq: null }),
    context.store.intendedCertificates(),
  ]);
  return { authorities, seq: audit.items[0]?.seq, intended: intended.length, signatures };
}

function spkiHash(spkiDer: Uint8Array): string {
  return createHash('sha256').update(spkiDer).digest('hex');
}
