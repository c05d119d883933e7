import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dnsNameArbitrary, ipAddressArbitrary } from '../fixtures.test-support.ts';
import type { GeneralName } from '../types.ts';
import { isCovered, isTouched, type NameKind, parseNamePattern } from './name-pattern.ts';

const name = (type: NameKind, value: string) => ({ type, value }) as GeneralName;

describe('parseNamePattern', () => {
  it.each([
    ['dns', 'API.lan', 'api.lan'],
    ['dns', '*.Lan', '.lan'],
    ['dns', '.bücher.test', '.xn--bcher-kva.test'],
    ['ip', '10.0.0.1', '10.0.0.1/32'],
    ['ip', 'FD00:0::/8', 'fd00::/8'],
    ['ip', '0.0.0.0/0', '0.0.0.0/0'],
    ['email', 'Alice@Acme.test', 'Alice@acme.test'],
    ['email', '.acme.test', '.acme.test'],
    ['upn', 'corp.test', 'corp.test'],
    ['uri', 'HTTPS://API.lan', 'https://api.lan'],
    ['uri', 'spiffe://acme.test/prod/', 'spiffe://acme.test/prod'],
    ['uri', 'urn:UUID', 'urn:uuid'],
    ['uri', 'ldap:', 'ldap:'],
  ] as const)('%s %s', (kind, text, expected) => {
    const pattern = parseNamePattern(kind, text);
    expect(pattern).toBe(expected);
    expect(parseNamePattern(kind, pattern)).toBe(pattern);
  });

  it.each([
    ['dns', ''],
    ['dns', '.'],
    ['dns', '*'],
    ['dns', 'a.*.lan'],
    ['dns', '\u0024{name}.lan'],
    ['dns', 'a/b'],
    ['dns', 'a\nb'],
    ['ip', '10.0.0.1/8'],
    ['ip', '10.0.0.0/33'],
    ['ip', '010.0.0.0/8'],
    ['ip', '::ffff:10.0.0.0/104'],
    ['ip', '10.0.0.0/8/8'],
    ['email', '@acme.test'],
    ['uri', 'ftp://a.lan'],
    ['uri', 'https://a.lan/path'],
    ['uri', 'https://user@a.lan'],
    ['uri', 'spiffe://acme.test/../x'],
    ['uri', 'x'.repeat(600)],
  ] as const)('refuses %s "%s"', (kind, text) => {
    expect(() => parseNamePattern(kind, text)).toThrowError(expect.objectContaining({ code: 'bad-name' }));
  });
});

describe('isCovered', () => {
  it.each([
    ['dns', 'api.lan', 'api.lan', true],
    ['dns', 'api.lan', '.lan', true],
    ['dns', 'lan', '.lan', false],
    ['dns', 'evil-lan', '.lan', false],
    ['dns', 'a.b.lan', '.lan', true],
    ['dns', '*.lan', '.lan', true],
    ['dns', '*.lan', 'api.lan', false],
    ['dns', '*.com', '.acme.com', false],
    ['ip', '10.255.0.1', '10.0.0.0/8', true],
    ['ip', '11.0.0.1', '10.0.0.0/8', false],
    ['ip', '10.0.0.129', '10.0.0.128/25', true],
    ['ip', '10.0.0.127', '10.0.0.128/25', false],
    ['ip', 'fd00::1', '0.0.0.0/0', false],
    ['ip', 'fdff::1', 'fd00::/8', true],
    ['email', 'alice@acme.test', 'acme.test', true],
    ['email', 'alice@mail.acme.test', 'acme.test', false],
    ['email', 'Alice@acme.test', 'alice@acme.test', false],
    ['upn', 'alice@corp.acme.test', '.acme.test', true],
    ['uri', 'https://api.lan:8443/x', 'https://.lan', true],
    ['uri', 'http://api.lan/', 'https://.lan', false],
    ['uri', 'https://API.LAN/', 'https://api.lan', true],
    ['uri', 'spiffe://acme.test/prod/a', 'spiffe://acme.test/prod', true],
    ['uri', 'spiffe://acme.test/production', 'spiffe://acme.test/prod', false],
    ['uri', 'spiffe://acme.test.evil/prod', 'spiffe://acme.test', false],
    ['uri', 'urn:uuid:1', 'urn:uuid', true],
    ['uri', 'urn:uuidx:1', 'urn:uuid', false],
    ['uri', 'spiffe://a/b', 'spiffe:', true],
  ] as const)('%s %s under %s: %s', (kind, value, pattern, expected) => {
    expect(isCovered(name(kind, value), pattern)).toBe(expected);
  });

  it('covers every name by itself and by the domain above it', () => {
    fc.assert(
      fc.property(dnsNameArbitrary, (value) => {
        expect(isCovered(name('dns', value), value)).toBe(true);
        const above = value.slice(value.indexOf('.'));
        if (value.includes('.')) expect(isCovered(name('dns', value), above)).toBe(true);
        expect(isCovered(name('dns', value), `.${value}`)).toBe(false);
      }),
    );
    fc.assert(
      fc.property(ipAddressArbitrary, (value) => {
        expect(isCovered(name('ip', value), parseNamePattern('ip', value))).toBe(true);
        expect(isCovered(name('ip', value), value.includes(':') ? '::/0' : '0.0.0.0/0')).toBe(true);
      }),
    );
  });
});

describe('isTouched', () => {
  it.each([
    ['dns', '*.lan', 'vault.lan', true],
    ['dns', '*.lan', 'a.vault.lan', false],
    ['dns', '*.lan', '.vault.lan', false],
    ['dns', '*.vault.lan', '.vault.lan', true],
    ['email', 'ALICE@acme.test', 'alice@acme.test', true],
    ['upn', 'bob@acme.test', 'alice@acme.test', false],
  ] as const)('%s %s and %s: %s', (kind, value, pattern, expected) => {
    expect(isTouched(name(kind, value), pattern)).toBe(expected);
  });
});
