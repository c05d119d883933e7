import { defineWords } from '@/components/language/define-words';

export const apiClientWords = defineWords({
  en: {
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
  de: {
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
});
