import { counted, defineWords } from '@/components/language/define-words';

export const basicsWords = defineWords({
  en: {
    stepUpForm: {
      password: 'Password',
      checking: 'Checking…',
      goOn: 'Go on',
      cancel: 'Cancel',
    },
    useApiForm: {
      error: (plain: string) => `Error: ${plain}`,
    },
    stepUpDialog: {
      yourPasswordOnceMore: 'Your password, once more',
      thisActWantsItGiven: 'This act wants it given within the last 5 minutes. It goes on by itself afterwards.',
    },
    apiClient: {
      theServerDidNotAnswer: 'The server did not answer',
      checkThatCountersignIsRunning:
        'Check that Countersign is running and reachable, then try again. Nothing you typed is lost.',
      thePasswordWasNotGiven: 'The password was not given',
      nothingWasDoneBeginIt: 'Nothing was done. Begin it again, and give your password when it is asked for.',
      theRequestWasRefused: 'The request was refused',
      theServerAnswered: (status: number) => `The server answered ${status}.`,
      theServerFailed: 'The server failed',
      itAnsweredWithoutSayingWhy: (status: number) =>
        `It answered ${status} without saying why. Try again; its log has the reason.`,
      somethingFailedInThisPage: 'Something failed in this page',
      reloadThePageAndTry: 'Reload the page and try again.',
    },
    fileDrop: {
      moreThan11MibTogether: 'More than 11 MiB together. Give them in several parts.',
      files: (count: number) => counted(count, { one: 'file', other: 'files' }),
      chooseFiles: 'Choose files',
      addFiles: 'Add files',
      chooseAFolder: 'Choose a folder',
      startOver: 'Start over',
      folder: 'Folder',
    },
    useAct: {
      reloadThePageAndTry: 'Reload the page and try again.',
    },
  },
  de: {
    stepUpForm: {
      password: 'Passwort',
      checking: 'Wird geprüft …',
      goOn: 'Weiter',
      cancel: 'Abbrechen',
    },
    useApiForm: {
      error: (plain) => `Fehler: ${plain}`,
    },
    stepUpDialog: {
      yourPasswordOnceMore: 'Ihr Passwort, noch einmal',
      thisActWantsItGiven:
        'Dieser Schritt verlangt, dass es in den letzten 5 Minuten eingegeben wurde. Danach geht es von allein weiter.',
    },
    apiClient: {
      theServerDidNotAnswer: 'Der Server hat nicht geantwortet',
      checkThatCountersignIsRunning:
        'Prüfen Sie, ob Countersign läuft und erreichbar ist, und versuchen Sie es noch einmal. Was Sie getippt haben, geht nicht verloren.',
      thePasswordWasNotGiven: 'Das Passwort wurde nicht eingegeben',
      nothingWasDoneBeginIt:
        'Es ist nichts geschehen. Beginnen Sie noch einmal und geben Sie Ihr Passwort ein, wenn danach gefragt wird.',
      theRequestWasRefused: 'Die Anfrage wurde abgelehnt',
      theServerAnswered: (status) => `Der Server antwortete mit ${status}.`,
      theServerFailed: 'Der Server hat versagt',
      itAnsweredWithoutSayingWhy: (status) =>
        `Er antwortete mit ${status}, ohne einen Grund zu nennen. Versuchen Sie es noch einmal; der Grund steht in seinem Protokoll.`,
      somethingFailedInThisPage: 'Auf dieser Seite ist etwas misslungen',
      reloadThePageAndTry: 'Laden Sie die Seite neu und versuchen Sie es noch einmal.',
    },
    fileDrop: {
      moreThan11MibTogether: 'Zusammen mehr als 11 MiB. Geben Sie sie in mehreren Teilen.',
      files: (count) => counted(count, { one: 'Datei', other: 'Dateien' }),
      chooseFiles: 'Dateien wählen',
      addFiles: 'Dateien hinzufügen',
      chooseAFolder: 'Ordner wählen',
      startOver: 'Von vorn beginnen',
      folder: 'Ordner',
    },
    useAct: {
      reloadThePageAndTry: 'Laden Sie die Seite neu und versuchen Sie es noch einmal.',
    },
  },
});
