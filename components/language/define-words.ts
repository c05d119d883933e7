import { currentLanguage, type Language } from './language';
import { pseudo } from './pseudo';

/** A sentence, or what makes one of values; in as many levels as one likes. */
export type Words = { readonly [name: string]: string | ((...values: never[]) => string) | Words };

/** The same names and values, in any language. */
export type Translated<Set> = {
  readonly [Name in keyof Set]: Set[Name] extends string
    ? string
    : Set[Name] extends (...values: infer Values) => string
      ? (...values: Values) => string
      : Translated<Set[Name]>;
};

/**
 * The words of one part of the interface in every language, beside the part. A name that a language lacks is an error
 * of types. Call what comes back where the words are shown: `const words = loginWords();`. A gloss stands with its term.
 */
export function defineWords<const English extends Words>(sets: {
  readonly en: English;
  readonly de: Translated<English>;
}): () => Translated<English> {
  const made = new Map<Language, Translated<English>>([
    ['en', sets.en as unknown as Translated<English>],
    ['de', sets.de],
  ]);
  return () => {
    const language = currentLanguage();
    let words = made.get(language);
    if (!words) {
      words = pseudo(sets.en) as unknown as Translated<English>;
      made.set(language, words);
    }
    return words;
  };
}

/** "1 day", "90 days": the form that the number asks for in this language. */
export function counted(count: number, forms: { readonly one: string; readonly other: string }): string {
  const language = currentLanguage();
  const locale = language === 'de' ? 'de-DE' : 'en-GB';
  const form = new Intl.PluralRules(locale).select(count) === 'one' ? forms.one : forms.other;
  return `${new Intl.NumberFormat(locale).format(count)} ${form}`;
}
