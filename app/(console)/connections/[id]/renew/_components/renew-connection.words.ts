import { defineWords } from '@/components/language/define-words';

export const renewConnectionWords = defineWords({
  en: {
    requestOf: (party: string) => `Request of ${party}`,
    aNewKeyIsMade: 'A new key is made where it is used; only the request comes here.',
    validityInDays: 'Validity in days',
    livesAsLongAsBefore: (value: string) => `${value} lives as long as before when this is left empty.`,
    each: 'Each',
    it: 'It',
    renewing: 'Renewing…',
    renewBothSidesOf: (name: string) => `Renew both sides of ${name}`,
    renew: (name: string) => `Renew ${name}`,
    cancel: 'Cancel',
    afterwardsHandBothPartiesTheir:
      'Afterwards hand both parties their new bundles. When they use them, revoke the old certificates as superseded.',
  },
  de: {
    requestOf: (party) => `Antrag von ${party}`,
    aNewKeyIsMade: 'Ein neuer Schlüssel entsteht dort, wo er gebraucht wird; hierher kommt nur der Antrag.',
    validityInDays: 'Gültigkeit in Tagen',
    livesAsLongAsBefore: (value) => `${value} gilt so lange wie bisher, wenn das leer bleibt.`,
    each: 'Jedes',
    it: 'Es',
    renewing: 'Wird erneuert …',
    renewBothSidesOf: (name) => `Beide Seiten von ${name} erneuern`,
    renew: (name) => `${name} erneuern`,
    cancel: 'Abbrechen',
    afterwardsHandBothPartiesTheir:
      'Geben Sie danach beiden Seiten ihre neuen Pakete. Wenn sie in Gebrauch sind, sperren Sie die alten Zertifikate als ersetzt.',
  },
});
