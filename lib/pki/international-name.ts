/** International host names for people: their letters, and what makes such a name easy to take for another one. RFC 5890, UTS #39 */
import { domainToUnicode } from 'node:url';
import type { DnsName } from './types.ts';

/** `mixed-script`: letters of scripts that no language mixes. `confusable`: looks like a plain Latin name. `bidirectional`: read from right to left. */
export type NameConcern = 'mixed-script' | 'confusable' | 'bidirectional';

/** The name as people read it: U-labels where there are any. RFC 5890 §2.3.2.1 */
export function dnsNameUnicode(name: DnsName): string {
  if (!name.includes('xn--')) return name;
  const wildcard = name.startsWith('*.');
  const base = wildcard ? name.slice(2) : name;
  const unicode = domainToUnicode(base);
  return `${wildcard ? '*.' : ''}${unicode === '' ? base : unicode}`;
}

/** What a person should look at twice, each once, in a fixed order; empty for plain names and for most international ones. */
export function dnsNameConcerns(name: DnsName): readonly NameConcern[] {
  const labels = dnsNameUnicode(name)
    .split('.')
    .filter((label) => /[^\0-\x7f]/.test(label));
  const concerns: NameConcern[] = [];
  if (labels.some(mixesScripts)) concerns.push('mixed-script');
  if (labels.some(looksLatin)) concerns.push('confusable');
  if (labels.some((label) => RIGHT_TO_LEFT.test(label))) concerns.push('bidirectional');
  return concerns;
}

/** UTS #39 §5.2, "highly restrictive": one script, or Latin with the scripts of one East Asian language. */
function mixesScripts(label: string): boolean {
  const scripts = new Set<string>();
  for (const character of label) {
    const script = SCRIPTS.find(({ pattern }) => pattern.test(character));
    if (script !== undefined) scripts.add(script.name);
    else if (/\p{L}/u.test(character) && !COMMON.test(character)) scripts.add('other');
  }
  if (scripts.size < 2) return false;
  return !EAST_ASIAN.some((language) => [...scripts].every((script) => language.includes(script)));
}

/** Every character is plain ASCII or drawn like one: `раураӏ`. An accent tells names apart, so such letters are not in the table. */
function looksLatin(label: string): boolean {
  return [...label].every((character) => character < '\u0080' || LOOKS_LATIN.has(character));
}

const SCRIPTS = [
  { name: 'Latin', pattern: /\p{Script=Latin}/u },
  { name: 'Cyrillic', pattern: /\p{Script=Cyrillic}/u },
  { name: 'Greek', pattern: /\p{Script=Greek}/u },
  { name: 'Armenian', pattern: /\p{Script=Armenian}/u },
  { name: 'Hebrew', pattern: /\p{Script=Hebrew}/u },
  { name: 'Arabic', pattern: /\p{Script=Arabic}/u },
  { name: 'Han', pattern: /\p{Script=Han}/u },
  { name: 'Hiragana', pattern: /\p{Script=Hiragana}/u },
  { name: 'Katakana', pattern: /\p{Script=Katakana}/u },
  { name: 'Bopomofo', pattern: /\p{Script=Bopomofo}/u },
  { name: 'Hangul', pattern: /\p{Script=Hangul}/u },
  { name: 'Devanagari', pattern: /\p{Script=Devanagari}/u },
  { name: 'Thai', pattern: /\p{Script=Thai}/u },
  { name: 'Georgian', pattern: /\p{Script=Georgian}/u },
  { name: 'Cherokee', pattern: /\p{Script=Cherokee}/u },
] as const;
const COMMON = /[\p{Script=Common}\p{Script=Inherited}]/u;
const EAST_ASIAN: readonly (readonly string[])[] = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
];
const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;
/** Lower-case letters that common fonts draw like Latin ones: Cyrillic, Greek, Armenian, dotless and script forms. From UTS #39 confusables.txt */
const LOOKS_LATIN: ReadonlySet<string> = new Set('асԁеһіјӏорԛѕԝхуѵүҽꙇгтпωοανιορτυχκγϲϳոսցզօհոսյіıɑɡɩʋꜱ');
