import { counted, defineWords } from '@/components/language/define-words';

export const bulkWords = defineWords({
  en: {
    bulkForm: {
      forRowsThatDoNot: 'For rows that do not say otherwise',
      profile: 'Profile',
      starting: 'Starting…',
      issueCertificates: (valid: number) => `Issue ${counted(valid, { one: 'certificate', other: 'certificates' })}`,
      tryingEveryRow: 'Trying every row…',
      tryEveryRow: 'Try every row',
      cancel: 'Cancel',
    },
    filePicker: {
      table: 'Table',
      rows: (rowCount: number) => counted(rowCount, { one: 'row', other: 'rows' }),
      dropACsvOrJson: 'Drop a CSV or JSON file here',
      csvTheFirstLineNames:
        'CSV: the first line names the columns. JSON: an array of objects. Useful columns are names, type, days, owner and tags.',
      chooseAnotherFile: 'Choose another file',
      chooseAFile: 'Choose a file',
      useASample: 'Use a sample',
      tableFile: 'Table file',
    },
    mappingFields: {
      columns: 'Columns',
      emptyInTheFirstRows: 'Empty in the first rows',
      ignore: 'Ignore',
      names: 'Names',
      profile: 'Profile',
      commonName: 'Common name',
      organisation: 'Organisation',
      organisationalUnit: 'Organisational unit',
      country: 'Country',
      validityInDays: 'Validity in days',
      keyType: 'Key type',
      requestCsr: 'Request (CSR)',
      owner: 'Owner',
      notes: 'Notes',
      tags: 'Tags',
    },
    planResult: {
      nothingIsSignedYet: 'Nothing is signed yet.',
      allRowsCanBeIssued: (total: number) => `All ${counted(total, { one: 'row', other: 'rows' })} can be issued`,
      mendTheOthersAndTry:
        'Mend the others and try again, or go on without them: they can be downloaded with the reason afterwards.',
      ofRowsCanBeIssued: (count: string, total: number) =>
        `${count} of ${counted(total, { one: 'row', other: 'rows' })} can be issued`,
      rowsCannotBeIssued: (count: number) => `${counted(count, { one: 'row', other: 'rows' })} cannot be issued`,
      row: (row: number, value: string) => `Row ${row}: ${value}`,
      emptyCells: (count: number) => `${count} empty cells`,
      more: (count: string) => `${count} more.`,
    },
  },
  de: {
    bulkForm: {
      forRowsThatDoNot: 'Für Zeilen, die nichts anderes sagen',
      profile: 'Profil',
      starting: 'Wird begonnen …',
      issueCertificates: (valid) => `${counted(valid, { one: 'Zertifikat', other: 'Zertifikate' })} ausstellen`,
      tryingEveryRow: 'Jede Zeile wird versucht …',
      tryEveryRow: 'Jede Zeile versuchen',
      cancel: 'Abbrechen',
    },
    filePicker: {
      table: 'Tabelle',
      rows: (rowCount) => counted(rowCount, { one: 'Zeile', other: 'Zeilen' }),
      dropACsvOrJson: 'CSV- oder JSON-Datei hier ablegen',
      csvTheFirstLineNames:
        'CSV: Die erste Zeile nennt die Spalten. JSON: eine Liste von Objekten. Nützliche Spalten sind names, type, days, owner und tags.',
      chooseAnotherFile: 'Andere Datei wählen',
      chooseAFile: 'Datei wählen',
      useASample: 'Ein Beispiel nehmen',
      tableFile: 'Datei mit Tabelle',
    },
    mappingFields: {
      columns: 'Spalten',
      emptyInTheFirstRows: 'Leer in den ersten Zeilen',
      ignore: 'Übergehen',
      names: 'Namen',
      profile: 'Profil',
      commonName: 'Allgemeiner Name',
      organisation: 'Organisation',
      organisationalUnit: 'Abteilung',
      country: 'Land',
      validityInDays: 'Gültigkeit in Tagen',
      keyType: 'Schlüsselart',
      requestCsr: 'Antrag (CSR)',
      owner: 'Verantwortlich',
      notes: 'Notizen',
      tags: 'Schlagwörter',
    },
    planResult: {
      nothingIsSignedYet: 'Noch ist nichts signiert.',
      allRowsCanBeIssued: (total) =>
        counted(total, { one: 'Zeile lässt sich ausstellen', other: 'Zeilen lassen sich alle ausstellen' }),
      mendTheOthersAndTry:
        'Bringen Sie die anderen in Ordnung und versuchen Sie es noch einmal, oder machen Sie ohne sie weiter: Sie lassen sich danach mit dem Grund herunterladen.',
      ofRowsCanBeIssued: (count, total) =>
        `${count} von ${counted(total, { one: 'Zeile lässt', other: 'Zeilen lassen' })} sich ausstellen`,
      rowsCannotBeIssued: (count) =>
        `${counted(count, { one: 'Zeile lässt', other: 'Zeilen lassen' })} sich nicht ausstellen`,
      row: (row, value) => `Zeile ${row}: ${value}`,
      emptyCells: (count) => `${count} leere Zellen`,
      more: (count) => `${count} weitere.`,
    },
  },
});
