import { defineWords } from '@/components/language/define-words';

export const missingTitleWords = defineWords({
  en: {
    error: 'Error',
  },
  de: {
    error: 'Fehler',
  },
});
