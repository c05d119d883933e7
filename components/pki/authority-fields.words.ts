import { defineWords } from '@/components/language/define-words';

export const authorityFieldsWords = defineWords({
  en: {
    recommended: ' (recommended)',
    noneBelow: 'None: end certificates only',
    deep: (depth: string) => (depth === '1' ? '1 level deep' : `${depth} levels deep`),
    notForBrowsers: ', not for browsers',
    slowAndLarge: ', slow and large',
    forOldSoftware: ', for old software',
    postQuantum: ', post-quantum',
  },
  de: {
    recommended: ' (empfohlen)',
    noneBelow: 'Keine: nur Endzertifikate',
    deep: (depth) => (depth === '1' ? '1 Ebene tief' : `${depth} Ebenen tief`),
    notForBrowsers: ', nicht für Browser',
    slowAndLarge: ', langsam und groß',
    forOldSoftware: ', für alte Software',
    postQuantum: ', Post-Quanten-Verfahren',
  },
});
