import { defineWords } from '@/components/language/define-words';

export const keyAlgorithmHelpWords = defineWords({
  en: {
    postQuantum:
      'Post-quantum. Works with OpenSSL 3.5 and newer over TLS 1.3; browsers, Java 17 and older systems refuse it.',
  },
  de: {
    postQuantum:
      'Post-Quanten-Verfahren. Geht mit OpenSSL 3.5 und neuer über TLS 1.3; Browser, Java 17 und ältere Systeme weisen es ab.',
  },
});
