import { currentLanguage, type Language, localeOf } from './language';
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

interface Forms {
  readonly one: string;
  readonly other: string;
}
/** "1 day", "90 days": the form that the number asks for in this language. */
export function counted(count: number, forms: Forms): string {
  return `${new Intl.NumberFormat(localeOf(currentLanguage())).format(count)} ${formOf(count, forms)}`;
}

/** The same for a count that is exact up to 10,000; what is above stands for more. */
export function countedUpTo(count: number, forms: Forms): string {
  if (count <= 10_000) return counted(count, forms);
  return `${new Intl.NumberFormat(localeOf(currentLanguage())).format(10_000)}+ ${forms.other}`;
}

/** The form alone, where the number stands elsewhere: "it", "them". */
export function formOf(count: number, forms: Forms): string {
  return new Intl.PluralRules(localeOf(currentLanguage())).select(count) === 'one' ? forms.one : forms.other;
}

/** A label as it stands within a sentence: English lowers its first letter, German keeps it. */
export const withinSentence = (label: string): string => (currentLanguage() === 'de' ? label : label.toLowerCase());
