import { defineWords } from '@/components/language/define-words';

export const lintListWords = defineWords({
  en: {
    error: 'Error',
    warning: 'Warning',
    note: 'Note',
    everyCheckPassedRfc5280: 'Every check passed: RFC 5280 and the rules of Apple, Chrome, Java and Android.',
  },
  de: {
    error: 'Fehler',
    warning: 'Warnung',
    note: 'Hinweis',
    everyCheckPassedRfc5280: 'Alle Prüfungen bestanden: RFC 5280 und die Regeln von Apple, Chrome, Java und Android.',
  },
});
