import { defineWords } from '@/components/language/define-words';

export const failedActWords = defineWords({
  en: {
    reloadThePageAndTry: 'Reload the page and try again.',
  },
  de: {
    reloadThePageAndTry: 'Laden Sie die Seite neu und versuchen Sie es noch einmal.',
  },
});
