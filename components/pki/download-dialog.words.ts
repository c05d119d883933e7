import { defineWords } from '@/components/language/define-words';

export const downloadDialogWords = defineWords({
  en: {
    download: 'Download',
    trust: (name: string) => `Trust ${name}`,
    download2: (name: string) => `Download ${name}`,
    whatProgramsAndPeopleNeed:
      'What programs and people need who are to trust it. Clients trust the root; servers send the rest of the chain.',
    chooseWhoGetsTheFiles: 'Choose who gets the files. The list shows exactly what is downloaded, in order.',
  },
  de: {
    download: 'Herunterladen',
    trust: (name) => `${name} vertrauen`,
    download2: (name) => `${name} herunterladen`,
    whatProgramsAndPeopleNeed:
      'Was Programme und Personen brauchen, die vertrauen sollen. Clients vertrauen der Wurzel; Server senden den Rest der Kette.',
    chooseWhoGetsTheFiles:
      'Wählen Sie, wer die Dateien bekommt. Die Liste zeigt genau, was heruntergeladen wird, in dieser Reihenfolge.',
  },
});
