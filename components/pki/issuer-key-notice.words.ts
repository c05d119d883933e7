import { defineWords } from '@/components/language/define-words';

export const issuerKeyNoticeWords = defineWords({
  en: {
    theKeyOfIsOffline: (issuer: string) => `The key of ${issuer} is offline`,
    itCannotSignThisNow:
      'It cannot sign this now. Begin a ceremony on its page, or choose another authority; what you typed stays here.',
    authorities: 'Authorities',
    theKeysAreSealed: 'The keys are sealed',
    nothingCanBeSignedUntil: 'Nothing can be signed until they are unsealed; what you typed stays here.',
    unseal: 'Unseal',
    theSignerDoesNotAnswer: 'The signer does not answer',
    itIsStartedAgainBy:
      'It is started again by itself. Wait some seconds; when this stays, the log of the server says why.',
  },
  de: {
    theKeyOfIsOffline: (issuer) => `Der Schlüssel von ${issuer} ist offline`,
    itCannotSignThisNow:
      'Sie kann das jetzt nicht signieren. Beginnen Sie auf ihrer Seite eine Zeremonie oder wählen Sie eine andere Zertifizierungsstelle; was Sie getippt haben, bleibt hier.',
    authorities: 'Zertifizierungsstellen',
    theKeysAreSealed: 'Die Schlüssel sind versiegelt',
    nothingCanBeSignedUntil:
      'Nichts lässt sich signieren, bis sie entsiegelt sind; was Sie getippt haben, bleibt hier.',
    unseal: 'Entsiegeln',
    theSignerDoesNotAnswer: 'Das Signierprogramm antwortet nicht',
    itIsStartedAgainBy:
      'Es wird von selbst neu gestartet. Warten Sie einige Sekunden; bleibt es dabei, steht der Grund im Protokoll des Servers.',
  },
});
