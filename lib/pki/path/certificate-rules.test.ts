import { rootCertificates } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { ascii, explicit, generalizedTime, implicit, nullValue, oid, sequence, time, utcTime } from '../der-writer.ts';
import { encodeName } from '../distinguished-name.ts';
import { DAY, NOW } from '../fixtures.test-support.ts';
import { encodeNameConstraints, parseSubtree } from '../name-constraints.ts';
import { OID } from '../oids.ts';
import { decodePem } from '../pem.ts';
import { CERTIFICATE_RULES } from './certificate-rules.ts';
import { readPathCertificate } from './path-certificate.ts';
import { type CertificateOptions, chain, ext, fixtureKey, verify } from './path-fixtures.test-support.ts';
import type { PathCode } from './path-result.ts';
import { tlsRules } from './tls-rules.ts';

const server = { purpose: 'server', identity: { kind: 'DNS', value: 'api.lan' } } as const;
const later = (days: number) => new Date(NOW.getTime() + days * DAY);
const dnsName = (text: string) => implicit(2, ascii(text));
const constraints = (...bases: string[]) =>
  encodeNameConstraints({ permitted: bases.map((base) => parseSubtree('dns', base)), excluded: [] });
const permitted = (...bases: string[]) => ext.raw(OID.nameConstraints, true, constraints(...bases));
const aki = (index: number) => ext.authorityKeyIdentifier(fixtureKey(index).id);
const flipped = (good: Uint8Array) => good.map((octet, index) => (index === 5 ? octet ^ 1 : octet));
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
  [
    'a common name in Unicode',
    3,
    { subjectName: encodeName([{ type: 'CN', value: 'bücher.lan' }]) },
    'ok',
    'tls-profile',
  ],
  [
    'an address in octal as the common name',
    3,
    {
      subjectName: encodeName([{ type: 'CN', value: '012.0.0.1' }]),
      extensions: { subjectAltName: ext.names(false, dnsName('api.lan'), implicit(7, Uint8Array.of(10, 0, 0, 1))) },
    },
    'ok',
    'tls-profile',
  ],
  ['a root with the serial number 0', 0, { serial: Uint8Array.of(0) }, 'ok', 'ok'],
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

describe('trusted certificates of the world', () => {
  it('keep the rules: at least nine of ten roots that Node ships', () => {
    const kept = rootCertificates.filter((pem) => {
      const root = readPathCertificate((decodePem(pem, ['CERTIFICATE'])[0] as { der: Uint8Array }).der);
      const rules = [...CERTIFICATE_RULES, ...tlsRules('server')];
      return rules.every(({ judge }) => judge(root, { role: 'anchor', isTrustedLeaf: false }) === null);
    });
    expect(kept.length).toBeGreaterThanOrEqual(rootCertificates.length * 0.9);
  });
});
