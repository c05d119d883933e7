import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type ParsedCertificate, readTbsStructure } from '../certificate.ts';
import { encodingOf, readDer } from '../der-reader.ts';
import {
  bitString,
  boolean,
  explicit,
  ia5,
  implicit,
  integer,
  nullValue,
  octetString,
  oid,
  sequence,
  set,
  tlv,
  utf8,
} from '../der-writer.ts';
import { encodeName } from '../distinguished-name.ts';
import { bytes, DAY, NOW, type TestKey, testCertificate, testKey, testTbsFields } from '../fixtures.test-support.ts';
import { OID } from '../oids.ts';
import type { ProfileId } from '../profiles.ts';
import { keyIdentifierOf } from '../public-key.ts';
import { parseSerialNumber } from '../serial-number.ts';
import { signatureAlgorithmFor } from '../signature-algorithm.ts';
import { encodeTbsCertificate, type TbsCertificateFields } from '../tbs-certificate.ts';
import type { DnsName, LintFinding } from '../types.ts';
import { LINTS, lintCertificate, PROFILE_LINTS, STRUCTURE_LINTS } from './lint-certificate.ts';

/** For each lint at least one certificate or list that it passes and one that it catches, and a check that none is forgotten. */

const rootKey = testKey('P-384');
const issuingKey = testKey('P-256');
const leafKey = testKey('P-256', 2);
const rsa = testKey('RSA-2048');
const root = testCertificate('rootAuthority', rootKey, null);
const issuing = testCertificate('issuingAuthority', issuingKey, { key: rootKey, certificate: root });

interface Edited {
  /** Octets in place of the subject. */
  readonly subject?: Uint8Array;
  readonly version?: Uint8Array;
  readonly serial?: Uint8Array;
  readonly notAfter?: Uint8Array;
  /** Behind the key. */
  readonly after?: Uint8Array;
  /** Extensions by OID: another value or mark, a new one, or null to leave it out. */
  readonly extensions?: Readonly<Record<string, { critical?: boolean; value?: Uint8Array } | null>>;
  readonly doubled?: string;
}

interface Fixture {
  readonly profile?: ProfileId | null;
  /** Whose fields it starts from when there is no profile. */
  readonly from?: ProfileId;
  readonly changes?: Partial<TbsCertificateFields>;
  readonly edited?: Edited;
  readonly key?: TestKey;
  readonly now?: Date;
}

function issuerOf(profile: ProfileId): { key: TestKey; certificate: ParsedCertificate } | null {
  if (profile === 'rootAuthority') return null;
  return profile === 'issuingAuthority'
    ? { key: rootKey, certificate: root }
    : { key: issuingKey, certificate: issuing };
}

/** The encoded fields, taken apart and put together again with the changes that the encoder would not make. */
function build({ profile, from, changes, edited = {}, key = leafKey }: Fixture): Uint8Array {
  const base = profile ?? from ?? 'tlsServer';
  const tbs = encodeTbsCertificate(testTbsFields(base, key, issuerOf(base), changes ?? {}));
  const parts = readTbsStructure(readDer(tbs, { maxBytes: 65_536 }));
  const wanted = edited.extensions ?? {};
  const present = new Set(parts.extensions.map((extension) => extension.oid));
  const all = [
    ...parts.extensions,
    ...Object.keys(wanted)
      .filter((dotted) => !present.has(dotted))
      .map((dotted) => ({ oid: dotted, critical: false, valueDer: nullValue() })),
  ];
  const extensions = all.flatMap((extension) => {
    const change = wanted[extension.oid];
    if (change === null) return [];
    const critical = change?.critical ?? extension.critical;
    const encoded = sequence(
      oid(extension.oid),
      ...(critical ? [boolean(true)] : []),
      octetString(change?.value ?? extension.valueDer),
    );
    return edited.doubled === extension.oid ? [encoded, encoded] : [encoded];
  });
  return sequence(
    edited.version ?? explicit(0, integer(2)),
    edited.serial ?? tlv(0x02, parts.serialContent),
    encodingOf(parts.algorithm),
    encodingOf(parts.issuer),
    sequence(encodingOf(parts.notBefore), edited.notAfter ?? encodingOf(parts.notAfter)),
    edited.subject ?? encodingOf(parts.subject),
    encodingOf(parts.spki),
    edited.after ?? new Uint8Array(0),
    explicit(3, sequence(...extensions)),
  );
}

function run(fixture: Fixture): readonly LintFinding[] {
  const profile = fixture.profile === undefined ? 'tlsServer' : fixture.profile;
  const issuer = issuerOf(profile ?? fixture.from ?? 'tlsServer')?.certificate ?? null;
  return lintCertificate(build(fixture), { issuer, profile, now: fixture.now ?? NOW });
}

const ext = (dotted: string, change: { critical?: boolean; value?: Uint8Array } | null): Fixture => ({
  edited: { extensions: { [dotted]: change } },
});
const foreign = (fixture: Fixture): Fixture => ({ profile: null, ...fixture });
const dns = (value: string) => ({ type: 'dns' as const, value: value as DnsName });
const san = (...names: Uint8Array[]) => ext(OID.subjectAltName, { value: sequence(...names) });
const daysFromNow = (days: number) => new Date(NOW.getTime() + days * DAY);
const domain = (name: string) => sequence(implicit(2, Buffer.from(name)));
const constraints = (value: Uint8Array): Fixture => ({
  profile: 'issuingAuthority',
  edited: { extensions: { [OID.nameConstraints]: { critical: true, value } } },
});
const attribute = (dotted: string, value: Uint8Array) => set(sequence(oid(dotted), value));
const NONE = new Uint8Array(0);
const PLAIN: Fixture = {};

/** [what passes, what is caught, more that is caught …] */
const FIXTURES: Readonly<Record<string, readonly [Fixture, Fixture, ...Fixture[]]>> = {
  'rfc5280/version': [PLAIN, { edited: { version: NONE } }, { edited: { version: explicit(0, integer(3)) } }],
  'rfc5280/serial-number': [
    { edited: { serial: integer(2n ** 150n) } },
    { edited: { serial: integer(0) } },
    { edited: { serial: integer(-(2n ** 100n)) } },
    { edited: { serial: integer(2n ** 160n) } },
  ],
  'rfc5280/time-encoding': [PLAIN, { edited: { notAfter: tlv(0x18, Buffer.from('20270101000000Z')) } }],
  'rfc5280/no-unique-identifiers': [PLAIN, { edited: { after: implicit(1, bytes('0001')) } }],
  'rfc5280/no-duplicate-extensions': [PLAIN, { edited: { doubled: OID.subjectAltName } }],
  'rfc5280/subject-string-types': [
    { edited: { subject: sequence(attribute(OID.countryName, tlv(0x13, Buffer.from('DE')))) } },
    { edited: { subject: sequence(attribute(OID.countryName, utf8('DE'))) } },
    { edited: { subject: sequence(attribute(OID.emailAddress, utf8('a@b.c'))) } },
    { edited: { subject: sequence(attribute(OID.commonName, tlv(0x14, Buffer.from('x')))) } },
    { edited: { subject: sequence(attribute(OID.commonName, tlv(0x1e, bytes('0078')))) } },
  ],
  'platform/serial-number-entropy': [
    { changes: { serialNumber: parseSerialNumber('4f00112233445566') } },
    { changes: { serialNumber: parseSerialNumber('4f001122334455') } },
    foreign({ changes: { serialNumber: parseSerialNumber('07') } }),
  ],
  'rfc5280/signature-algorithm': [
    PLAIN,
    { changes: { signatureAlgorithm: signatureAlgorithmFor('P-384').algorithmIdentifierDer } },
    { changes: { signatureAlgorithm: sequence(oid(OID.sha1WithRSAEncryption), nullValue()) } },
  ],
  'rfc5280/issuer-name': [
    PLAIN,
    { changes: { issuer: root.subjectDer } },
    foreign({ changes: { issuer: root.subjectDer } }),
  ],
  'rfc5280/validity-order': [PLAIN, { changes: { notBefore: daysFromNow(5), notAfter: daysFromNow(5) } }],
  'rfc5280/validity-within-issuer': [PLAIN, foreign({ changes: { notBefore: new Date(NOW.getTime() - 1000) } })],
  'platform/validity-period': [
    { changes: { notAfter: daysFromNow(397) } },
    { changes: { notAfter: daysFromNow(399) } },
    { changes: { notAfter: daysFromNow(830) } },
  ],
  'platform/apple-server-life': [
    { changes: { notAfter: daysFromNow(825) } },
    { changes: { notAfter: daysFromNow(826) } },
    foreign({ changes: { notAfter: daysFromNow(826) } }),
    { profile: 'tlsPeer', changes: { notAfter: daysFromNow(826) } },
  ],
  'platform/not-yet-expired': [PLAIN, { now: daysFromNow(91) }, { now: new Date(NOW.getTime() + 7_200_000) }],
  'rfc5280/subject-attributes': [
    { changes: { subject: [{ type: 'CN', value: 'a'.repeat(64) }] } },
    { changes: { subject: [{ type: 'CN', value: 'a'.repeat(65) }] } },
    { changes: { subject: [{ type: 'C', value: 'UK' }] } },
    { changes: { subject: [{ type: 'CN', value: 'a\u202eb' }] } },
  ],
  'rfc5280/subject-public-key': [
    PLAIN,
    { changes: { spkiDer: sequence(sequence(oid(OID.ed448)), bitString(new Uint8Array(57))) as never } },
  ],
  'rfc5280/basic-constraints': [
    PLAIN,
    ext(OID.basicConstraints, null),
    ext(OID.basicConstraints, { critical: false }),
    { changes: { basicConstraints: { cA: true, pathLenConstraint: null } } },
    { profile: 'issuingAuthority', changes: { basicConstraints: { cA: false } } },
  ],
  'rfc5280/path-len-constraint': [
    { profile: 'issuingAuthority' },
    { profile: 'issuingAuthority', changes: { basicConstraints: { cA: true, pathLenConstraint: 1 } } },
    { profile: 'issuingAuthority', changes: { basicConstraints: { cA: true, pathLenConstraint: null } } },
  ],
  'rfc5280/key-usage': [
    PLAIN,
    { changes: { keyUsage: [] } },
    { changes: { keyUsage: ['digitalSignature', 'keyCertSign'] } },
    ext(OID.keyUsage, { critical: false }),
  ],
  'platform/rsa-server-key-encipherment': [
    { key: rsa },
    { key: rsa, changes: { keyUsage: ['digitalSignature'] } },
    foreign({ key: rsa, changes: { keyUsage: ['digitalSignature'] } }),
  ],
  'rfc5280/ext-key-usage': [
    PLAIN,
    { changes: { extKeyUsage: [] } },
    { changes: { extKeyUsage: ['serverAuth', 'clientAuth'] } },
    { changes: { extKeyUsage: ['serverAuth', '1.3.6.1.4.1.99999.1'] } },
  ],
  'platform/root-ext-key-usage': [
    { profile: 'issuingAuthority', changes: { extKeyUsage: ['serverAuth'] } },
    { profile: 'rootAuthority', changes: { extKeyUsage: ['serverAuth'] } },
    foreign({ from: 'rootAuthority', changes: { extKeyUsage: ['serverAuth'] } }),
  ],
  'rfc5280/subject-key-identifier': [
    PLAIN,
    { changes: { subjectKeyIdentifier: NONE } },
    { changes: { subjectKeyIdentifier: keyIdentifierOf(rootKey.spkiDer) } },
  ],
  'rfc5280/authority-key-identifier': [
    PLAIN,
    { changes: { authorityKeyIdentifier: NONE } },
    { changes: { authorityKeyIdentifier: keyIdentifierOf(rootKey.spkiDer) } },
  ],
  'rfc5280/subject-alt-name': [
    { changes: { subject: [] } },
    { changes: { subjectAltName: [] } },
    { changes: { subject: [], subjectAltName: [] }, profile: 'tlsClient' },
    ext(OID.subjectAltName, { critical: true }),
    { changes: { subjectAltName: [{ type: 'email', value: 'a@b.c' }] } },
    { changes: { subjectAltName: [dns('a.lan'), { type: 'upn', value: 'a@b.c' }] } },
  ],
  'platform/empty-subject': [
    { profile: 'tlsClient' },
    { profile: 'tlsClient', changes: { subject: [], subjectAltName: [dns('a.lan')] } },
  ],
  'rfc5280/dns-name-syntax': [
    { changes: { subjectAltName: [dns('*.api.lan')] } },
    { changes: { subjectAltName: [dns('a_b.lan')] } },
    { profile: 'tlsClient', changes: { subjectAltName: [dns('*.api.lan')] } },
    foreign({ changes: { subjectAltName: [dns('a b.lan')] } }),
  ],
  'platform/root-common-name': [
    { profile: 'rootAuthority' },
    {
      profile: 'rootAuthority',
      changes: { subject: [{ type: 'O', value: 'Acme' }], issuer: encodeName([{ type: 'O', value: 'Acme' }]) },
    },
  ],
  'rfc5280/authority-info-access': [
    { changes: { ocspUrls: ['http://pki.test/ocsp'], caIssuersUrls: ['ldap://pki.test/cn=x'] } },
    { changes: { ocspUrls: ['javascript:alert(1)'] } },
    { changes: { caIssuersUrls: ['http://'] } },
  ],
  'rfc5280/authority-subject': [
    foreign({ from: 'issuingAuthority' }),
    foreign({ from: 'issuingAuthority', changes: { subject: [] } }),
  ],
  'rfc5280/certificate-policies': [
    { changes: { certificatePolicies: [{ policy: '2.23.140.1.2.1', cpsUri: 'https://pki.test/cps' }] } },
    { changes: { certificatePolicies: [{ policy: '2.23.140.1.2.1', cpsUri: 'ftp://pki.test/' }] } },
    { changes: { certificatePolicies: [{ policy: OID.anyPolicy, cpsUri: null }] } },
  ],
  'rfc5280/policy-extensions': [
    {
      profile: 'issuingAuthority',
      edited: { extensions: { [OID.inhibitAnyPolicy]: { critical: true, value: integer(0) } } },
    },
    ext(OID.inhibitAnyPolicy, { critical: true, value: integer(0) }),
    { profile: 'issuingAuthority', ...ext(OID.policyConstraints, { critical: true, value: sequence() }) },
  ],
  'rfc5280/crl-distribution-points': [
    { changes: { crlUrls: ['http://pki.test/a.crl'] } },
    ext(OID.crlDistributionPoints, { value: sequence(sequence(implicit(1, bytes('0780')))) }),
    ext(OID.freshestCrl, { value: sequence(sequence()) }),
  ],
  'rfc5280/duplicate-names': [
    { changes: { subjectAltName: [dns('a.lan'), dns('b.lan')] } },
    { changes: { subjectAltName: [dns('a.lan'), dns('a.lan')] } },
    san(implicit(2, Buffer.from('a.lan')), implicit(2, Buffer.from('A.LAN'))),
  ],
  'rfc5280/ext-key-usage-consistency': [
    PLAIN,
    { changes: { keyUsage: ['nonRepudiation'] } },
    foreign({ from: 'codeSigning', changes: { keyUsage: ['keyAgreement'] } }),
    foreign({ from: 'ocspResponder', changes: { keyUsage: ['keyAgreement'] } }),
  ],
  'rfc5280/extension-criticality': [
    constraints(sequence(implicit(0, domain('lan'), true))),
    { profile: 'issuingAuthority', ...ext(OID.nameConstraints, { value: sequence(implicit(0, domain('lan'), true)) }) },
    ext(OID.subjectKeyIdentifier, { critical: true }),
    ext(OID.authorityKeyIdentifier, { critical: true }),
    {
      changes: { ocspUrls: ['http://pki.test/'] },
      edited: { extensions: { [OID.authorityInfoAccess]: { critical: true } } },
    },
    {
      changes: { crlUrls: ['http://pki.test/'] },
      edited: { extensions: { [OID.crlDistributionPoints]: { critical: true } } },
    },
    { profile: 'issuingAuthority', ...ext(OID.policyConstraints, { value: sequence(implicit(0, bytes('00'))) }) },
    { profile: 'issuingAuthority', ...ext(OID.inhibitAnyPolicy, { value: integer(0) }) },
    foreign({ from: 'issuingAuthority', ...ext(OID.basicConstraints, { critical: false }) }),
    foreign(ext(OID.keyUsage, { critical: false })),
  ],
  'rfc5280/ip-address-name': [
    { changes: { subjectAltName: [{ type: 'ip', value: '10.0.0.1' as never }] } },
    san(implicit(7, bytes('0a000000ff000000'))),
    san(implicit(7, bytes('0a0000'))),
  ],
  'rfc5280/key-usage-algorithm': [
    foreign({ key: rsa }),
    foreign({ changes: { keyUsage: ['digitalSignature', 'keyEncipherment'] } }),
    foreign({ key: rsa, changes: { keyUsage: ['digitalSignature', 'keyEncipherment', 'keyAgreement'] } }),
    foreign({ key: testKey('Ed25519'), changes: { keyUsage: ['digitalSignature', 'keyAgreement'] } }),
    foreign({ key: testKey('ML-DSA-44'), changes: { keyUsage: ['digitalSignature', 'keyEncipherment'] } }),
  ],
  'rfc5280/key-usage-consistency': [
    foreign({ changes: { keyUsage: ['digitalSignature', 'keyAgreement', 'encipherOnly'] } }),
    foreign({ changes: { keyUsage: ['digitalSignature', 'encipherOnly'] } }),
    foreign({ changes: { keyUsage: ['digitalSignature', 'keyCertSign'] } }),
    foreign({ from: 'issuingAuthority', changes: { keyUsage: ['cRLSign'] } }),
  ],
  'rfc5280/name-constraints': [
    constraints(
      sequence(
        implicit(0, Buffer.concat([domain('lan'), sequence(implicit(7, bytes('0a000000ff000000')))]), true),
        implicit(1, sequence(implicit(1, Buffer.from('a@b.lan'))), true),
      ),
    ),
    constraints(sequence()),
    constraints(sequence(implicit(0, NONE, true))),
    constraints(sequence(implicit(1, domain('a'), true), implicit(0, domain('b'), true))),
    constraints(sequence(implicit(0, domain('*.lan'), true))),
    constraints(sequence(implicit(0, sequence(implicit(7, bytes('0a000000ff00ff00'))), true))),
    constraints(sequence(implicit(0, sequence(implicit(7, bytes('0a000001'))), true))),
    constraints(sequence(implicit(0, sequence(implicit(2, Buffer.from('lan')), implicit(0, bytes('01'))), true))),
    ext(OID.nameConstraints, { critical: true, value: sequence(implicit(0, domain('lan'), true)) }),
  ],
  'rfc5280/ocsp-responder': [
    { profile: 'ocspResponder' },
    ext(OID.ocspNoCheck, { value: nullValue() }),
    { profile: 'ocspResponder', changes: { extKeyUsage: ['OCSPSigning', 'serverAuth'] } },
  ],
  'rfc5280/other-name-forms': [
    { profile: 'tlsClient', changes: { subjectAltName: [{ type: 'upn', value: 'alice@corp.example' }] } },
    san(implicit(4, encodeName([{ type: 'CN', value: 'x' }]), true)),
    san(implicit(8, bytes('2a03'))),
    san(implicit(0, Buffer.concat([oid('1.2.3'), explicit(0, utf8('x'))]), true)),
  ],
  'rfc5280/rfc822-name': [
    { profile: 'smime' },
    san(implicit(1, Buffer.from('not an address'))),
    foreign(san(implicit(1, Buffer.from('a@b_c.lan')))),
  ],
  'rfc5280/time-stamping': [
    foreign({ from: 'codeSigning', changes: { extKeyUsage: ['timeStamping'] } }),
    foreign({ from: 'codeSigning', changes: { extKeyUsage: ['timeStamping', 'codeSigning'] } }),
    foreign({
      from: 'codeSigning',
      changes: { extKeyUsage: ['timeStamping'] },
      edited: { extensions: { [OID.extKeyUsage]: { critical: false } } },
    }),
  ],
  'rfc5280/unknown-critical-extension': [
    ext('1.3.6.1.4.1.99999.7', { value: nullValue() }),
    ext('1.3.6.1.4.1.99999.7', { critical: true, value: nullValue() }),
    ext(OID.precertificatePoison, { critical: true, value: nullValue() }),
  ],
  'rfc5280/uri-name': [
    { profile: 'tlsClient', changes: { subjectAltName: [{ type: 'uri', value: 'spiffe://acme.test/x' }] } },
    san(implicit(6, Buffer.from('javascript:alert(1)'))),
    san(implicit(6, Buffer.from('spiffe://acme.test:80/x'))),
  ],
  'platform/any-ext-key-usage': [
    PLAIN,
    foreign({ edited: { extensions: { [OID.extKeyUsage]: { value: sequence(oid(OID.anyExtendedKeyUsage)) } } } }),
  ],
  'platform/apple-empty-subject': [
    foreign({ changes: { subject: [] } }),
    foreign({ changes: { subject: [] }, edited: { extensions: { [OID.subjectAltName]: { critical: false } } } }),
    foreign({ from: 'tlsClient', changes: { subject: [] } }),
  ],
  'platform/authority-crl-sign': [
    foreign({ from: 'issuingAuthority' }),
    foreign({ from: 'issuingAuthority', changes: { keyUsage: ['keyCertSign'] } }),
  ],
  'platform/key-algorithm-support': [
    PLAIN,
    { key: testKey('Ed25519') },
    { key: testKey('P-521') },
    { profile: 'tlsClient', key: testKey('ML-DSA-65') },
  ],
  'platform/openssl-strict': [
    foreign({ from: 'issuingAuthority' }),
    foreign({ from: 'issuingAuthority', ...ext(OID.keyUsage, null) }),
    foreign({ from: 'issuingAuthority', ...ext(OID.subjectKeyIdentifier, null) }),
    foreign(ext(OID.authorityKeyIdentifier, null)),
    foreign(ext(OID.basicConstraints, { value: sequence(integer(0)) })),
  ],
  'platform/public-key-strength': [
    foreign({}),
    foreign({ changes: { spkiDer: sequence(sequence(oid(OID.ed448)), bitString(new Uint8Array(57))) as never } }),
    foreign({
      changes: {
        spkiDer: sequence(
          sequence(oid(OID.rsaEncryption), nullValue()),
          bitString(sequence(integer((1n << 1023n) | 1n), integer(65_537))),
        ) as never,
      },
    }),
  ],
  'platform/server-ext-key-usage': [foreign({}), foreign({ changes: { extKeyUsage: [] } })],
  'platform/server-names': [
    foreign({}),
    foreign({ changes: { subjectAltName: [] } }),
    foreign({ changes: { subjectAltName: [{ type: 'email', value: 'a@b.c' }] } }),
  ],
  'platform/signature-digest': [
    foreign({}),
    foreign({ changes: { signatureAlgorithm: sequence(oid(OID.sha1WithRSAEncryption), nullValue()) } }),
    foreign({ changes: { signatureAlgorithm: sequence(oid(OID.md5WithRSAEncryption), nullValue()) } }),
    foreign({ from: 'rootAuthority', changes: { signatureAlgorithm: sequence(oid(OID.ecdsaWithSha1)) } }),
  ],
  'platform/wildcard-depth': [
    { changes: { subjectAltName: [dns('*.api.lan'), dns('lan')] } },
    { changes: { subjectAltName: [dns('*.lan')] } },
  ],
  'platform/windows-http-addresses': [
    { changes: { crlUrls: ['http://pki.test/a.crl'], ocspUrls: ['http://pki.test/'] } },
    { changes: { crlUrls: ['https://pki.test/a.crl'] } },
    { changes: { crlUrls: ['ldap://pki.test/cn=x'] } },
  ],
};

const caughtBy = (findings: readonly LintFinding[], id: string) => findings.filter(({ lint }) => lint === id);
const CERTIFICATE_LINTS = [...STRUCTURE_LINTS, ...LINTS, ...PROFILE_LINTS];

describe.each(Object.entries(FIXTURES))('%s', (id, [good, ...bad]) => {
  it('passes what is right', () => {
    expect(caughtBy(run(good), id)).toEqual([]);
  });
  it.each(bad.map((fixture, at) => [at + 1, fixture] as const))('catches fault %i', (_, fixture) => {
    const caught = caughtBy(run(fixture), id);
    expect(caught.length).toBeGreaterThan(0);
    for (const { message, fix, field, source } of caught) {
      expect(message).toMatch(/[.]$/);
      expect(fix).toMatch(/[.]$/);
      expect([field, source]).not.toContain('');
    }
  });
});

describe('no lint is forgotten', () => {
  const files = (folder: string) =>
    readdirSync(join(import.meta.dirname, folder)).filter((name) => name.endsWith('.ts'));
  const idsIn = async (folder: string) =>
    Promise.all(
      files(folder).map(async (name) => {
        const exported = Object.values(
          (await import(pathToFileURL(join(import.meta.dirname, folder, name)).href)) as Record<string, { id: string }>,
        );
        expect(exported, name).toHaveLength(1);
        return exported[0]?.id;
      }),
    );

  it('each file is one lint, registered once, with fixtures', async () => {
    const inFiles = [...(await idsIn('rfc5280')), ...(await idsIn('platform'))].sort();
    expect(CERTIFICATE_LINTS.map(({ id }) => id).sort()).toEqual(inFiles);
    expect(Object.keys(FIXTURES).sort()).toEqual(inFiles);
    expect(new Set(inFiles).size).toBe(inFiles.length);
  });
});

describe('certificates that others issued', () => {
  it('are judged whole or without their signature, with or without their issuer', () => {
    const leaf = testCertificate('tlsServer', leafKey, { key: issuingKey, certificate: issuing });
    for (const der of [leaf.certificateDer, leaf.tbsDer])
      for (const issuer of [issuing, null, undefined])
        expect(lintCertificate(der, issuer === undefined ? { now: NOW } : { issuer, now: NOW })).toEqual([]);
    expect(lintCertificate(root.certificateDer, { now: NOW })).toEqual([]);
    // Expired since: a matter of validation, no fault.
    expect(lintCertificate(leaf.certificateDer, { now: daysFromNow(4000) })).toEqual([]);
  });

  it('are judged under a profile when one is named', () => {
    const leaf = testCertificate('tlsClient', leafKey, { key: issuingKey, certificate: issuing });
    const findings = lintCertificate(leaf.certificateDer, { issuer: issuing, profile: 'tlsServer', now: NOW });
    expect(findings.map(({ lint }) => lint)).toContain('rfc5280/ext-key-usage');
  });

  it('bytes that are none are one finding, not an exception', () => {
    for (const der of [NONE, nullValue(), sequence(), new Uint8Array(70_000), ia5('x')])
      expect(lintCertificate(der, { now: NOW }).map(({ lint }) => lint)).toEqual(['rfc5280/structure']);
  });
});
