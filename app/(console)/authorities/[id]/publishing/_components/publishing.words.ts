import { counted, defineWords, formOf } from '@/components/language/define-words';

export const publishingWords = defineWords({
  en: {
    attention: (bad: number, all: number) =>
      `${bad} of ${counted(all, { one: 'address', other: 'addresses' })} ${formOf(bad, { one: 'needs', other: 'need' })} attention.`,
    inOrder: 'In order',
    lookAtIt: 'Look at it',
    wrong: 'Wrong',
    testFetch: 'Test fetch',
    fetching: 'Fetching…',
    everythingIsWhereCertificatesSay: 'Everything is where certificates say it is.',
    fromThisMachineWithoutFollowing:
      'From this machine, without following redirects: is each file where clients look for it, and the right one?',
    fetchAgain: 'Fetch again',
    fetchAll: 'Fetch all',
    whatWasFetched: 'What was fetched',
    ms: (milliseconds: number, value: string) => `${milliseconds} ms${value}`,
    notInCertificates: ', not in certificates',
  },
  de: {
    attention: (bad, all) =>
      `${bad} von ${counted(all, { one: 'Adresse', other: 'Adressen' })} ${formOf(bad, { one: 'verlangt', other: 'verlangen' })} Aufmerksamkeit.`,
    inOrder: 'In Ordnung',
    lookAtIt: 'Ansehen',
    wrong: 'Falsch',
    testFetch: 'Abrufen und prüfen',
    fetching: 'Wird abgerufen …',
    everythingIsWhereCertificatesSay: 'Alles ist, wo Zertifikate sagen, dass es ist.',
    fromThisMachineWithoutFollowing:
      'Von dieser Maschine aus, ohne Weiterleitungen zu folgen: Ist jede Datei, wo Clients sie suchen, und die richtige?',
    fetchAgain: 'Noch einmal abrufen',
    fetchAll: 'Alle abrufen',
    whatWasFetched: 'Was abgerufen wurde',
    ms: (milliseconds, value) => `${milliseconds} ms${value}`,
    notInCertificates: ', nicht in Zertifikaten',
  },
});
