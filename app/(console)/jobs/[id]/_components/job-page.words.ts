import { defineWords } from '@/components/language/define-words';

export const jobPageWords = defineWords({
  en: {
    jobs: (label: string) => `${label} · Jobs`,
    startedBy: '{about} Started {time} by {createdBy}.',
    jobs2: 'Jobs',
    row: (row: number, value: string) => `Row ${row}: ${value}`,
    theDownloadHasAllOf: 'The download has all of them.',
  },
  de: {
    jobs: (label) => `${label} · Aufträge`,
    startedBy: '{about} Begonnen {time} von {createdBy}.',
    jobs2: 'Aufträge',
    row: (row, value) => `Zeile ${row}: ${value}`,
    theDownloadHasAllOf: 'Der Download enthält alle.',
  },
});
