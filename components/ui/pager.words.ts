import { defineWords } from '@/components/language/define-words';

export const pagerWords = defineWords({
  en: {
    newer: 'Newer',
    older: 'Older',
    pages: 'Pages',
    first: 'First',
  },
  de: {
    newer: 'Neuere',
    older: 'Ältere',
    pages: 'Seiten',
    first: 'Erste',
  },
});
