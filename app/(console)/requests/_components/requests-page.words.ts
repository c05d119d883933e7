import { defineWords } from '@/components/language/define-words';

export const requestsPageWords = defineWords({
  en: {
    noneWas: { approved: 'No request was approved', rejected: 'No request was rejected' },
    waiting: 'Waiting',
    approved: 'Approved',
    rejected: 'Rejected',
    all: 'All',
    requests: 'Requests',
    requests2: (state: string) => `${state} · Requests`,
    certificationRequestsOfOthersThat:
      'Certification requests of others that wait for a decision. Nothing is signed before somebody approves.',
    saveOrSignARequest: 'Save or sign a request',
    state: 'State',
    earlier: 'Earlier',
    later: 'Later',
    newer: 'Newer',
    older: 'Older',
    noRequestWasEverSaved: 'No request was ever saved',
    seeWhatWaits: 'See what waits',
    aRequestCsrIsA:
      'A request (CSR) is a public key with the names it is wanted for; the key stays with its owner. Paste one, look at what would be issued, and sign it or save it here for later. <link>Inspect one without saving it</link>',
    nothingWaitsForYou: 'Nothing waits for you',
  },
  de: {
    noneWas: { approved: 'Kein Antrag wurde genehmigt', rejected: 'Kein Antrag wurde abgelehnt' },
    waiting: 'Wartend',
    approved: 'Genehmigt',
    rejected: 'Abgelehnt',
    all: 'Alle',
    requests: 'Anträge',
    requests2: (state) => `${state} · Anträge`,
    certificationRequestsOfOthersThat:
      'Zertifikatsanträge anderer, die auf eine Entscheidung warten. Nichts wird signiert, bevor jemand genehmigt.',
    saveOrSignARequest: 'Antrag speichern oder signieren',
    state: 'Zustand',
    earlier: 'Früher',
    later: 'Später',
    newer: 'Neuere',
    older: 'Ältere',
    noRequestWasEverSaved: 'Es wurde nie ein Antrag gespeichert',
    seeWhatWaits: 'Ansehen, was wartet',
    aRequestCsrIsA:
      'Ein Antrag (CSR) ist ein öffentlicher Schlüssel mit den Namen, für die er gelten soll; der Schlüssel bleibt, wo er ist. Fügen Sie einen ein, sehen Sie an, was ausgestellt würde, und signieren Sie ihn oder speichern Sie ihn hier für später. <link>Einen untersuchen, ohne ihn zu speichern</link>',
    nothingWaitsForYou: 'Nichts wartet auf Sie',
  },
});
