/** `en-XA`: English with accents and 40 % longer; `ar-XB`: the same from right to left. Both are for finding faults. */
export type Language = 'en' | 'de' | 'en-XA' | 'ar-XB';

/** What people may choose. */
export const LANGUAGES: readonly { readonly value: Language; readonly label: string }[] = [
  { value: 'en', label: 'English' },
  { value: 'de', label: 'Deutsch' },
];

/**
 * The language of the page at hand: where it is made, that of the request; in the browser, that of the document. So the
 * same call works in both places and gives the same.
 */
export function currentLanguage(): Language {
  if (typeof document !== 'undefined') return asLanguage(document.documentElement.lang || languageOfBrowser());
  const store = (globalThis as { [STORE]?: { getStore(): string | undefined } })[STORE];
  return asLanguage(store?.getStore());
}

export const directionOf = (language: Language): 'ltr' | 'rtl' => (language === 'ar-XB' ? 'rtl' : 'ltr');

/** For `Intl`: the words of English with the day before the month, as certificates are read everywhere. */
export const localeOf = (language: Language): string => (language === 'de' ? 'de-DE' : 'en-GB');

/** A page that is made in the browser alone (what does not exist) has no language of its own yet. */
const languageOfBrowser = (): string =>
  /(?:^|;\s*)countersign-language=([A-Za-z-]{2,5})/.exec(document.cookie)?.[1] ?? navigator.language.slice(0, 2);

function asLanguage(name: string | undefined): Language {
  return name === 'de' || name === 'en-XA' || name === 'ar-XB' ? name : 'en';
}

const STORE = Symbol.for('countersign.language');
