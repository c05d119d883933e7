import { isIP } from 'node:net';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { distinguishedNameArbitrary, dnsNameArbitrary, refusal } from './fixtures.test-support.ts';
import { ipAddressOctets, ipAddressText } from './ip-address.ts';
import {
  distinguishedNameText,
  dnsNameUnicode,
  generalNameText,
  parseClientName,
  parseDistinguishedName,
  parseDnsName,
  parseIpAddress,
  parseServerName,
} from './names.ts';
import type { DnsName, NameAttribute } from './types.ts';

describe('parseServerName', () => {
  it.each([
    ['nas', 'dns', 'nas'],
    ['localhost', 'dns', 'localhost'],
    ['API.Lan', 'dns', 'api.lan'],
    ['a-b.c-d.example', 'dns', 'a-b.c-d.example'],
    ['1host.example', 'dns', '1host.example'],
    ['bücher.lan', 'dns', 'xn--bcher-kva.lan'],
    ['XN--BCHER-KVA.lan', 'dns', 'xn--bcher-kva.lan'],
    ['שלום.lan', 'dns', 'xn--9dbne9b.lan'],
    ['10.0.0.1', 'ip', '10.0.0.1'],
    ['FD00:0:0::1', 'ip', 'fd00::1'],
    ['::', 'ip', '::'],
    [`${'a'.repeat(63)}.lan`, 'dns', `${'a'.repeat(63)}.lan`],
    [`${'a.'.repeat(126)}b`, 'dns', `${'a.'.repeat(126)}b`],
  ])('accepts %s', (text, type, value) => {
    expect(parseServerName(text)).toEqual({ type, value });
  });

  it.each([
    ['https://api.lan/', '`https://api.lan/` is a URL. Use the host name `api.lan`.', 'api.lan'],
    [
      'http://user:pw@API.lan:8080/x?y#z',
      '`http://user:pw@API.lan:8080/x?y#z` is a URL. Use the host name `api.lan`.',
      'api.lan',
    ],
    ['https://[fd00::1]:8443/', '`https://[fd00::1]:8443/` is a URL. Use the host name `fd00::1`.', 'fd00::1'],
    ['api_lan', '`api_lan`: host names may not contain `_`; some clients refuse them. Try `api-lan`.', 'api-lan'],
    ['*.*.lan', '`*.*.lan`: only one `*`, as the whole first label: `*.lan`.', '*.lan'],
    ['10.0.0.0/24', '`10.0.0.0/24` is a network. Add single addresses, or use a host name.', undefined],
    ['fd00::/64', '`fd00::/64` is a network. Add single addresses, or use a host name.', undefined],
    ['api.lan/path', '`api.lan/path` has a path. Use the host name `api.lan`.', 'api.lan'],
    ['api.lan:8443', '`api.lan:8443`: names in certificates have no port or brackets. Use `api.lan`.', 'api.lan'],
    ['[::1]:443', '`[::1]:443`: names in certificates have no port or brackets. Use `::1`.', '::1'],
    ['a@b.lan', '`a@b.lan` is an e-mail address. Enter a host name such as `api.lan` or an IP address.', undefined],
    ['api.lan.', '`api.lan.`: leave out the dot at the end.', 'api.lan'],
    [' api.lan', '` api.lan` has spaces around it. Use `api.lan`.', 'api.lan'],
    ['::ffff:10.0.0.1', '`::ffff:10.0.0.1` is an IPv4 address inside IPv6. Use `10.0.0.1`.', '10.0.0.1'],
    ['', 'The name is empty. Enter a host name such as `api.lan` or an IP address.', undefined],
    ['api.123', '`api.123`: the last part of a host name may not be a number.', undefined],
    [
      '10.0.0',
      '`10.0.0` is not a complete IP address. Write IPv4 as four numbers from 0 to 255, such as `10.0.0.1`.',
      undefined,
    ],
    ['fe80::1%eth0', '`fe80::1%eth0`: a certificate cannot name a zone. Leave out the part from `%`.', undefined],
  ])('refuses %s with what to do', (text, message, suggestion) => {
    const error = refusal(() => parseServerName(text, { allowWildcard: true }));
    expect(error.code).toBe('bad-name');
    expect(error.message).toBe(message);
    expect(error.suggestion).toBe(suggestion);
  });

  it.each([
    'a b.lan',
    'a\u0000.lan',
    'a.lan\r\n',
    'a\nb.lan',
    'a..lan',
    '.lan',
    '.',
    '..',
    `${'a'.repeat(64)}.lan`,
    `${'a.'.repeat(126)}bc`,
    '-a.lan',
    'a-.lan',
    'a.lan-',
    'x!y.lan',
    'a%2eb.lan',
    "a'b.lan",
    'a\\b.lan',
    'a,b.lan',
    '123',
    '1.2.3.4.5',
    '256.1.1.1',
    '010.0.0.1',
    '0x7f.1',
    '0x7f000001',
    '0177.0.0.1',
    '1.2.3.0x4',
    '2130706433',
    '1.2.3.4.',
    '1.2.3.4/8',
    'host.0x1f',
    '12345::',
    '1::2::3',
    ':::',
    '::010.1.1.1',
    '1:2:3:4:5:6:7',
    'g::1',
    '１２７.0.0.1',
    'xn--zzzzzz',
    'xn--a.lan',
    'xn--.lan',
    'xn--xn--a--gua.lan',
    'שלוםabc.lan',
    'a\u202eb.lan',
    'a\u200bb.lan',
    'a\u00adb.lan',
    '\ud800.lan',
    'ü_x.lan',
    '-ü.lan',
    'a'.repeat(5000),
    'https://',
    'ftp://a_b/',
    ':80',
    '/24',
    '\u2003',
  ])('refuses %j', (text) => {
    const error = refusal(() => parseServerName(text, { allowWildcard: true }));
    expect(error.code).toBe('bad-name');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is the point
    expect(error.message).not.toMatch(/[\u0000-\u001f\u202e\u200b]/);
    expect(error.message.length).toBeLessThan(500);
  });

  it('accepts a wildcard only as the whole first label and only where allowed', () => {
    expect(parseServerName('*.lan', { allowWildcard: true }).value).toBe('*.lan');
    expect(parseServerName('*.bücher.lan', { allowWildcard: true }).value).toBe('*.xn--bcher-kva.lan');
    expect(refusal(() => parseServerName('*.lan')).message).toContain('is a wildcard, which is not possible here');
    for (const text of ['*', '*.', 'a*.lan', '*a.lan', 'x.*', 'x.*.lan', '**.lan', '*.*', '*.10.0.0.1', '*.-a.lan']) {
      expect(refusal(() => parseServerName(text, { allowWildcard: true })).code).toBe('bad-name');
    }
  });

  it('never suggests anything it would refuse', () => {
    const fragments = fc.constantFrom(
      'https://',
      'api',
      '_',
      '.',
      '*',
      '*.',
      'lan',
      ':80',
      '/',
      '[',
      ']',
      '::1',
      '10.0.0.1',
      '/24',
      ' ',
      '@',
      'ü',
      '%',
      '-',
    );
    fc.assert(
      fc.property(fc.array(fragments, { minLength: 1, maxLength: 6 }), (parts) => {
        try {
          const name = parseServerName(parts.join(''), { allowWildcard: true });
          expect(parseServerName(name.value, { allowWildcard: true })).toEqual(name);
        } catch (error) {
          const { code, suggestion } = error as { code: string; suggestion?: string };
          expect(code).toBe('bad-name');
          if (suggestion !== undefined) parseServerName(suggestion, { allowWildcard: true });
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('keeps every canonical name as it is', () => {
    fc.assert(
      fc.property(dnsNameArbitrary, (name) => {
        expect(parseDnsName(name, { allowWildcard: true })).toBe(name);
      }),
    );
  });
});

describe('IP addresses', () => {
  it('agree with other readers on canonical text', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        fc.array(fc.integer({ min: 0, max: 15 }), { maxLength: 14 }),
        (octets, zeros) => {
          for (const index of zeros) octets[index] = 0;
          const text = ipAddressText(octets) as string;
          expect(text).toBe(new ipaddr.IPv6([...octets]).toRFC5952String());
          expect(ipAddressOctets(text)).toEqual(octets);
        },
      ),
    );
  });

  it('are read exactly when the runtime reads them, zones apart', () => {
    const text = fc.stringMatching(/^[0-9a-f:.]{1,20}$/);
    const nearly = fc
      .array(fc.constantFrom('0', '1', '255', '256', '01', 'ff', 'ffff', '10000', ':', '::', '.', '1.2.3.4'), {
        maxLength: 12,
      })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(text, nearly, fc.ipV4(), fc.ipV6()), (value) => {
        expect(ipAddressOctets(value) !== null).toBe(isIP(value) !== 0);
      }),
      { numRuns: 5000 },
    );
  });

  it('have 4 or 16 octets', () => {
    for (const length of [0, 3, 5, 8, 15, 17, 32]) expect(ipAddressText(new Uint8Array(length))).toBeNull();
    expect(parseIpAddress('2001:DB8:0:0:1:0:0:1')).toBe('2001:db8::1:0:0:1');
  });
});

describe('parseClientName', () => {
  it.each([
    ['alice@Example.ORG', 'email', 'alice@example.org'],
    ["o'neil+x@example.org", 'email', "o'neil+x@example.org"],
    ['spiffe://acme.test/ns/prod/api', 'uri', 'spiffe://acme.test/ns/prod/api'],
    ['urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6', 'uri', 'urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6'],
    ['https://acme.test/x', 'uri', 'https://acme.test/x'],
    ['ldap://ldap.acme.test/cn=x', 'uri', 'ldap://ldap.acme.test/cn=x'],
    ['upn:Alice@Corp.Example', 'upn', 'Alice@corp.example'],
    ['UPN:jürgen@bücher.lan', 'upn', 'jürgen@xn--bcher-kva.lan'],
    ['device-7.lan', 'dns', 'device-7.lan'],
    ['fd00::7', 'ip', 'fd00::7'],
    ['abcd::7', 'ip', 'abcd::7'],
  ])('reads %s', (text, type, value) => {
    expect(parseClientName(text)).toEqual({ type, value });
  });

  it.each([
    'javascript:alert(1)',
    'javascript://a.lan/%0aalert(1)',
    'file:///etc/passwd',
    'spiffe://Acme.test/x',
    'spiffe://acme.test/',
    'spiffe://acme.test/../x',
    'spiffe://acme.test:80/x',
    'spiffe://user@acme.test/x',
    'spiffe://acme.test/x?y',
    'urn:x',
    'urn:a b:c',
    'https://user@acme.test/',
    'https:///x',
    'https://a_b/',
    'https://acme.test/\u202e',
    'https://010.0.0.1/',
    '@example.org',
    'a b@example.org',
    '"a b"@example.org',
    'a..b@example.org',
    '.a@example.org',
    'a@b@c.org',
    'a@',
    'a@10.0.0.1',
    'ü@example.org',
    'a@example.org\r\nBcc: x@y.z',
    `${'a'.repeat(65)}@example.org`,
    '*.lan',
    'upn:',
    'upn:alice',
    'upn:@corp.example',
    'upn:al ice@corp.example',
    'upn:al\u202eice@corp.example',
    'upn:corp\\alice@corp.example',
    'upn:a@b@corp.example',
    'upn:alice@corp_example',
    `upn:${'a'.repeat(250)}@corp.example`,
    '',
  ])('refuses %j', (text) => {
    expect(refusal(() => parseClientName(text)).code).toBe('bad-name');
  });
});

describe('names for people', () => {
  it('shows U-labels and the form of each name', () => {
    expect(dnsNameUnicode('*.xn--bcher-kva.lan' as DnsName)).toBe('*.bücher.lan');
    expect(dnsNameUnicode('api.lan' as DnsName)).toBe('api.lan');
    expect(generalNameText({ type: 'dns', value: 'api.lan' as DnsName })).toBe('DNS:api.lan');
    expect(generalNameText(parseServerName('::1'))).toBe('IP:::1');
    expect(generalNameText(parseClientName('a@b.c'))).toBe('email:a@b.c');
    expect(generalNameText(parseClientName('urn:ab:c'))).toBe('URI:urn:ab:c');
  });

  it('writes subjects as RFC 4514 asks, so that no value can pass for another attribute', () => {
    const text = (value: string) => distinguishedNameText([{ type: 'CN', value }]);
    expect(
      distinguishedNameText([
        { type: 'C', value: 'DE' },
        { type: 'O', value: 'Acme, Inc.' },
        { type: 'CN', value: 'api' },
      ]),
    ).toBe('CN=api,O=Acme\\, Inc.,C=DE');
    expect(text('x, O=Bank')).toBe('CN=x\\, O=Bank');
    expect(text('x+OU=y')).toBe('CN=x\\+OU=y');
    expect(text('#04024869')).toBe('CN=\\#04024869');
    expect(text(' a ')).toBe('CN=\\ a\\ ');
    expect(text('a"b\\c<d>e;f')).toBe('CN=a\\"b\\\\c\\<d\\>e\\;f');
    expect(text('a\u0000b')).toBe('CN=a\\00b');
    expect(distinguishedNameText([])).toBe('');
  });
});

describe('parseDistinguishedName', () => {
  const one = (type: NameAttribute['type'], value: string) => [{ type, value }];

  it('returns good names unchanged', () => {
    fc.assert(
      fc.property(distinguishedNameArbitrary, (dn) => {
        expect(parseDistinguishedName(dn)).toEqual(dn);
      }),
    );
    for (const value of ['x, O=Bank', 'x+OU=y', '#abc', 'a"b\\c', '😀'.repeat(64)])
      expect(parseDistinguishedName(one('CN', value))).toEqual(one('CN', value));
    expect(parseDistinguishedName([])).toEqual([]);
    expect(parseDistinguishedName(one('1.2.3.4', 'x'))).toEqual(one('1.2.3.4', 'x'));
  });

  it('says how to correct a country', () => {
    expect(refusal(() => parseDistinguishedName(one('C', 'UK')))).toMatchObject({
      message: '`UK` is not the ISO 3166 country code. Use `GB`.',
      suggestion: 'GB',
    });
    expect(refusal(() => parseDistinguishedName(one('C', 'de')))).toMatchObject({ suggestion: 'DE' });
    for (const value of ['Germany', 'D', 'D1', 'ÄÖ'])
      expect(refusal(() => parseDistinguishedName(one('C', value))).code).toBe('bad-name');
  });

  it.each([
    ['CN', 'a'.repeat(65)],
    ['O', 'a'.repeat(65)],
    ['OU', '😀'.repeat(65)],
    ['CN', ''],
    ['CN', '  '],
    ['CN', ' a'],
    ['CN', 'a\u0000b'],
    ['CN', 'a\nb'],
    ['CN', 'a\u202eb'],
    ['CN', 'a\u2066b'],
    ['CN', '\ud800'],
    ['serialNumber', 'a@b'],
    ['emailAddress', 'ü@b.c'],
    ['DC', 'ü'],
    ['__proto__', 'x'],
    ['toString', 'x'],
    ['CN=x', 'x'],
  ])('refuses %s %j', (type, value) => {
    expect(refusal(() => parseDistinguishedName(one(type, value))).code).toBe('bad-name');
  });

  it('refuses a doubled CN and more than 20 attributes', () => {
    expect(refusal(() => parseDistinguishedName([...one('CN', 'a'), ...one('CN', 'b')])).code).toBe('bad-name');
    expect(refusal(() => parseDistinguishedName(new Array(21).fill({ type: 'OU', value: 'x' }))).code).toBe(
      'too-large',
    );
  });
});
