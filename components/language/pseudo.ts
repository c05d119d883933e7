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
  // A letter and its accent are one sign on screen; no table has to travel to the browser. Names of parts stay (`Phrase`).
  const accented = sentence.replace(/\{\w+\}|<\/?\w+>|[aeiouy]/gi, (found) =>
    found.length > 1 ? found : `${found}\u0301`,
  );
  return `[${accented}${' ~'.repeat(Math.ceil((sentence.length * 0.4) / 2))}]`;
}
