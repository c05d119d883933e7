import { counted, defineWords } from '@/components/language/define-words';

export const fileDropWords = defineWords({
  en: {
    moreThan11MibTogether: 'More than 11 MiB together. Give them in several parts.',
    files: (count: number) => counted(count, { one: 'file', other: 'files' }),
    chooseFiles: 'Choose files',
    addFiles: 'Add files',
    chooseAFolder: 'Choose a folder',
    startOver: 'Start over',
    folder: 'Folder',
  },
  de: {
    moreThan11MibTogether: 'Zusammen mehr als 11 MiB. Geben Sie sie in mehreren Teilen.',
    files: (count) => counted(count, { one: 'Datei', other: 'Dateien' }),
    chooseFiles: 'Dateien wählen',
    addFiles: 'Dateien hinzufügen',
    chooseAFolder: 'Ordner wählen',
    startOver: 'Von vorn beginnen',
    folder: 'Ordner',
  },
});
