import { defineWords } from '@/components/language/define-words';

export const inspectPageWords = defineWords({
  en: {
    inspect: 'Inspect',
    certificatesRequestsRevocationListsOcsp:
      'Certificates, requests, revocation lists, OCSP answers, PKCS#7, PKCS#12, key stores: what is in them, whether it is right, and whether a path leads to a root that is trusted here. Nothing is stored, and private keys are never shown.',
  },
  de: {
    inspect: 'Untersuchen',
    certificatesRequestsRevocationListsOcsp:
      'Zertifikate, Anträge, Sperrlisten, OCSP-Antworten, PKCS#7, PKCS#12, Schlüsselspeicher: was darin steht, ob es stimmt und ob ein Pfad zu einer Wurzel führt, der man hier vertraut. Nichts wird gespeichert, und private Schlüssel werden nie gezeigt.',
  },
});
