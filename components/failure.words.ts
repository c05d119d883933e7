import { defineWords } from './language/define-words';

export const failureWords = defineWords({
  en: {
    page: 'This page could not be shown',
    reading: 'Reading from the server failed',
    advice: "Nothing was changed. Try again; if it fails again, look for the error id in the server's log.",
    id: (id: string) => `Error id ${id}`,
    again: 'Try again',
    details: 'details',
    copyDetails: 'Copy details',
    detailsOf: (id: string, path: string) => `Error id ${id} at ${path}`,
    overview: 'Open the overview',
  },
  de: {
    page: 'Diese Seite ließ sich nicht zeigen',
    reading: 'Das Lesen vom Server ist misslungen',
    advice:
      'Es wurde nichts geändert. Versuchen Sie es noch einmal; misslingt es wieder, steht der Grund unter der Fehlernummer im Protokoll des Servers.',
    id: (id) => `Fehlernummer ${id}`,
    again: 'Noch einmal versuchen',
    details: 'Einzelheiten',
    copyDetails: 'Einzelheiten kopieren',
    detailsOf: (id, path) => `Fehlernummer ${id} auf ${path}`,
    overview: 'Zur Übersicht',
  },
});
