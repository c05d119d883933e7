import { defineWords } from '@/components/language/define-words';

export const nameListWords = defineWords({
  en: {
    noAlternativeNames: 'No alternative names.',
  },
  de: {
    noAlternativeNames: 'Keine alternativen Namen.',
  },
});
