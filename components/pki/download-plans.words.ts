import { defineWords } from '@/components/language/define-words';

export const downloadPlansWords = defineWords({
  en: {
    lookingUpTheFiles: 'Looking up the files…',
    forWhom: 'For whom?',
    whichRootDoTheyTrust: 'Which root do they trust?',
    anAuthorityAboveIsCross: (chains: string) =>
      `An authority above is cross-signed, so there are several chains. This one: ${chains}.`,
    thePrivateKeyOfAn: 'The private key of an authority never leaves this program.',
    usual: (value: string) => `${value} (usual)`,
    itsOwnRoot: 'Its own root',
    crossSignedUntil: (value: string, day: string) => `${value} (cross-signed until ${day})`,
    thenIt: ', then ',
  },
  de: {
    lookingUpTheFiles: 'Die Dateien werden gesucht …',
    forWhom: 'Für wen?',
    whichRootDoTheyTrust: 'Welcher Wurzel vertrauen sie?',
    anAuthorityAboveIsCross: (chains) =>
      `Eine Zertifizierungsstelle darüber hat ein Kreuzzertifikat, also gibt es mehrere Ketten. Diese: ${chains}.`,
    thePrivateKeyOfAn: 'Der private Schlüssel einer Zertifizierungsstelle verlässt dieses Programm nie.',
    usual: (value) => `${value} (üblich)`,
    itsOwnRoot: 'Die eigene Wurzel',
    crossSignedUntil: (value, day) => `${value} (Kreuzzertifikat bis ${day})`,
    thenIt: ', dann ',
  },
});
