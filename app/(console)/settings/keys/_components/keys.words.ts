import { defineWords } from '@/components/language/define-words';

export const keysWords = defineWords({
  en: {
    title: 'What protects the keys',
    lead: 'The keys of the authorities rest encrypted. What opens them is a file of this machine or a passphrase that people know. Changing it touches no key.',
    now: 'Now',
    keyFile: 'a key file',
    passphrase: 'a passphrase',
    modeLegend: 'From now on',
    file: 'A key file',
    fileSentence: (path: string) =>
      `The server starts by itself. Whoever copies the whole data directory, with ${path}, can open the keys.`,
    words: 'A passphrase',
    wordsSentence:
      'After each start somebody types it before anything can be signed. Without it the keys are lost: write it down and keep it somewhere else.',
    present: 'Present passphrase',
    next: 'New passphrase',
    help: 'At least 15 characters. Six unrelated words are good.',
    change: 'Change it',
    changing: 'One moment…',
    changed:
      'Changed. Copies of the database and of the key file made before still open the keys with what protected them then.',
  },
  de: {
    title: 'Was die Schlüssel schützt',
    lead: 'Die Schlüssel der Zertifizierungsstellen liegen verschlüsselt. Was sie öffnet, ist eine Datei dieser Maschine oder eine Passphrase, die Menschen kennen. Ein Wechsel berührt keinen Schlüssel.',
    now: 'Jetzt',
    keyFile: 'eine Schlüsseldatei',
    passphrase: 'eine Passphrase',
    modeLegend: 'Von jetzt an',
    file: 'Eine Schlüsseldatei',
    fileSentence: (path) =>
      `Der Server startet von selbst. Wer das ganze Datenverzeichnis kopiert, mit ${path}, kann die Schlüssel öffnen.`,
    words: 'Eine Passphrase',
    wordsSentence:
      'Nach jedem Start gibt sie jemand ein, bevor etwas signiert werden kann. Ohne sie sind die Schlüssel verloren: Schreiben Sie sie auf und bewahren Sie sie anderswo auf.',
    present: 'Jetzige Passphrase',
    next: 'Neue Passphrase',
    help: 'Mindestens 15 Zeichen. Sechs Wörter ohne Zusammenhang sind gut.',
    change: 'Wechseln',
    changing: 'Einen Moment …',
    changed:
      'Gewechselt. Kopien der Datenbank und der Schlüsseldatei von früher öffnen die Schlüssel weiterhin mit dem, was sie damals schützte.',
  },
});
