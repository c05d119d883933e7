import { defineWords } from '@/components/language/define-words';

export const dialogPanelWords = defineWords({
  en: {
    close: 'Close',
  },
  de: {
    close: 'Schließen',
  },
});
