import { defineWords } from '@/components/language/define-words';

export const keyWords = defineWords({
  en: {
    sealForm: {
      theFileHoldsThePrivate:
        'The file holds the private key under a passphrase. Keep at least two copies, such as on two USB sticks in two places, and the passphrase somewhere else. Without both the key is lost.',
      theKeyIsStillHere: 'The key is still here. Copy the file to its places, then go on with step 2.',
      theFileWasHandedOut: 'The file was handed out',
      passphraseForTheFile: 'Passphrase for the file',
      atLeast15CharactersSix: 'At least 15 characters. Six unrelated words are good.',
      sealing: 'Sealing…',
      exportSealedKey: 'Export sealed key',
    },
    sealedFileForm: {
      chooseTheFileAgainFrom:
        'Choose the file again, from one of its places. When it opens and holds this very key, the key is overwritten here. From then on its revocation list is signed in ceremonies only.',
      sealedKeyFile: 'Sealed key file',
      itsPassphrase: 'Its passphrase',
      openingTheFile: 'Opening the file…',
      removeTheKeyFromThis: 'Remove the key from this machine',
      beginTheCeremony: 'Begin the ceremony',
    },
  },
  de: {
    sealForm: {
      theFileHoldsThePrivate:
        'Die Datei enthält den privaten Schlüssel unter einer Passphrase. Bewahren Sie mindestens zwei Kopien auf, etwa auf zwei USB-Stiften an zwei Orten, und die Passphrase anderswo. Fehlt eines von beiden, ist der Schlüssel verloren.',
      theKeyIsStillHere:
        'Der Schlüssel ist noch hier. Kopieren Sie die Datei an ihre Orte und gehen Sie dann zu Schritt 2.',
      theFileWasHandedOut: 'Die Datei wurde ausgegeben',
      passphraseForTheFile: 'Passphrase für die Datei',
      atLeast15CharactersSix: 'Mindestens 15 Zeichen. Sechs Wörter ohne Zusammenhang sind gut.',
      sealing: 'Wird versiegelt …',
      exportSealedKey: 'Versiegelten Schlüssel ausgeben',
    },
    sealedFileForm: {
      chooseTheFileAgainFrom:
        'Wählen Sie die Datei noch einmal, von einem ihrer Orte. Öffnet sie sich und enthält genau diesen Schlüssel, wird der Schlüssel hier überschrieben. Von da an wird die Sperrliste nur noch in Zeremonien signiert.',
      sealedKeyFile: 'Versiegelte Schlüsseldatei',
      itsPassphrase: 'Passphrase der Datei',
      openingTheFile: 'Die Datei wird geöffnet …',
      removeTheKeyFromThis: 'Schlüssel von dieser Maschine entfernen',
      beginTheCeremony: 'Zeremonie beginnen',
    },
  },
});
