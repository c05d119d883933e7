import { defineWords } from '@/components/language/define-words';

export const browserPkcs12Words = defineWords({
  en: {
    thereIsNoCertificateTo: 'There is no certificate to pack.',
    thePasswordHoldsHalfOf: 'The password holds half of a character. Type it again.',
  },
  de: {
    thereIsNoCertificateTo: 'Es ist kein Zertifikat zum Packen da.',
    thePasswordHoldsHalfOf: 'Das Passwort enthält ein halbes Zeichen. Geben Sie es noch einmal ein.',
  },
});
