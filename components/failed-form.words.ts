import { defineWords } from '@/components/language/define-words';

export const failedFormWords = defineWords({
  en: {
    error: (plain: string) => `Error: ${plain}`,
  },
  de: {
    error: (plain) => `Fehler: ${plain}`,
  },
});
