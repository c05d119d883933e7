/** Changes to text: lines, separators, numbers and characters that programs disagree about. */
import type { Random } from './random.ts';

export function changeText(text: string, other: string, random: Random): string {
  let changed = text;
  for (let rounds = 1 + random.below(4); rounds > 0; rounds -= 1) changed = changeOnce(changed, other, random);
  return changed.length > 400_000 ? changed.slice(0, 400_000) : changed;
}

function changeOnce(text: string, other: string, random: Random): string {
  const at = random.below(text.length + 1);
  const end = Math.min(text.length, at + random.below(60));
  switch (random.below(9)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + text.slice(end);
    case 2:
      return text.slice(0, end) + text.slice(at, end).repeat(random.pick([1, 2, 50])) + text.slice(end);
    case 3:
      return text.slice(0, at) + random.pick(TOKENS) + text.slice(at);
    case 4:
      return text.slice(0, at) + random.pick(TOKENS) + text.slice(end);
    case 5:
      return lines(text, random);
    case 6: {
      const from = random.below(other.length + 1);
      return text.slice(0, at) + other.slice(from, from + random.below(300)) + text.slice(end);
    }
    case 7:
      return text.replaceAll(...(random.pick(SWAPS) as [string, string]));
    default:
      return (
        text.slice(0, at) + String.fromCharCode(random.below(random.pick([32, 128, 256, 0x10000]))) + text.slice(at + 1)
      );
  }
}

function lines(text: string, random: Random): string {
  const all = text.split('\n');
  const at = random.below(all.length);
  const line = all[at] as string;
  switch (random.below(5)) {
    case 0:
      all.splice(at, 1);
      break;
    case 1:
      all.splice(at, 0, ...new Array<string>(random.pick([1, 2, 500])).fill(line));
      break;
    case 2:
      all[at] = random.pick(all);
      break;
    case 3:
      all[at] = line.repeat(random.pick([2, 100]));
      break;
    default:
      all.reverse();
  }
  return all.join('\n');
}

/** Text of no kind, long and short. */
export function textMonster(random: Random): string {
  const token = random.pick(TOKENS);
  return random.once(2)
    ? token.repeat(random.pick([1, 10, 1_000, Math.floor(200_000 / token.length)]))
    : Buffer.from(random.octets(random.pick([0, 1, 30, 2_000]))).toString(
        random.pick(['latin1', 'utf8', 'utf16le'] as const),
      );
}

const SWAPS = [
  ['\n', '\r\n'],
  ['\n', '\r'],
  ['\n', ''],
  ['-----', '----'],
  ['=', ''],
  ['\t', ' '],
  [',', ';'],
  ['"', "'"],
  ['{', '[{'],
  ['.', '..'],
];
const TOKENS = [
  ...[
    '\0',
    '\r',
    '\n',
    '\t',
    ' ',
    '"',
    "'",
    ',',
    ';',
    '=',
    '/',
    '\\',
    '+',
    '#',
    '*',
    '@',
    ':',
    '%',
    '\ufeff',
    '\u202e',
    '\u200b',
    '\ud800',
    '\u00fc',
    '\u0130',
    '\uff0e',
    '\u{1f600}',
  ],
  ...[
    '-----BEGIN CERTIFICATE-----',
    '-----END CERTIFICATE-----',
    '-----BEGIN ',
    '-----',
    'Proc-Type: 4,ENCRYPTED\n',
    'DEK-Info: AES-256-CBC,00\n',
    'friendlyName: x\n',
    'AAAA',
    '====',
  ],
  ...[
    '__proto__',
    'constructor',
    'prototype',
    '{"__proto__":{"x":1}}',
    '[',
    '{',
    'null',
    '1e400',
    '-0',
    '9007199254740993',
    '""',
    '\\ud800',
    '\\u0000',
  ],
  ...[
    '10.0.0.0/8',
    '010.0.0.1',
    '0x7f.1',
    '::ffff:1.2.3.4',
    'fe80::1%eth0',
    '1.2.3.4/33',
    'xn--',
    'xn--a',
    '*.',
    '.lan',
    'a@b',
    'upn:',
    'spiffe://',
    'urn:',
    'http://[::',
    'https://u:p@h:99999/',
    'javascript:',
  ],
  ...['V\t', 'R\t', 'E\t', '991231235959Z', '\tunknown\t', '/CN=', '\\x', '\\xZZ', '\\', '+CN=', 'a'.repeat(300)],
];
