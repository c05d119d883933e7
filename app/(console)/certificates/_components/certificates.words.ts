import { counted, defineWords } from '@/components/language/define-words';

export const certificatesWords = defineWords({
  en: {
    selectionArea: {
      allThatMatchAreChosen: (all: number) => `All ${all} that match are chosen`,
      chosen: (count: number) => `${count} chosen`,
    },
    selectionBar: {
      renew: 'Renew',
      tagsAndOwner: 'Tags and owner',
      hold: 'Hold',
      release: 'Release',
      revoke: 'Revoke',
      moreThanCertificatesMatchWhich: (count: string) =>
        `More than ${count} certificates match, which is more than one act takes. Narrow the filter.`,
      chosenCertificates: 'Chosen certificates',
      chosen: (count: string) => `${count} chosen`,
      allThatMatchAreChosen: (count: string) => `All ${count} that match are chosen`,
      counting: 'Counting…',
      chooseAllThatMatch: 'Choose all that match',
      clear: 'Clear',
      whatToDo: 'What to do',
      publicFiles: 'Public files',
      csv: 'CSV',
      certificatesIsTheMostThat: (most_chosen: number) =>
        `${counted(most_chosen, { one: 'certificate', other: 'certificates' })} is the most that is chosen one by one. Choose all that match a filter instead.`,
    },
  },
  de: {
    selectionArea: {
      allThatMatchAreChosen: (all) => `Alle ${all} passenden sind gewählt`,
      chosen: (count) => `${count} gewählt`,
    },
    selectionBar: {
      renew: 'Erneuern',
      tagsAndOwner: 'Schlagwörter und Verantwortliche',
      hold: 'Aussetzen',
      release: 'Aussetzung aufheben',
      revoke: 'Sperren',
      moreThanCertificatesMatchWhich: (count) =>
        `Mehr als ${count} Zertifikate passen, und so viele nimmt keine Handlung auf einmal. Engen Sie den Filter ein.`,
      chosenCertificates: 'Gewählte Zertifikate',
      chosen: (count) => `${count} gewählt`,
      allThatMatchAreChosen: (count) => `Alle ${count} passenden sind gewählt`,
      counting: 'Wird gezählt …',
      chooseAllThatMatch: 'Alle passenden wählen',
      clear: 'Auswahl aufheben',
      whatToDo: 'Was soll geschehen?',
      publicFiles: 'Öffentliche Dateien',
      csv: 'CSV',
      certificatesIsTheMostThat: (most_chosen) =>
        `Einzeln lassen sich höchstens ${counted(most_chosen, { one: 'Zertifikat', other: 'Zertifikate' })} wählen. Wählen Sie stattdessen alle, die zu einem Filter passen.`,
    },
  },
});
