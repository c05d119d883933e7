/**
 * Rows of the security test matrix about encoding, names, serials and keys, and where each is tested.
 *
 * | Row | Tested in |
 * |---|---|
 * | CSR-01, CSR-02, CSR-03, CSR-08, CSR-11 | lib/runtime/hostile-requests.test.ts |
 * | CSR-04, CSR-05, CSR-06, CSR-09, CSR-10, CSR-12 | certification-request.test.ts; here for algorithms that are not the key's |
 * | CSR-07, CSR-15 | lib/runtime/profile-policy.test.ts (there are no orders or tokens: what is authorised is the profile's) |
 * | CSR-13 | test/integration/revocation.test.ts |
 * | CSR-14 | test/integration/issuing.test.ts |
 * | CSR-16, ASN-01, ASN-02, ASN-05 to ASN-09, ASN-12, ASN-16 | security-rows-encoding.test.ts |
 * | ASN-03, ASN-04, ASN-10 | der.test.ts |
 * | ASN-11 | public-key.test.ts |
 * | ASN-13 | import/read-anything.test.ts |
 * | ASN-14 | path/build-path.test.ts; security-rows-encoding.test.ts for policies |
 * | NC-01, NC-02, NC-03, NC-05, NC-06, NC-11 | here; names.test.ts, international-name.test.ts, name-constraints.test.ts |
 * | NC-04, NC-07, NC-08, NC-10 | security-rows-encoding.test.ts; test/interop/path-differential.test.ts |
 * | NC-09 | lib/keys/signer.test.ts, lib/runtime/authority-limits.test.ts, lib/runtime/authority-policy.test.ts |
 * | SER-01, SER-04 | here; serial-number.test.ts |
 * | SER-02 | lib/runtime/hostile-requests.test.ts |
 * | SER-03 | test/integration/two-processes.test.ts |
 * | VAL-01, VAL-03 | here; lib/services/validity.test.ts |
 * | VAL-02 | lib/runtime/hostile-requests.test.ts |
 * | KEY-01, KEY-02 | public-key.test.ts; for Debian's weak keys docs/decisions/0011-weak-keys-of-debian.md |
 * | KEY-03 | published-keys.test.ts; keys of this instance in lib/runtime/hostile-requests.test.ts |
 * | KEY-04 | public-key.test.ts (curves), certification-request.test.ts (digests); here |
 * | KEY-05 | lib/runtime/export-files.test.ts, lib/keys/signer.test.ts |
 * | IMP-01, IMP-02 | import/read-pkcs12.test.ts |
 * | IMP-03, IMP-04 | import/private-key.test.ts, import/recognise-files.test.ts |
 * | IMP-06, IMP-07 | lib/services/bulk-table.test.ts, import/openssl-index.test.ts |
 * | PTH-01, PTH-02 | test/integration/profiles.test.ts, lib/services/certificate-files.test.ts |
 *
 * All parsers: test/fuzz. No test: IMP-05 (no archive is read), IMP-08 (no multipart is read), PTH-03 (no path can be set from
 * outside).
 */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseTbsCertificate } from './certificate.ts';
import {
  assembleCertificationRequest,
  encodeCertificationRequestInfo,
  parseCertificationRequest,
} from './certification-request.ts';
import { boolean, explicit, ia5, implicit, integer, octetString, oid, sequence, tlv, utf8 } from './der-writer.ts';
import { encodeName } from './distinguished-name.ts';
import {
  bytes,
  NOW,
  refusal,
  signRequestInfo,
  signWith,
  testCertificate,
  testKey,
  testTbsFields,
} from './fixtures.test-support.ts';
import { lintCertificate } from './lints/lint-certificate.ts';
import {
  parseClientName,
  parseDnsName,
  parseEmailAddress,
  parseIpAddress,
  parseServerName,
  parseUri,
} from './names.ts';
import { OID } from './oids.ts';
import { parseSerialNumber, serialNumberFromDer, serialNumberFromEntropy } from './serial-number.ts';
import { encodeTbsCertificate, type TbsCertificateFields } from './tbs-certificate.ts';

const key = testKey('P-256');
const SUBJECT = [{ type: 'CN', value: 'api.lan' }];

function extension(dotted: string, value: Uint8Array, critical = false): Uint8Array {
  return sequence(oid(dotted), ...(critical ? [boolean(true)] : []), octetString(value));
}
function requestWith(...extensions: Uint8Array[]): Uint8Array {
  const attribute = sequence(oid(OID.extensionRequest), tlv(0x31, sequence(...extensions)));
  return signRequestInfo(sequence(integer(0), encodeName(SUBJECT), key.spkiDer, tlv(0xa0, attribute)), key);
}
const requestedName = (element: Uint8Array) =>
  parseCertificationRequest(requestWith(extension(OID.subjectAltName, sequence(element)))).subjectAltName;

describe('NC-01: host names that are none', () => {
  const bad = [
    'a\0.lan',
    'a b.lan',
    'a.lan\r\n',
    'a\n.lan',
    'a_b.lan',
    '_sip.lan',
    'a.lan.',
    '',
    '.',
    'a..lan',
    '.lan',
    `${'a'.repeat(64)}.lan`,
    `${'a.'.repeat(126)}lan`,
    'a.123',
    'a.0x7f',
    '10.0.0.1',
    '10.0.0',
    'fd00::1',
    '-a.lan',
    'a-.lan',
  ];
  it.each(bad)('%j is refused as typed, and in a request', (text) => {
    expect(refusal(() => parseDnsName(text)).code).toBe('bad-name');
    expect(refusal(() => requestedName(implicit(2, Buffer.from(text, 'latin1')))).code).toBe('bad-name');
  });
  it('the longest that fit are accepted', () => {
    expect(parseDnsName(`${'a'.repeat(63)}.lan`)).toHaveLength(67);
    expect(parseDnsName(`${'a.'.repeat(125)}lan`)).toHaveLength(253);
  });
});

describe('NC-02: international host names', () => {
  it.each(['xn--garbage-', 'xn--', 'xn--a.lan', 'xn--zzzzzzzzz.lan', 'xn--\u00fc.lan', 'a\u200db.lan', 'a\u202eb.lan'])(
    '%j is refused',
    (text) => {
      expect(refusal(() => parseDnsName(text)).code).toBe('bad-name');
    },
  );
  it('letters are stored as lower-case A-labels, however they were typed', () => {
    for (const text of ['bücher.lan', 'BÜCHER.LAN', 'xn--bcher-kva.lan', 'XN--BCHER-KVA.LAN', 'bu\u0308cher.lan'])
      expect(parseDnsName(text)).toBe('xn--bcher-kva.lan');
  });
  it('a request may not carry letters above ASCII: they would be read as Latin-1', () => {
    expect(refusal(() => requestedName(implicit(2, Buffer.from('bücher.lan', 'latin1')))).code).toBe('bad-name');
    expect(refusal(() => requestedName(implicit(2, Buffer.from('bücher.lan', 'utf8')))).code).toBe('bad-name');
  });
});

describe('NC-03: wildcards', () => {
  it.each(['*', '*.', 'a*.lan', '*a.lan', 'a.*.lan', '*.*.lan', 'lan.*', '**.lan', '*..lan'])(
    '%s is refused',
    (text) => {
      expect(refusal(() => parseServerName(text, { allowWildcard: true })).code).toBe('bad-name');
    },
  );
  it('one whole left-most label, and only where the profile allows', () => {
    expect(parseServerName('*.lan', { allowWildcard: true })).toEqual({ type: 'dns', value: '*.lan' });
    expect(refusal(() => parseServerName('*.lan')).code).toBe('bad-name');
    expect(refusal(() => parseClientName('*.lan')).code).toBe('bad-name');
    expect(refusal(() => parseEmailAddress('a@*.lan')).code).toBe('bad-name');
  });
});

describe('NC-05: IP addresses', () => {
  it.each([0, 1, 3, 5, 8, 15, 17, 32])('%i octets in a request are refused', (length) => {
    expect(refusal(() => requestedName(implicit(7, new Uint8Array(length).fill(10)))).code).toBe('bad-name');
  });
  it('an IPv4 address inside IPv6 is refused, in octets and in text', () => {
    const mapped = bytes('00000000000000000000ffff0a000001');
    expect(refusal(() => requestedName(implicit(7, mapped))).suggestion).toBe('10.0.0.1');
    expect(refusal(() => parseIpAddress('::ffff:10.0.0.1')).suggestion).toBe('10.0.0.1');
  });
  it.each([
    '010.0.0.1',
    '0x7f.1',
    '0x7f.0.0.1',
    '1.2.3.4/8',
    '1.2.3',
    '1.2.3.256',
    '2130706433',
    'fe80::1%eth0',
    '::1/128',
  ])('%s is refused as text', (text) => {
    expect(refusal(() => parseServerName(text)).code).toBe('bad-name');
  });
});

describe('NC-06: e-mail addresses and URIs', () => {
  it('the local part keeps its case, the domain does not', () => {
    expect(parseEmailAddress('Alice.B@Example.ORG')).toBe('Alice.B@example.org');
  });
  it.each(['"a b"@example.org', 'ü@example.org', 'a@b@example.org', 'a@[10.0.0.1]', 'a@10.0.0.1', 'a@', '@a.lan'])(
    'the address %s is refused',
    (text) => {
      expect(refusal(() => parseEmailAddress(text)).code).toBe('bad-name');
    },
  );
  it.each([
    'https:///path',
    'https://user@a.lan/',
    'https://user:secret@a.lan/',
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://a.lan/',
    'file:///etc/passwd',
    'tel:+4930',
    'spiffe://a.lan:8443/x',
    'spiffe://u@a.lan/x',
    'spiffe://a.lan/x?y',
    'spiffe://a.lan/x#y',
    'spiffe://a.lan//x',
    'spiffe://a.lan/x/',
    'spiffe://a.lan/../x',
    'spiffe:///x',
    'spiffe://A.lan/x',
    `spiffe://a.lan/${'x'.repeat(2048)}`,
    'https://a_b.lan/',
    'https://010.0.0.1/',
    'urn:x',
    'relative/path',
  ])('the URI %s is refused', (text) => {
    expect(refusal(() => parseUri(text)).code).toBe('bad-name');
    expect(refusal(() => requestedName(implicit(6, Buffer.from(text, 'latin1')))).code).toBe('bad-name');
  });
  it.each([
    'http://a.lan/x',
    'https://a.lan:8443/x?y=1',
    'https://10.0.0.1/',
    'https://[fd00::1]:8443/',
    'ldap://ldap.lan/cn=x',
    'spiffe://a.lan',
    'spiffe://a.lan/ns/prod/sa/api',
    'urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
  ])('the URI %s is accepted unchanged', (text) => {
    expect(parseUri(text)).toBe(text);
  });
});

describe('NC-11: forms of names that are not issued', () => {
  it.each([
    ['x400Address', implicit(3, sequence(), true)],
    ['directoryName', implicit(4, encodeName(SUBJECT), true)],
    ['ediPartyName', implicit(5, explicit(1, utf8('x')), true)],
    ['registeredID', implicit(8, bytes('2a0304'))],
    ['an otherName of another type', implicit(0, Buffer.concat([oid('1.2.3.4'), explicit(0, utf8('x'))]), true)],
    [
      'a UPN in another string type',
      implicit(0, Buffer.concat([oid(OID.userPrincipalName), explicit(0, ia5('alice@corp.example'))]), true),
    ],
    ['a UPN without a value', implicit(0, oid(OID.userPrincipalName), true)],
  ])('%s is refused', (_, element) => {
    expect(['bad-name', 'malformed']).toContain(refusal(() => requestedName(element)).code);
  });
  it('a UPN is read, for profiles that list it', () => {
    const element = implicit(
      0,
      Buffer.concat([oid(OID.userPrincipalName), explicit(0, utf8('alice@Corp.Example'))]),
      true,
    );
    expect(requestedName(element)).toEqual([{ type: 'upn', value: 'alice@corp.example' }]);
  });
});

describe('SER-01: serials from entropy', () => {
  it('are 16 octets, positive and unique, and keep 126 of 128 random bits', () => {
    const seen = new Set<string>();
    const ones = new Array<number>(128).fill(0);
    for (let round = 0; round < 20_000; round += 1) {
      const serial = serialNumberFromEntropy(randomBytes(16));
      expect(serial).toHaveLength(32);
      seen.add(serial);
      const bits = BigInt(`0x${serial}`);
      for (let bit = 0; bit < 128; bit += 1)
        if ((bits >> BigInt(127 - bit)) & 1n) ones[bit] = (ones[bit] as number) + 1;
    }
    expect(seen.size).toBe(20_000);
    // The first bit is the sign, the second keeps the length; 8 standard deviations around a half for the rest.
    expect(ones.slice(0, 2)).toEqual([0, 20_000]);
    for (const count of ones.slice(2)) expect(Math.abs(count - 10_000)).toBeLessThan(8 * Math.sqrt(20_000 / 4));
  });
});

describe('SER-04: serials that are none', () => {
  it.each(['0', '00', '-1', '', 'xyz', '0'.repeat(42), `80${'00'.repeat(19)}`, '11'.repeat(21)])(
    '%j is refused',
    (text) => {
      expect(refusal(() => parseSerialNumber(text)).code).toBe('bad-serial');
    },
  );
  it('leading zeros, colons, spaces and letter case do not matter', () => {
    for (const text of ['4f001a', '00:4F:00:1A', '0x4f001a', ' 4f 00 1a '])
      expect(parseSerialNumber(text)).toBe('4f001a');
  });
  it('in octets zero is read for imports only, negative and over-long never', () => {
    expect(refusal(() => serialNumberFromDer(bytes('00'))).code).toBe('bad-serial');
    expect(serialNumberFromDer(bytes('00'), { allowZero: true })).toBe('00');
    for (const octets of ['ff', '80', `00${'ff'.repeat(20)}`])
      expect(refusal(() => serialNumberFromDer(bytes(octets), { allowZero: true })).code).toBe('bad-serial');
  });
});

describe('VAL-01 and VAL-03: instants in certificates', () => {
  const issuing = testKey('P-384');
  const root = testCertificate('rootAuthority', issuing, null);
  const lint = (changes: Partial<TbsCertificateFields>, now = NOW) =>
    lintCertificate(
      encodeTbsCertificate(testTbsFields('tlsServer', key, { key: issuing, certificate: root }, changes)),
      { issuer: root, profile: 'tlsServer', now },
    ).map(({ lint: id }) => id);

  it.each([
    '2049-12-31T23:59:59Z',
    '2050-01-01T00:00:00Z',
    '2026-10-25T01:30:00Z',
    '2028-02-29T12:00:00Z',
    '2016-12-31T23:59:59Z',
    '9999-12-31T23:59:59Z',
  ])('%s is written and read back to the second', (text) => {
    const notAfter = new Date(text);
    const tbs = encodeTbsCertificate(testTbsFields('tlsServer', key, null, { notAfter }));
    expect(parseTbsCertificate(tbs).notAfter).toEqual(notAfter);
  });
  it('an end at or before the beginning, beyond the issuer or beyond the profile is an error', () => {
    expect(lint({ notBefore: NOW, notAfter: NOW })).toContain('rfc5280/validity-order');
    expect(lint({ notAfter: new Date(root.notAfter.getTime() + 1000) })).toContain('rfc5280/validity-within-issuer');
    expect(lint({ notAfter: new Date('9999-12-31T23:59:59Z') })).toContain('platform/validity-period');
  });
  it('one hour of backdating passes, two hours do not', () => {
    expect(lint({}, new Date(NOW.getTime() + 3_600_000))).toEqual([]);
    expect(lint({}, new Date(NOW.getTime() + 7_200_000))).toContain('platform/not-yet-expired');
  });
});

describe('CSR-05 and KEY-04: signatures under another algorithm than the key', () => {
  it.each([
    ['RSA with SHA-256', '300d06092a864886f70d01010b0500'],
    ['ECDSA with SHA-1', '300906072a8648ce3d0401'],
    ['Ed25519', '300506032b6570'],
    ['ML-DSA-65', '300b0609608648016503040312'],
    ['a NULL beside ECDSA', '300c06082a8648ce3d0403020500'],
  ])('%s is refused for a P-256 key', (_, algorithm) => {
    const info = encodeCertificationRequestInfo(SUBJECT, key.spkiDer, []);
    const request = assembleCertificationRequest(info, bytes(algorithm), signWith(key, info));
    expect(['bad-signature', 'unsupported']).toContain(refusal(() => parseCertificationRequest(request)).code);
  });
});
