import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * The language of a page for as long as it is being made. Next compiles pages apart from the server, so both sides know
 * the store by a name: `components/language/language.ts` reads it.
 */
export const LANGUAGE_STORE = Symbol.for('countersign.language');
const store = new AsyncLocalStorage<string>();
(globalThis as { [LANGUAGE_STORE]?: AsyncLocalStorage<string> })[LANGUAGE_STORE] = store;

/** What pages are written in; the last two are made from the first, to see what would be cut off or was left out. */
const LANGUAGES: ReadonlySet<string> = new Set(['en', 'de', 'en-XA', 'ar-XB']);

/**
 * The language a page is made in: what this browser was set to (its cookie), else the first that its person reads
 * (`Accept-Language`, RFC 9110 §12.5.4) and we write, else English.
 */
export function languageOf(headers: {
  readonly cookie?: string | undefined;
  readonly 'accept-language'?: string | undefined;
}): string {
  const chosen = /(?:^|;\s*)countersign-language=([A-Za-z-]{2,5})(?:;|$)/.exec(headers.cookie ?? '')?.[1] ?? '';
  return LANGUAGES.has(chosen) ? chosen : preferredOf(headers['accept-language'] ?? '');
}

/** The languages that a browser may ask for; those for finding faults are chosen only. */
const OFFERED = ['en', 'de'];

function preferredOf(acceptLanguage: string): string {
  const asked = acceptLanguage
    .slice(0, 500)
    .split(',')
    .map((entry) => /^\s*([a-z]{1,8}|\*)(?:-[a-z0-9-]*)?\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?))?\s*$/i.exec(entry))
    .flatMap((found) => (found ? [{ tag: found[1]?.toLowerCase() ?? '', weight: Number(found[2] ?? 1) }] : []));
  let best = { language: 'en', weight: 0 };
  for (const { tag, weight } of asked)
    if (weight > best.weight && OFFERED.includes(tag)) best = { language: tag, weight };
  return best.language;
}

export function withLanguage<Result>(language: string, make: () => Result): Result {
  return store.run(language, make);
}
