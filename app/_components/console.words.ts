import { defineWords } from '@/components/language/define-words';

export const consoleWords = defineWords({
  en: {
    errorCountersign: 'Error · Countersign',
    countersignCouldNotShowThis: 'Countersign could not show this page',
    nothingWasChangedTryAgain: "Nothing was changed. Try again; the server's log has the reason.",
    errorId: (digest: string) => `Error id ${digest}`,
    tryAgain: 'Try again',
  },
  de: {
    errorCountersign: 'Fehler · Countersign',
    countersignCouldNotShowThis: 'Countersign konnte diese Seite nicht zeigen',
    nothingWasChangedTryAgain:
      'Es wurde nichts geändert. Versuchen Sie es noch einmal; der Grund steht im Protokoll des Servers.',
    errorId: (digest) => `Fehlerkennung ${digest}`,
    tryAgain: 'Noch einmal versuchen',
  },
});
