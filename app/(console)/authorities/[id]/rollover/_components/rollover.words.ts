import { defineWords } from '@/components/language/define-words';

export const rolloverWords = defineWords({
  en: {
    keepDistribution: {
      saving: 'Saving…',
      planWithDaysFromNow: (days: number) => `Plan with ${days} days from now on`,
    },
    printButton: {
      print: 'Print',
    },
  },
  de: {
    keepDistribution: {
      saving: 'Wird gespeichert …',
      planWithDaysFromNow: (days) => `Von jetzt an mit ${days} Tagen planen`,
    },
    printButton: {
      print: 'Drucken',
    },
  },
});
