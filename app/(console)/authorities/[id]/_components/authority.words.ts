import { defineWords } from '@/components/language/define-words';

export const authorityWords = defineWords({
  en: {
    confirmName: {
      typeTheNameOfThe: (name: string) => `Type the name of the authority: ${name}`,
    },
    installForm: {
      installed: 'Installed',
      theChainIsCompleteAnd: 'The chain is complete, and the authority can issue.',
      answer: 'Answer',
      pasteItAsPemOr: 'Paste it as PEM or PKCS#7, or drop the file here.',
      checking: 'Checking…',
      install: 'Install',
    },
    signCrl: {
      signedAndPublished: 'Signed and published',
      theKeysAreSealed: 'The keys are sealed',
      signing: 'Signing…',
      signNow: 'Sign now',
    },
  },
  de: {
    confirmName: {
      typeTheNameOfThe: (name) => `Tippen Sie den Namen der Zertifizierungsstelle: ${name}`,
    },
    installForm: {
      installed: 'Eingebaut',
      theChainIsCompleteAnd: 'Die Kette ist vollständig, und die Zertifizierungsstelle kann ausstellen.',
      answer: 'Antwort',
      pasteItAsPemOr: 'Fügen Sie sie als PEM oder PKCS#7 ein oder legen Sie die Datei hier ab.',
      checking: 'Wird geprüft …',
      install: 'Einbauen',
    },
    signCrl: {
      signedAndPublished: 'Signiert und veröffentlicht',
      theKeysAreSealed: 'Die Schlüssel sind versiegelt',
      signing: 'Wird signiert …',
      signNow: 'Jetzt signieren',
    },
  },
});
