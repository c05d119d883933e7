import { describe, expect, it } from 'vitest';
import type { ParsedCertificate } from '../certificate.ts';
import {
  bitString,
  boolean,
  explicit,
  implicit,
  integer,
  nullValue,
  octetString,
  oid,
  sequence,
  time,
  tlv,
} from '../der-writer.ts';
import { encodeName } from '../distinguished-name.ts';
import { DAY, NOW, type TestKey, testCertificate, testKey, testTbsFields } from '../fixtures.test-support.ts';
import { OID } from '../oids.ts';
import { PROFILES, type ProfileId } from '../profiles.ts';
import { keyIdentifierOf } from '../public-key.ts';
import { parseSerialNumber } from '../serial-number.ts';
import { signatureAlgorithmFor } from '../signature-algorithm.ts';
import { encodeTbsCertificate, type TbsCertificateFields } from '../tbs-certificate.ts';
import type { DnsName, GeneralName, LintFinding, SubjectPublicKeyInfoDer, TbsCertificateDer } from '../types.ts';
import { LINTS, lintTbsCertificate, PROFILE_LINTS, STRUCTURE_LINTS } from './lint-certificate.ts';

const rootKey = testKey('P-384');
const issuingKey = testKey('P-256');
const rsaKey = testKey('RSA-2048');
const leafKey = testKey('P-256', 2);
const root = testCertificate('rootAuthority', rootKey, null);
const issuing = testCertificate('issuingAuthority', issuingKey, { key: rootKey, certificate: root });
const underRoot = { key: rootKey, certificate: root };
const underIssuing = { key: issuingKey, certificate: issuing };
const dns = (value: string): GeneralName => ({ type: 'dns', value: value as DnsName });

/** The issuer that goes with each profile. */
function issuerOf(profile: ProfileId): { key: TestKey; certificate: ParsedCertificate } | null {
  return profile === 'rootAuthority' ? null : profile === 'issuingAuthority' ? underRoot : underIssuing;
}

function lint(
  profile: ProfileId,
  changes: Partial<TbsCertificateFields> = {},
  key = leafKey,
  issuer = issuerOf(profile),
): readonly LintFinding[] {
  const tbs = encodeTbsCertificate(testTbsFields(profile, key, issuer, changes));
  return lintTbsCertificate(tbs, { issuer: issuer?.certificate ?? null, profile, now: NOW });
}

const ids = (findings: readonly LintFinding[]) => findings.map(({ lint: id, severity }) => `${id} ${severity}`);
const daysFromNow = (days: number) => new Date(NOW.getTime() + days * DAY);
const spki = (der: Uint8Array) => ({ spkiDer: der as SubjectPublicKeyInfoDer });

describe('good certificates', () => {
  it.each(Object.keys(PROFILES) as ProfileId[])('%s with any kind of key has no finding', (profile) => {
    for (const key of [
      leafKey,
      rsaKey,
      testKey('P-384', 2),
      testKey('P-521', 2),
      testKey('Ed25519', 2),
      testKey('ML-DSA-65', 2),
    ])
      expect(lint(profile, {}, key).filter(({ severity }) => severity !== 'info')).toEqual([]);
  });

  it.each([
    [
      'backdated by five minutes',
      'tlsServer',
      { notBefore: new Date(NOW.getTime() - 300_000), notAfter: daysFromNow(90) },
      { notBefore: new Date(NOW.getTime() - 600_000) },
    ],
    [
      'a wildcard and an IP address',
      'tlsServer',
      { subjectAltName: [dns('*.api.lan'), { type: 'ip', value: '10.0.0.1' }] as GeneralName[] },
      {},
    ],
    ['an empty subject', 'tlsServer', { subject: [] }, {}],
    ['the end of its issuer', 'tlsServer', { notAfter: daysFromNow(300) }, { notAfter: daysFromNow(300) }],
  ] as const)('%s: no finding', (_, profile, changes, issuerChanges) => {
    const certificate = testCertificate('issuingAuthority', issuingKey, underRoot, issuerChanges);
    expect(lint(profile, changes, leafKey, { key: issuingKey, certificate })).toEqual([]);
  });
});

describe('bad certificates', () => {
  const cases: [string, ProfileId, Partial<TbsCertificateFields>, string[], TestKey?][] = [
    ['a serial of 7 octets', 'tlsServer', { serialNumber: parseSerialNumber('4f00112233445566') }, []],
    [
      'a serial of 56 bits',
      'tlsServer',
      { serialNumber: parseSerialNumber('4f001122334455') },
      ['platform/serial-number-entropy error'],
    ],
    [
      'an end before the beginning',
      'tlsServer',
      { notBefore: daysFromNow(5), notAfter: daysFromNow(4) },
      ['rfc5280/validity-order error'],
    ],
    [
      'an end at the beginning',
      'tlsServer',
      { notBefore: daysFromNow(5), notAfter: daysFromNow(5) },
      ['rfc5280/validity-order error'],
    ],
    [
      'an end after that of the issuer',
      'tlsServer',
      { notBefore: daysFromNow(1800), notAfter: new Date(daysFromNow(1825).getTime() + 1000) },
      ['rfc5280/validity-within-issuer error'],
    ],
    [
      'a beginning before that of the issuer',
      'tlsServer',
      { notBefore: new Date(NOW.getTime() - 1000) },
      ['rfc5280/validity-within-issuer error'],
    ],
    ['a server life of 397 days', 'tlsServer', { notAfter: daysFromNow(397) }, []],
    ['a server life of 399 days', 'tlsServer', { notAfter: daysFromNow(399) }, ['platform/validity-period warning']],
    ['a server life of 825 days', 'tlsServer', { notAfter: daysFromNow(825) }, ['platform/validity-period warning']],
    [
      'a server life of 825 days and five minutes',
      'tlsServer',
      { notAfter: new Date(daysFromNow(825).getTime() + 300_000) },
      ['platform/validity-period warning', 'platform/apple-server-life error'],
    ],
    [
      'a server life of 826 days',
      'tlsServer',
      { notAfter: daysFromNow(826) },
      ['platform/validity-period error', 'platform/apple-server-life error'],
    ],
    ['a client life of 366 days', 'tlsClient', { notAfter: daysFromNow(366) }, ['platform/validity-period error']],
    ['a responder life of 91 days', 'ocspResponder', { notAfter: daysFromNow(91) }, ['platform/validity-period error']],
    [
      'a CN of 65 characters',
      'tlsServer',
      { subject: [{ type: 'CN', value: 'a'.repeat(65) }] },
      ['rfc5280/subject-attributes error'],
    ],
    [
      'a bidirectional override',
      'tlsServer',
      { subject: [{ type: 'CN', value: 'a\u202eb' }] },
      ['rfc5280/subject-attributes error'],
    ],
    [
      'the country UK',
      'tlsServer',
      {
        subject: [
          { type: 'C', value: 'UK' },
          { type: 'CN', value: 'x' },
        ],
      },
      ['rfc5280/subject-attributes error'],
    ],
    [
      'an end entity with cA',
      'tlsServer',
      { basicConstraints: { cA: true, pathLenConstraint: 0 } },
      ['rfc5280/basic-constraints error', 'rfc5280/path-len-constraint error', 'rfc5280/key-usage error'],
    ],
    [
      'an authority without cA',
      'issuingAuthority',
      { basicConstraints: { cA: false } },
      ['rfc5280/basic-constraints error', 'rfc5280/key-usage error', 'rfc5280/key-usage error'],
    ],
    [
      'no path length below one',
      'issuingAuthority',
      { basicConstraints: { cA: true, pathLenConstraint: null } },
      ['rfc5280/path-len-constraint error'],
    ],
    [
      'the path length of the issuer',
      'issuingAuthority',
      { basicConstraints: { cA: true, pathLenConstraint: 1 } },
      ['rfc5280/path-len-constraint error'],
    ],
    ['no keyUsage', 'tlsServer', { keyUsage: [] }, ['rfc5280/key-usage error']],
    [
      'keyCertSign on an end entity',
      'tlsServer',
      { keyUsage: ['digitalSignature', 'keyCertSign'] },
      ['rfc5280/key-usage error', 'rfc5280/key-usage error'],
    ],
    [
      'cRLSign on an end entity',
      'tlsServer',
      { keyUsage: ['digitalSignature', 'cRLSign'] },
      ['rfc5280/key-usage error', 'rfc5280/key-usage error'],
    ],
    [
      'an authority without keyCertSign',
      'issuingAuthority',
      { keyUsage: ['cRLSign'] },
      ['rfc5280/key-usage error', 'rfc5280/key-usage error'],
    ],
    ['an authority without cRLSign', 'issuingAuthority', { keyUsage: ['keyCertSign'] }, ['rfc5280/key-usage error']],
    [
      'keyEncipherment on an EC key',
      'tlsServer',
      { keyUsage: ['digitalSignature', 'keyEncipherment'] },
      ['rfc5280/key-usage error', 'rfc5280/key-usage-algorithm error'],
    ],
    [
      'an RSA server without keyEncipherment',
      'tlsServer',
      { keyUsage: ['digitalSignature'] },
      ['platform/rsa-server-key-encipherment error'],
      rsaKey,
    ],
    ['a server without serverAuth', 'tlsServer', { extKeyUsage: [] }, ['rfc5280/ext-key-usage error']],
    [
      'a server with clientAuth',
      'tlsServer',
      { extKeyUsage: ['serverAuth', 'clientAuth'] },
      ['rfc5280/ext-key-usage error'],
    ],
    [
      'a client with OCSPSigning',
      'tlsClient',
      { extKeyUsage: ['clientAuth', 'OCSPSigning'] },
      ['rfc5280/ext-key-usage error', 'rfc5280/ocsp-responder warning'],
    ],
    [
      'a root with an extended key usage',
      'rootAuthority',
      { extKeyUsage: ['serverAuth'] },
      ['platform/root-ext-key-usage error'],
    ],
    ['a narrowed issuing authority', 'issuingAuthority', { extKeyUsage: ['serverAuth'] }, []],
    [
      'an authority without subjectKeyIdentifier',
      'issuingAuthority',
      { subjectKeyIdentifier: new Uint8Array(0) },
      ['rfc5280/subject-key-identifier error'],
    ],
    [
      'an end entity without subjectKeyIdentifier',
      'tlsServer',
      { subjectKeyIdentifier: new Uint8Array(0) },
      ['rfc5280/subject-key-identifier warning'],
    ],
    [
      'a foreign subjectKeyIdentifier',
      'tlsServer',
      { subjectKeyIdentifier: keyIdentifierOf(rootKey.spkiDer) },
      ['rfc5280/subject-key-identifier error'],
    ],
    [
      'no authorityKeyIdentifier',
      'tlsServer',
      { authorityKeyIdentifier: new Uint8Array(0) },
      ['rfc5280/authority-key-identifier error'],
    ],
    [
      'a foreign authorityKeyIdentifier',
      'tlsServer',
      { authorityKeyIdentifier: keyIdentifierOf(rootKey.spkiDer) },
      ['rfc5280/authority-key-identifier error'],
    ],
    ['a root without authorityKeyIdentifier', 'rootAuthority', { authorityKeyIdentifier: new Uint8Array(0) }, []],
    ['a server without names', 'tlsServer', { subjectAltName: [] }, ['rfc5280/subject-alt-name error']],
    [
      'no name at all',
      'tlsClient',
      { subjectAltName: [], subject: [] },
      ['rfc5280/subject-alt-name error', 'platform/empty-subject warning'],
    ],
    [
      'a client without subject',
      'tlsClient',
      { subjectAltName: [dns('a.lan')], subject: [] },
      ['platform/empty-subject warning'],
    ],
    [
      'a server with an e-mail address',
      'tlsServer',
      { subjectAltName: [dns('a.lan'), { type: 'email', value: 'a@b.c' }] },
      ['rfc5280/subject-alt-name error'],
    ],
    [
      'an authority with names',
      'issuingAuthority',
      { subjectAltName: [dns('a.lan')] },
      ['rfc5280/subject-alt-name error'],
    ],
    [
      'an underscore in a host name',
      'tlsServer',
      { subjectAltName: [dns('a_b.lan')] },
      ['rfc5280/subject-alt-name error', 'rfc5280/dns-name-syntax error'],
    ],
    [
      'NUL in a host name',
      'tlsServer',
      { subjectAltName: [dns('a\0.lan')] },
      ['rfc5280/subject-alt-name error', 'rfc5280/dns-name-syntax error'],
    ],
    [
      'an empty host name',
      'tlsServer',
      { subjectAltName: [dns('')] },
      ['rfc5280/subject-alt-name error', 'rfc5280/dns-name-syntax error'],
    ],
    ['a wildcard for a client', 'tlsClient', { subjectAltName: [dns('*.api.lan')] }, ['rfc5280/dns-name-syntax error']],
    [
      'a root without common name',
      'rootAuthority',
      { subject: [{ type: 'O', value: 'Acme' }], issuer: encodeName([{ type: 'O', value: 'Acme' }]) },
      ['platform/root-common-name error'],
    ],
    ['another issuer name', 'tlsServer', { issuer: root.subjectDer }, ['rfc5280/issuer-name error']],
    [
      'an issuer name in another letter case',
      'tlsServer',
      {
        issuer: encodeName([
          { type: 'O', value: 'ACME' },
          { type: 'CN', value: 'issuingAuthority test' },
        ]),
      },
      ['rfc5280/issuer-name error'],
    ],
    ['a root with another issuer name', 'rootAuthority', { issuer: issuing.subjectDer }, ['rfc5280/issuer-name error']],
    [
      'an empty issuer name',
      'tlsServer',
      { issuer: encodeName([]) },
      ['rfc5280/issuer-name error', 'rfc5280/issuer-name error'],
    ],
    [
      'the algorithm of another key',
      'tlsServer',
      { signatureAlgorithm: signatureAlgorithmFor('P-384').algorithmIdentifierDer },
      ['rfc5280/signature-algorithm error'],
    ],
    [
      'SHA-1',
      'tlsServer',
      { signatureAlgorithm: sequence(oid(OID.sha1WithRSAEncryption), nullValue()) },
      ['rfc5280/signature-algorithm error'],
    ],
    [
      'a key that is not supported',
      'tlsServer',
      { ...spki(sequence(sequence(oid(OID.ed448)), bitString(new Uint8Array(57)))) },
      ['rfc5280/subject-public-key error', 'rfc5280/subject-key-identifier error'],
    ],
  ];

  it.each(cases)('%s (%s)', (_, profile, changes, expected, key) => {
    expect(ids(lint(profile, changes, key))).toEqual(expected);
  });

  it('an authority under an issuer of path length 0', () => {
    const findings = lint('issuingAuthority', {}, leafKey, underIssuing);
    expect(ids(findings)).toEqual(['rfc5280/path-len-constraint error']);
    expect(findings[0]?.message).toBe('The path length of the issuer is 0, so it cannot have authorities below it.');
  });

  it('a certificate that is already expired, or begins long ago', () => {
    const judge = (now: Date) =>
      lintTbsCertificate(encodeTbsCertificate(testTbsFields('tlsServer', leafKey, underIssuing)), {
        issuer: issuing,
        profile: 'tlsServer',
        now,
      });
    expect(ids(judge(daysFromNow(90)))).toEqual(['platform/not-yet-expired error', 'platform/not-yet-expired error']);
    expect(ids(judge(new Date(NOW.getTime() + 7_200_000)))).toEqual(['platform/not-yet-expired error']);
    expect(judge(new Date(NOW.getTime() + 3_600_000))).toEqual([]);
  });
});

describe('structures that the encoder never makes', () => {
  const fields = testTbsFields('tlsServer', leafKey, underIssuing);
  const extension = (dotted: string, value: Uint8Array, critical = false) =>
    sequence(oid(dotted), ...(critical ? [boolean(true)] : []), octetString(value));
  const san = extension(OID.subjectAltName, sequence(implicit(2, Buffer.from('api.lan'))));
  const eku = extension(OID.extKeyUsage, sequence(oid(OID.serverAuth)));
  const ski = extension(OID.subjectKeyIdentifier, octetString(fields.subjectKeyIdentifier));
  const aki = extension(OID.authorityKeyIdentifier, sequence(implicit(0, fields.authorityKeyIdentifier)));
  const keyUsage = extension(OID.keyUsage, bitString(Uint8Array.of(0x80), 7), true);
  const constraints = extension(OID.basicConstraints, sequence(), true);
  const good = [constraints, keyUsage, eku, ski, aki, san];
  const judge = (parts: {
    version?: Uint8Array;
    serial?: Uint8Array;
    notAfter?: Uint8Array;
    after?: Uint8Array;
    extensions?: Uint8Array[];
    subject?: Uint8Array;
  }) => {
    const tbs = sequence(
      parts.version ?? explicit(0, integer(2)),
      parts.serial ?? integer(2n ** 120n),
      fields.signatureAlgorithm,
      fields.issuer,
      sequence(time(NOW), parts.notAfter ?? time(daysFromNow(90))),
      parts.subject ?? encodeName(fields.subject),
      fields.spkiDer,
      parts.after ?? new Uint8Array(0),
      explicit(3, sequence(...(parts.extensions ?? good))),
    );
    return ids(lintTbsCertificate(tbs as TbsCertificateDer, { issuer: issuing, profile: 'tlsServer', now: NOW }));
  };

  it('the plain one has no finding', () => {
    expect(judge({})).toEqual([]);
  });

  it.each([
    ['version 1', { version: new Uint8Array(0) }, ['rfc5280/version error']],
    ['version 4', { version: explicit(0, integer(3)) }, ['rfc5280/version error']],
    ['the serial 0', { serial: integer(0) }, ['rfc5280/serial-number error']],
    ['a negative serial', { serial: integer(-(2n ** 100n)) }, ['rfc5280/serial-number error']],
    ['a serial of 21 octets', { serial: integer(2n ** 160n) }, ['rfc5280/serial-number error']],
    [
      'GeneralizedTime before 2050',
      { notAfter: tlv(0x18, Buffer.from('20270101000000Z')) },
      ['rfc5280/time-encoding error'],
    ],
    ['an issuerUniqueID', { after: implicit(1, Uint8Array.of(0, 1)) }, ['rfc5280/no-unique-identifiers error']],
    ['a doubled extension', { extensions: [...good, san] }, ['rfc5280/no-duplicate-extensions error']],
    ['no basicConstraints', { extensions: good.slice(1) }, ['rfc5280/basic-constraints error']],
    [
      'basicConstraints not critical',
      { extensions: [extension(OID.basicConstraints, sequence()), ...good.slice(1)] },
      ['rfc5280/basic-constraints error'],
    ],
    [
      'a path length without cA',
      { extensions: [extension(OID.basicConstraints, sequence(integer(1)), true), ...good.slice(1)] },
      ['rfc5280/basic-constraints error'],
    ],
    [
      'keyUsage not critical',
      { extensions: [constraints, extension(OID.keyUsage, bitString(Uint8Array.of(0x80), 7)), eku, ski, aki, san] },
      ['rfc5280/key-usage error'],
    ],
    [
      'critical subjectAltName beside a subject',
      {
        extensions: [
          ...good.slice(0, 5),
          extension(OID.subjectAltName, sequence(implicit(2, Buffer.from('api.lan'))), true),
        ],
      },
      ['rfc5280/subject-alt-name error'],
    ],
    [
      'subjectAltName not critical beside an empty subject',
      { subject: sequence() },
      ['rfc5280/subject-alt-name error'],
    ],
    [
      'an empty extKeyUsage',
      { extensions: [constraints, keyUsage, extension(OID.extKeyUsage, sequence()), ski, aki, san] },
      ['rfc5280/structure error'],
    ],
  ] as const)('%s', (_, parts, expected) => {
    expect(judge(parts as Parameters<typeof judge>[0])).toEqual(expected);
  });

  it('bytes that are no certificate are one finding, not an exception', () => {
    for (const tbs of [new Uint8Array(0), nullValue(), sequence(), new Uint8Array(70_000)]) {
      expect(
        ids(lintTbsCertificate(tbs as TbsCertificateDer, { issuer: null, profile: 'tlsServer', now: NOW })),
      ).toEqual(['rfc5280/structure error']);
    }
  });
});

describe('the list of lints', () => {
  it('has one id each, a source, and sentences in every finding', () => {
    const all = [...STRUCTURE_LINTS, ...LINTS, ...PROFILE_LINTS];
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const { id, source } of all) {
      expect(id).toMatch(/^(?:rfc5280|platform)\/[a-z0-9-]+$/);
      expect(source).not.toBe('');
    }
    for (const finding of lint('tlsServer', {
      subjectAltName: [],
      keyUsage: [],
      extKeyUsage: [],
      notAfter: daysFromNow(900),
    })) {
      expect(finding.message).toMatch(/\.$/);
      expect(finding.fix).toMatch(/^[A-Z].*\.$/);
      expect(finding.field).not.toBe('');
    }
  });
});
