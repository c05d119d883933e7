import { describe, expect, it } from 'vitest';
import { dnsNameConcerns, dnsNameUnicode } from './international-name.ts';
import { parseDnsName } from './names.ts';

const concerns = (text: string) => dnsNameConcerns(parseDnsName(text, { allowWildcard: true }));

describe('international host names', () => {
  it('NC-02: are stored as A-labels in lower case and shown in both forms', () => {
    const name = parseDnsName('*.BÜCHER.lan', { allowWildcard: true });
    expect(name).toBe('*.xn--bcher-kva.lan');
    expect(dnsNameUnicode(name)).toBe('*.bücher.lan');
    expect(parseDnsName('XN--BCHER-KVA.lan')).toBe('xn--bcher-kva.lan');
  });

  it.each([
    'api.lan',
    'bücher.lan',
    '*.straße.lan',
    'москва.lan',
    'ελλάδα.lan',
    '日本語テスト.lan',
    'toyota日本.lan',
    '한국abc.lan',
    'हिन्दी.lan',
  ])('%s gives no concern', (text) => {
    expect(concerns(text)).toEqual([]);
  });

  it.each([
    // Cyrillic а and о between Latin letters.
    ['pаypаl.lan', ['mixed-script', 'confusable']],
    ['gооgle.lan', ['mixed-script', 'confusable']],
    // All Cyrillic, and drawn like "paypa" and "cosa".
    ['раура.lan', ['confusable']],
    ['соѕа.example.lan', ['confusable']],
    // Greek omicron.
    ['ορα.lan', ['confusable']],
    ['αбв.lan', ['mixed-script']],
    ['日本кит.lan', ['mixed-script']],
    ['שלום.lan', ['bidirectional']],
    ['مثال.lan', ['bidirectional']],
    ['א0.ab.lan', ['bidirectional']],
  ])('%s gives %j', (text, expected) => {
    expect(concerns(text)).toEqual(expected);
  });
});
