import type { Words } from './define-words';

/**
 * English as a stranger sees it: accents on the letters, brackets around each sentence, and 40 % longer. What stays
 * plain on a page was never in a catalogue; what loses its bracket is cut off.
 */
export function pseudo(words: Words): Words {
  return Object.fromEntries(
    Object.entries(words).map(([name, value]) => [
      name,
      typeof value === 'string'
        ? strange(value)
        : typeof value === 'function'
          ? (...values: never[]) => strange(value(...values))
          : pseudo(value),
    ]),
  );
}

export function strange(sentence: string): string {
  const accented = sentence.replace(/[aeiouyAEIOUcnsz]/g, (letter) => ACCENTS[letter] ?? letter);
  return `[${accented}${' ~'.repeat(Math.ceil((sentence.length * 0.4) / 2))}]`;
}

const ACCENTS: Readonly<Record<string, string>> = {
  a: 'á',
  e: 'é',
  i: 'í',
  o: 'ó',
  u: 'ú',
  y: 'ý',
  A: 'Á',
  E: 'É',
  I: 'Í',
  O: 'Ó',
  U: 'Ú',
  c: 'ç',
  n: 'ñ',
  s: 'š',
  z: 'ž',
};
