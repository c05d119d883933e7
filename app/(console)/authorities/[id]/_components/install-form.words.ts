import { defineWords } from '@/components/language/define-words';

export const installFormWords = defineWords({
  en: {
    installed: 'Installed',
    theChainIsCompleteAnd: 'The chain is complete, and the authority can issue.',
    answer: 'Answer',
    pasteItAsPemOr: 'Paste it as PEM or PKCS#7, or drop the file here.',
    checking: 'Checking…',
    install: 'Install',
  },
  de: {
    installed: 'Eingebaut',
    theChainIsCompleteAnd: 'Die Kette ist vollständig, und die Zertifizierungsstelle kann ausstellen.',
    answer: 'Antwort',
    pasteItAsPemOr: 'Fügen Sie sie als PEM oder PKCS#7 ein oder legen Sie die Datei hier ab.',
    checking: 'Wird geprüft …',
    install: 'Einbauen',
  },
});
