/**
 * Rows of the security test matrix that this room decides, and where each is tested. A row in the table has its tests in the
 * file named there; rows below have them here, by their id in the title.
 *
 * | Row | Tested in |
 * |---|---|
 * | CSR-01, CSR-02, CSR-03 | here (what is read); lib/runtime/hostile-requests.test.ts (what is issued) |
 * | CSR-04, CSR-09, CSR-10, CSR-12 | certification-request.test.ts, and the shortest form here |
 * | CSR-05, CSR-06 | certification-request.test.ts; here for algorithms that are not the key's |
 * | CSR-07, CSR-16 | here |
 * | CSR-08, CSR-11 | here; names.test.ts, distinguished-name.test.ts |
 * | NC-01, NC-02, NC-03, NC-05, NC-06, NC-11 | here; names.test.ts, international-name.test.ts |
 * | SER-01, SER-02, SER-04 | here; serial-number.test.ts; SER-02 also in lib/runtime/hostile-requests.test.ts |
 * | VAL-01, VAL-03 | here (encoding and lints); lib/services/validity.test.ts; VAL-02 in lib/runtime/hostile-requests.test.ts |
 * | KEY-01, KEY-02, KEY-03, KEY-04 | public-key.test.ts, published-keys.test.ts; own keys in lib/runtime/hostile-requests.test.ts |
 */
import { describe, expect, it } from 'vitest';
import { parseCertificationRequest } from './certification-request.ts';
import { boolean, explicit, ia5, implicit, integer, octetString, oid, sequence, tlv, utf8 } from './der-writer.ts';
import { encodeName } from './distinguished-name.ts';
import { bytes, refusal, signRequestInfo, testKey } from './fixtures.test-support.ts';
import {
  parseClientName,
  parseDnsName,
  parseEmailAddress,
  parseIpAddress,
  parseServerName,
  parseUri,
} from './names.ts';
import { OID } from './oids.ts';

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
