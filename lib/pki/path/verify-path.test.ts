import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ascii,
  explicit,
  generalizedTime,
  implicit,
  integer,
  nullValue,
  octetString,
  oid,
  sequence,
  time,
  utcTime,
} from '../der-writer.ts';
import { encodeName } from '../distinguished-name.ts';
import { DAY, NOW } from '../fixtures.test-support.ts';
import { encodeNameConstraints, parseSubtree } from '../name-constraints.ts';
import { OID } from '../oids.ts';
import {
  type CertificateOptions,
  certificate,
  chain,
  ext,
  fixtureKey,
  generatedKey,
  verify,
} from './path-fixtures.test-support.ts';
import type { PathCode } from './path-result.ts';
import type { ReferenceIdentity } from './server-identity.ts';

const dns = (value: string): ReferenceIdentity => ({ kind: 'DNS', value });
const server = { purpose: 'server', identity: dns('api.lan') } as const;
const client = { purpose: 'client' } as const;
const later = (days: number) => new Date(NOW.getTime() + days * DAY);
const dnsName = (text: string) => implicit(2, ascii(text));
const permitted = (...bases: string[]) =>
  ext.raw(
    OID.nameConstraints,
    true,
    encodeNameConstraints({ permitted: bases.map((base) => parseSubtree('dns', base)), excluded: [] }),
  );
const aki = (index: number) => ext.authorityKeyIdentifier(fixtureKey(index).id);

describe('a sound chain', () => {
  it.each([1, 2, 3, 6, 19])('of %i certificates is valid for a server and for any use', (length) => {
    // Alone, the trusted certificate is the end certificate itself.
    const entities =
      length === 1 ? [chain(2, { 1: { issuer: null } })[1] as ReturnType<typeof certificate>] : chain(length);
    expect(verify(entities, server)).toMatchObject({ verdict: 'SUCCESS', code: 'ok' });
    expect(verify(entities)).toMatchObject({ verdict: 'SUCCESS', code: 'ok' });
  });

  it('says what was checked of which certificate', () => {
    const { reason, steps } = verify(chain(3), server);
    expect(reason).toBe('CN=Leaf,O=Acme is valid: its chain of 3 certificates ends at CN=Root,O=Acme.');
    expect(steps.every((step) => step.ok && step.section !== '' && step.evidence.endsWith('.'))).toBe(true);
    expect(steps.filter((step) => step.check === 'signature').map((step) => step.certificate?.index)).toEqual([1, 2]);
  });

  const sha256Rsa = sequence(oid(OID.sha256WithRSAEncryption), nullValue());
  const pss = sequence(
    oid(OID.rsassaPss),
    sequence(
      explicit(0, sequence(oid(OID.sha256))),
      explicit(1, sequence(oid(OID.mgf1), sequence(oid(OID.sha256)))),
      explicit(2, integer(32)),
    ),
  );
  it.each([
    ['rsa', { modulusLength: 2048 }, sha256Rsa, 'sha256'],
    ['ec', { namedCurve: 'P-256' }, sequence(oid(OID.ecdsaWithSha256)), 'sha256'],
    ['ec', { namedCurve: 'P-384' }, sequence(oid(OID.ecdsaWithSha512)), 'sha512'],
    ['ec', { namedCurve: 'P-521' }, sequence(oid(OID.ecdsaWithSha384)), 'sha384'],
    ['ed448', {}, sequence(oid(OID.ed448)), null],
    ['ml-dsa-44', {}, sequence(oid(OID.mlDsa44)), null],
    ['ml-dsa-65', {}, sequence(oid(OID.mlDsa65)), null],
    ['ml-dsa-87', {}, sequence(oid(OID.mlDsa87)), null],
  ] as const)('signed by a key of the kind %s %j', (kind, options, algorithm, digest) => {
    const key = generatedKey(kind, options, algorithm, digest);
    expect(verify(chain(3, { 1: { key } })).code).toBe('ok');
    const broken = chain(3, { 1: { key }, 2: { signature: flipped } });
    expect(verify(broken).code).toBe('bad-signature');
  });

  it('signed with RSA-PSS, and not with parameters that are not SHA-256', () => {
    const key = generatedKey(
      'rsa-pss',
      { modulusLength: 2048, hashAlgorithm: 'sha256', mgf1HashAlgorithm: 'sha256', saltLength: 32 },
      pss,
      'sha256',
    );
    expect(verify(chain(3, { 1: { key } })).code).toBe('ok');
    const defaults = sequence(oid(OID.rsassaPss), sequence());
    expect(verify(chain(3, { 1: { key: { ...key, algorithm: defaults } } })).code).toBe('weak-algorithm');
  });
});

const flipped = (good: Uint8Array) => good.map((octet, index) => (index === 5 ? octet ^ 1 : octet));
const shortRsa = () =>
  generatedKey('rsa', { modulusLength: 1024 }, sequence(oid(OID.sha256WithRSAEncryption), nullValue()), 'sha256');
const sha1 = () => generatedKey('ec', { namedCurve: 'P-256' }, sequence(oid(OID.ecdsaWithSha1)), 'sha1');
const k256 = () => generatedKey('ec', { namedCurve: 'secp256k1' }, sequence(oid(OID.ecdsaWithSha256)), 'sha256');
const without = (...names: string[]) => ({ extensions: Object.fromEntries(names.map((name) => [name, null])) });

/** One change each of a chain Root – CA 1 – CA 2 – Leaf, with the code for any use and for a TLS server. */
const MUTATIONS: readonly [
  what: string,
  at: number,
  change: Partial<CertificateOptions>,
  any: PathCode,
  tls: PathCode,
][] = [
  ['a leaf that expired', 3, { notAfter: later(-0.5) }, 'expired', 'expired'],
  ['a leaf from tomorrow', 3, { notBefore: later(1) }, 'not-yet-valid', 'not-yet-valid'],
  ['an intermediate that expired', 1, { notAfter: later(-0.5) }, 'expired', 'expired'],
  ['a root that expired', 0, { notAfter: later(-0.5) }, 'expired', 'expired'],
  ['a flipped bit in the signature', 3, { signature: flipped }, 'bad-signature', 'bad-signature'],
  ['a flipped bit higher up', 1, { signature: flipped }, 'bad-signature', 'bad-signature'],
  ['another issuer name', 3, { issuerName: encodeName([{ type: 'CN', value: 'Else' }]) }, 'no-path', 'no-path'],
  [
    'two algorithms',
    3,
    { outerAlgorithm: sequence(oid(OID.ecdsaWithSha256)) },
    'algorithm-mismatch',
    'algorithm-mismatch',
  ],
  ['an intermediate that is no authority', 2, { isCa: false }, 'not-a-ca', 'not-a-ca'],
  [
    'an intermediate without basic constraints',
    2,
    { extensions: { basicConstraints: null, keyUsage: null } },
    'not-a-ca',
    'not-a-ca',
  ],
  ['an intermediate of version 1', 2, { version: 1 }, 'not-a-ca', 'bad-version'],
  ['a trusted certificate of version 1', 0, { version: 1 }, 'ok', 'bad-version'],
  ['a leaf of version 1', 3, { version: 1 }, 'ok', 'bad-version'],
  ['extensions in version 2', 3, { version: 2, extensions: {} }, 'bad-version', 'bad-version'],
  ['version 4', 3, { version: 4 }, 'bad-version', 'bad-version'],
  [
    'a path length that is used up',
    1,
    { extensions: { basicConstraints: ext.basicConstraints(true, 0) } },
    'path-too-long',
    'path-too-long',
  ],
  [
    'a path length that is just enough',
    1,
    { extensions: { basicConstraints: ext.basicConstraints(true, 1) } },
    'ok',
    'ok',
  ],
  [
    'a path length of the root',
    0,
    { extensions: { basicConstraints: ext.basicConstraints(true, 1) } },
    'path-too-long',
    'path-too-long',
  ],
  [
    'an authority that may not sign certificates',
    2,
    { extensions: { keyUsage: ext.keyUsage(6) } },
    'bad-key-usage',
    'bad-key-usage',
  ],
  ['an authority without key usage', 2, without('keyUsage'), 'ok', 'ok'],
  [
    'a leaf that may sign certificates',
    3,
    { extensions: { keyUsage: ext.keyUsage(0, 5) } },
    'inconsistent-extensions',
    'inconsistent-extensions',
  ],
  [
    'a key usage without any bit',
    3,
    { extensions: { keyUsage: ext.keyUsage() } },
    'malformed-extension',
    'malformed-extension',
  ],
  [
    'an unknown critical extension',
    3,
    { extensions: { x: ext.raw('1.2.3.4', true, nullValue()) } },
    'unknown-critical-extension',
    'unknown-critical-extension',
  ],
  [
    'an unknown critical extension of the root',
    0,
    { extensions: { x: ext.raw('1.2.3.4', true, nullValue()) } },
    'unknown-critical-extension',
    'unknown-critical-extension',
  ],
  [
    'an unknown extension that is garbage',
    3,
    { extensions: { x: ext.raw('1.2.3.4', false, Uint8Array.of(0xff)) } },
    'ok',
    'ok',
  ],
  [
    'a known extension that is garbage',
    3,
    { extensions: { x: ext.raw(OID.crlDistributionPoints, false, Uint8Array.of(0xff)) } },
    'malformed-extension',
    'malformed-extension',
  ],
  [
    'a malformed information access',
    3,
    { extensions: { x: ext.raw(OID.authorityInfoAccess, false, sequence()) } },
    'ok',
    'malformed-extension',
  ],
  [
    'a doubled extension',
    3,
    { extensions: { x: ext.dnsNames('api.lan') } },
    'duplicate-extension',
    'duplicate-extension',
  ],
  ['an empty issuer', 0, { issuerName: encodeName([]) }, 'empty-name', 'empty-name'],
  [
    'an empty subject with names that are not critical',
    3,
    { subjectName: encodeName([]) },
    'bad-criticality',
    'bad-criticality',
  ],
  [
    'an empty subject with critical names',
    3,
    { subjectName: encodeName([]), extensions: { subjectAltName: ext.names(true, dnsName('api.lan')) } },
    'ok',
    'ok',
  ],
  [
    'neither subject nor names',
    3,
    { subjectName: encodeName([]), ...without('subjectAltName') },
    'empty-name',
    'empty-name',
  ],
  [
    'critical names beside a subject',
    3,
    { extensions: { subjectAltName: ext.names(true, dnsName('api.lan')) } },
    'ok',
    'bad-criticality',
  ],
  ['no alternative names', 3, without('subjectAltName'), 'ok', 'name-mismatch'],
  [
    'an empty list of alternative names',
    3,
    { extensions: { subjectAltName: ext.names(false) } },
    'malformed-extension',
    'malformed-extension',
  ],
  [
    'a DNS name with a space',
    3,
    { extensions: { subjectAltName: ext.dnsNames('api.lan', 'a b.lan') } },
    'bad-name',
    'bad-name',
  ],
  [
    'a wildcard inside a label',
    3,
    { extensions: { subjectAltName: ext.dnsNames('api.lan', 'a*.lan') } },
    'bad-name',
    'bad-name',
  ],
  [
    'a network as an IP address',
    3,
    { extensions: { subjectAltName: ext.names(false, dnsName('api.lan'), implicit(7, new Uint8Array(8))) } },
    'bad-name',
    'bad-name',
  ],
  [
    'an e-mail address without a host',
    3,
    { extensions: { subjectAltName: ext.names(false, dnsName('api.lan'), implicit(1, ascii('bob'))) } },
    'bad-name',
    'bad-name',
  ],
  [
    'a relative URI',
    3,
    { extensions: { subjectAltName: ext.names(false, dnsName('api.lan'), implicit(6, ascii('/x'))) } },
    'bad-name',
    'bad-name',
  ],
  ['a serial number of 21 octets', 3, { serial: new Uint8Array(21).fill(0x41) }, 'bad-serial', 'bad-serial'],
  ['the serial number 0', 3, { serial: Uint8Array.of(0) }, 'ok', 'bad-serial'],
  ['a negative serial number', 3, { serial: Uint8Array.of(0x80, 1) }, 'ok', 'bad-serial'],
  [
    'GeneralizedTime before 2050',
    3,
    { validity: sequence(generalizedTime(later(-1)), utcTime(later(1))) },
    'ok',
    'bad-time',
  ],
  [
    'GeneralizedTime from 2050',
    3,
    { validity: sequence(time(later(-1)), time(new Date('2050-01-01T00:00:00Z'))) },
    'ok',
    'ok',
  ],
  [
    'basic constraints of an authority that are not critical',
    2,
    { extensions: { basicConstraints: ext.basicConstraints(true, null, false) } },
    'ok',
    'bad-criticality',
  ],
  [
    'a critical subject key identifier',
    2,
    { extensions: { subjectKeyIdentifier: ext.subjectKeyIdentifier(fixtureKey(2).id, true) } },
    'ok',
    'bad-criticality',
  ],
  [
    'a critical authority key identifier',
    3,
    { extensions: { authorityKeyIdentifier: ext.authorityKeyIdentifier(fixtureKey(2).id, true) } },
    'ok',
    'bad-criticality',
  ],
  ['an authority without subject key identifier', 2, without('subjectKeyIdentifier'), 'ok', 'bad-key-identifier'],
  ['a leaf without authority key identifier', 3, without('authorityKeyIdentifier'), 'ok', 'bad-key-identifier'],
  [
    'a path length in a leaf',
    3,
    { extensions: { basicConstraints: ext.basicConstraints(false, 0) } },
    'ok',
    'inconsistent-extensions',
  ],
  [
    'name constraints in a leaf',
    3,
    { extensions: { nameConstraints: permitted('lan') } },
    'inconsistent-extensions',
    'inconsistent-extensions',
  ],
  ['name constraints that fit', 1, { extensions: { nameConstraints: permitted('lan') } }, 'ok', 'ok'],
  [
    'name constraints that do not fit',
    1,
    { extensions: { nameConstraints: permitted('corp.lan') } },
    'name-constraint-violation',
    'name-constraint-violation',
  ],
  [
    'name constraints of the root that do not fit',
    0,
    { extensions: { nameConstraints: permitted('corp.lan') } },
    'name-constraint-violation',
    'name-constraint-violation',
  ],
  [
    'name constraints that are not critical',
    1,
    {
      extensions: {
        nameConstraints: ext.raw(
          OID.nameConstraints,
          false,
          encodeNameConstraints({ permitted: [parseSubtree('dns', 'lan')], excluded: [] }),
        ),
      },
    },
    'ok',
    'bad-criticality',
  ],
  [
    'name constraints that cannot be read',
    1,
    { extensions: { nameConstraints: ext.raw(OID.nameConstraints, true, sequence()) } },
    'malformed-extension',
    'malformed-extension',
  ],
  [
    'an authority as the end',
    3,
    { isCa: true, extensions: { subjectAltName: ext.dnsNames('api.lan') } },
    'ok',
    'tls-profile',
  ],
  ['another purpose', 3, { extensions: { extKeyUsage: ext.extKeyUsage(OID.codeSigning) } }, 'ok', 'bad-purpose'],
  [
    'any purpose',
    3,
    { extensions: { extKeyUsage: ext.extKeyUsage(OID.anyExtendedKeyUsage, OID.serverAuth) } },
    'ok',
    'bad-purpose',
  ],
  [
    'the right purpose, critical',
    3,
    { extensions: { extKeyUsage: ext.raw(OID.extKeyUsage, true, sequence(oid(OID.serverAuth))) } },
    'ok',
    'bad-criticality',
  ],
  ['the right purpose', 3, { extensions: { extKeyUsage: ext.extKeyUsage(OID.serverAuth) } }, 'ok', 'ok'],
  [
    'another purpose of an authority',
    1,
    { extensions: { extKeyUsage: ext.extKeyUsage(OID.clientAuth) } },
    'ok',
    'bad-purpose',
  ],
  [
    'any purpose of an authority',
    1,
    { extensions: { extKeyUsage: ext.extKeyUsage(OID.anyExtendedKeyUsage) } },
    'ok',
    'ok',
  ],
  ['a root with purposes', 0, { extensions: { extKeyUsage: ext.extKeyUsage(OID.serverAuth) } }, 'ok', 'tls-profile'],
  ['a key for nothing that TLS needs', 3, { extensions: { keyUsage: ext.keyUsage(1) } }, 'ok', 'bad-key-usage'],
  [
    'a common name beside the names',
    3,
    { subjectName: encodeName([{ type: 'CN', value: 'other.lan' }]) },
    'ok',
    'tls-profile',
  ],
  [
    'a common name in another case',
    3,
    { subjectName: encodeName([{ type: 'CN', value: 'API.lan' }]) },
    'ok',
    'tls-profile',
  ],
  ['a common name that is no host', 3, { subjectName: encodeName([{ type: 'CN', value: 'Our API' }]) }, 'ok', 'ok'],
  ['unique identifiers', 3, { extraFields: implicit(1, Uint8Array.of(0, 1)) }, 'ok', 'bad-version'],
  [
    'a policy twice',
    3,
    { extensions: { policies: ext.policies('1.2.3', '1.2.3') } },
    'malformed-extension',
    'malformed-extension',
  ],
  [
    'a critical policy with an unknown qualifier',
    3,
    {
      extensions: {
        policies: ext.raw(
          OID.certificatePolicies,
          true,
          sequence(sequence(oid('1.2.3'), sequence(sequence(oid('1.2.3.9'), nullValue())))),
        ),
      },
    },
    'unknown-critical-extension',
    'unknown-critical-extension',
  ],
  ['an authority with an empty subject', 2, { subject: [], subjectName: encodeName([]) }, 'empty-name', 'empty-name'],
  [
    'an issuer and serial in the authority key identifier',
    3,
    {
      extensions: {
        authorityKeyIdentifier: ext.raw(
          OID.authorityKeyIdentifier,
          false,
          sequence(
            implicit(0, fixtureKey(2).id),
            implicit(1, explicit(4, encodeName([])), true),
            implicit(2, Uint8Array.of(1)),
          ),
        ),
      },
    },
    'ok',
    'bad-key-identifier',
  ],
  ['an authority key identifier of another key', 3, { extensions: { authorityKeyIdentifier: aki(9) } }, 'ok', 'ok'],
];

describe('one change of a sound chain', () => {
  it.each(MUTATIONS)('%s', (_what, at, change, any, tls) => {
    const entities = chain(4, { [at]: change });
    const [forAny, forServer] = [verify(entities), verify(entities, server)];
    expect([forAny.code, forServer.code]).toEqual([any, tls]);
    for (const answer of [forAny, forServer]) {
      expect(answer.verdict).toBe(answer.code === 'ok' ? 'SUCCESS' : 'FAILURE');
      // The last step is the one that failed, and the reason tells what it found.
      if (answer.code !== 'ok') expect(answer.steps.at(-1)?.ok).toBe(false);
    }
  });

  it('names the certificate and says what to do', () => {
    expect(verify(chain(4, { 1: { notAfter: later(-0.5) } })).reason).toBe(
      'CN=CA 1,O=Acme expired on 2026-11-24T00:00:00Z. Renew it.',
    );
  });
});

describe('keys and algorithms', () => {
  it.each([
    ['RSA 1024', shortRsa, 'weak-key', 'ok'],
    ['SHA-1', sha1, 'weak-algorithm', 'ok'],
    ['secp256k1', k256, 'unsupported-key', 'unsupported-key'],
  ] as const)('%s', (_what, key, strict, legacy) => {
    const entities = chain(3, { 1: { key: key() } });
    expect(verify(entities).code).toBe(strict);
    expect(verify(entities, { allowLegacyAlgorithms: true }).code).toBe(legacy);
  });
});

describe('names', () => {
  const withNames = (...names: Uint8Array[]) =>
    chain(3, { 2: { extensions: { subjectAltName: ext.names(false, ...names) } } });
  it.each([
    ['api.lan', ['api.lan'], true],
    ['API.LAN.', ['api.lan'], true],
    ['a.corp.lan', ['*.corp.lan'], true],
    ['a.b.corp.lan', ['*.corp.lan'], false],
    ['corp.lan', ['*.corp.lan'], false],
    ['*.corp.lan', ['*.corp.lan'], false],
    ['evil.lan', ['api.lan'], false],
    ['10.0.0.1', ['api.lan'], false],
  ])('DNS %s against %j: %s', (value, names, expected) => {
    const answer = verify(withNames(...names.map(dnsName)), { purpose: 'server', identity: dns(value) });
    expect(answer.code).toBe(expected ? 'ok' : 'name-mismatch');
  });

  it.each([
    ['10.0.0.1', [10, 0, 0, 1], true],
    ['010.0.0.1', [10, 0, 0, 1], false],
    ['::ffff:10.0.0.1', [10, 0, 0, 1], false],
    ['fd00::1', [0xfd, ...new Array<number>(14).fill(0), 1], true],
  ])('IP %s against %j: %s', (value, octets, expected) => {
    const entities = withNames(implicit(7, Uint8Array.from(octets)));
    expect(verify(entities, { identity: { kind: 'IP', value } }).code).toBe(expected ? 'ok' : 'name-mismatch');
  });

  it('e-mail addresses compare the host without case', () => {
    const entities = withNames(implicit(1, ascii('bob@corp.lan')));
    const code = (value: string) => verify(entities, { identity: { kind: 'RFC822', value } }).code;
    expect([code('bob@CORP.lan'), code('Bob@corp.lan'), code('corp.lan')]).toEqual([
      'ok',
      'name-mismatch',
      'name-mismatch',
    ]);
  });

  it('the common name is no identity', () => {
    const entities = chain(3, {
      2: { subjectName: encodeName([{ type: 'CN', value: 'api.lan' }]), ...without('subjectAltName') },
    });
    expect(verify(entities, { identity: dns('api.lan') }).code).toBe('name-mismatch');
  });

  it('a client needs no alternative names, but the right purpose', () => {
    const bare = (purpose: string) =>
      chain(3, { 2: { extensions: { subjectAltName: null, extKeyUsage: ext.extKeyUsage(purpose) } } });
    expect([verify(bare(OID.clientAuth), client).code, verify(bare(OID.serverAuth), client).code]).toEqual([
      'ok',
      'bad-purpose',
    ]);
  });
});

describe('self-issued certificates', () => {
  const name = [{ type: 'CN', value: 'Same' }] as const;
  const build = (constraints: Uint8Array | null, leafName: string) => {
    const [root] = chain(2);
    const ca = certificate({
      key: fixtureKey(1),
      subject: name,
      issuer: root ?? null,
      isCa: true,
      extensions: { nameConstraints: constraints, basicConstraints: ext.basicConstraints(true, 0) },
    });
    const rolled = certificate({ key: fixtureKey(2), subject: name, issuer: ca, isCa: true });
    const leaf = certificate({
      key: fixtureKey(3),
      subject: [],
      issuer: rolled,
      isCa: false,
      extensions: { subjectAltName: ext.names(true, dnsName(leafName)) },
    });
    return [root as NonNullable<typeof root>, ca, rolled, leaf];
  };
  it('do not count for the path length', () => {
    expect(verify(build(null, 'api.lan')).code).toBe('ok');
  });
  it('are exempt from name constraints that the end certificate keeps', () => {
    const onlyOther = encodeNameConstraints({
      permitted: [parseSubtree('dns', 'lan')],
      excluded: [{ form: 'directory', nameDer: encodeName(name), rdns: [] }],
    });
    const constraints = ext.raw(OID.nameConstraints, true, onlyOther);
    expect(verify(build(constraints, 'api.lan')).code).toBe('ok');
    expect(verify(build(constraints, 'api.test')).code).toBe('name-constraint-violation');
  });
});

describe('input that cannot be read', () => {
  it('a broken leaf fails, broken others are skipped with a step', () => {
    const entities = chain(3);
    const junk = octetString(Uint8Array.of(1));
    expect(verify(entities, { leaf: junk }).code).toBe('malformed-certificate');
    const answer = verify(entities, { trusted: [junk, (entities[0] as { der: Uint8Array }).der] });
    expect(answer.code).toBe('ok');
    expect(answer.steps[0]).toMatchObject({ check: 'input', ok: false });
  });

  it('no single changed octet of a leaf is accepted', () => {
    const entities = chain(3);
    const leaf = (entities[2] as { der: Uint8Array }).der;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: leaf.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const changed = Uint8Array.from(leaf);
        changed[at] = (changed[at] as number) ^ mask;
        expect(verify(entities, { leaf: changed }).verdict).toBe('FAILURE');
      }),
      { numRuns: 400 },
    );
  });
});

describe('random chains', () => {
  const shape = fc.record({
    length: fc.integer({ min: 2, max: 8 }),
    slack: fc.integer({ min: 0, max: 3 }),
    constrained: fc.integer({ min: 0, max: 7 }),
    shuffle: fc.boolean(),
    strangers: fc.integer({ min: 0, max: 5 }),
  });
  it('are valid when they keep the rules, in any order and among strangers', () => {
    fc.assert(
      fc.property(shape, ({ length, slack, constrained, shuffle, strangers }) => {
        const changes: Record<number, Partial<CertificateOptions>> = {};
        for (let index = 0; index < length - 1; index += 1)
          changes[index] = {
            extensions: {
              basicConstraints: ext.basicConstraints(true, length - 2 - index + slack),
              nameConstraints: index === constrained ? permitted('lan') : null,
            },
          };
        const entities = chain(length, changes);
        const others = Array.from({ length: strangers }, (_, index) =>
          certificate({
            key: fixtureKey(100 + index),
            subject: [{ type: 'CN', value: `CA ${index}` }],
            issuer: null,
            isCa: true,
          }),
        );
        const intermediates = [...others, ...entities.slice(1, -1)].map(({ der }) => der);
        if (shuffle) intermediates.reverse();
        expect(verify(entities, { ...server, intermediates }).code).toBe('ok');
      }),
      { numRuns: 60 },
    );
  });
});
