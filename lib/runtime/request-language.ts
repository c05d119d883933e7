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

/** The language that this browser was set to, by its cookie. */
export function languageOf(cookieHeader: string | undefined): string {
  const chosen = /(?:^|;\s*)countersign-language=([A-Za-z-]{2,5})(?:;|$)/.exec(cookieHeader ?? '')?.[1] ?? '';
  return LANGUAGES.has(chosen) ? chosen : 'en';
}

export function withLanguage<Result>(language: string, make: () => Result): Result {
  return store.run(language, make);
}
