import { defineWords } from '@/components/language/define-words';

export const certifyWords = defineWords({
  en: {
    whichOne: 'Which one?',
    anOutsideAuthorityByIts: 'An outside authority, by its request (CSR)',
    itBecomesAnAuthorityBelow: (name: string) => `It becomes an authority below ${name} whose key stays where it is.`,
    anAuthorityThatIsHere: 'An authority that is here: cross-sign',
    itsKeyGetsOneMore: 'Its key gets one more certificate. The one it has stays in force.',
    anAuthorityElsewhereByIts: 'An authority elsewhere, by its certificate: cross-sign',
    forBringingTwoHierarchiesTogether: 'For bringing two hierarchies together without a request.',
    authority: 'Authority',
    requestCsr: 'Request (CSR)',
    itsCertificate: 'Its certificate',
    pasteThePemTextOr:
      'Paste the PEM text, or drop the file here. Name and key come from it; everything else is decided below.',
    pasteThePemTextOr2: 'Paste the PEM text, or drop the file here. Name and key come from it.',
    lifetime: 'Lifetime',
    authoritiesBelowIt: 'Authorities below it',
    signing: 'Signing…',
    signTheRequest: 'Sign the request',
    cancel: 'Cancel',
  },
  de: {
    whichOne: 'Welche?',
    anOutsideAuthorityByIts: 'Eine fremde Zertifizierungsstelle, nach ihrem Antrag (CSR)',
    itBecomesAnAuthorityBelow: (name) =>
      `Sie wird eine Zertifizierungsstelle unter ${name}, deren Schlüssel bleibt, wo er ist.`,
    anAuthorityThatIsHere: 'Eine Zertifizierungsstelle von hier: Kreuzzertifikat',
    itsKeyGetsOneMore: 'Ihr Schlüssel bekommt ein weiteres Zertifikat. Das vorhandene bleibt in Kraft.',
    anAuthorityElsewhereByIts: 'Eine Zertifizierungsstelle anderswo, nach ihrem Zertifikat: Kreuzzertifikat',
    forBringingTwoHierarchiesTogether: 'Um zwei Hierarchien ohne Antrag zusammenzubringen.',
    authority: 'Zertifizierungsstelle',
    requestCsr: 'Antrag (CSR)',
    itsCertificate: 'Ihr Zertifikat',
    pasteThePemTextOr:
      'Fügen Sie den PEM-Text ein oder legen Sie die Datei hier ab. Name und Schlüssel kommen daraus; alles andere wird unten entschieden.',
    pasteThePemTextOr2:
      'Fügen Sie den PEM-Text ein oder legen Sie die Datei hier ab. Name und Schlüssel kommen daraus.',
    lifetime: 'Laufzeit',
    authoritiesBelowIt: 'Zertifizierungsstellen darunter',
    signing: 'Wird signiert …',
    signTheRequest: 'Antrag signieren',
    cancel: 'Abbrechen',
  },
});
