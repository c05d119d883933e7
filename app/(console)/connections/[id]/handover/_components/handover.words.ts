import { defineWords } from '@/components/language/define-words';

export const handoverWords = defineWords({
  en: {
    handoverForm: {
      itsKeyIsNotHeld: 'Its key is not held here: whoever made it has it already.',
      itsCertificateIsRevokedRenew: 'Its certificate is revoked. Renew the connection first.',
      itsCertificateHasExpiredRenew: 'Its certificate has expired. Renew the connection first.',
      theKeysAreSealedUnseal: 'The keys are sealed. Unseal them first.',
      theClientsOfThisConnection: 'The clients of this connection have no key.',
      forWhom: 'For whom?',
      theServer: 'The server',
      theClient: 'The client',
      everyClient: 'Every client',
      trustOnlyNoCertificate: 'Trust only, no certificate',
      whatDoTheyGet: 'What do they get?',
      publicPartsOnly: 'Public parts only',
      certificateChainWhatToTrust:
        'Certificate, chain, what to trust, revocation lists, configuration. Use it as often as you like.',
      alsoTheKeyCollectedOnce: 'Also the key, collected once',
      theWholeBundleUnderA:
        'The whole bundle under a passphrase that is made now, shown once and kept nowhere. The first to collect it is the only one.',
      theLinkEndsAfter: 'The link ends after',
      n1Day: '1 day',
      n3Days: '3 days',
      n7Days: '7 days',
      n14Days: '14 days',
      n30Days: '30 days',
      thePageIsOnThe:
        'The page is on the public listener, which is plain HTTP. Its holder is shown what to compare by telephone; a key is never sent unencrypted.',
      makingTheLink: 'Making the link…',
      makeTheLink: 'Make the link',
      cancel: 'Cancel',
    },
    handoverResult: {
      ready: { server: 'The link for the server is ready', client: 'The link for the client is ready' },
      linkAndPassphraseAreShown: 'Link and passphrase are shown once',
      theLinkIsShownOnce: 'The link is shown once',
      neitherIsStoredHereSend:
        'Neither is stored here. Send the link one way (a message) and tell the passphrase another (by telephone).',
      onlyItsHashIsStored:
        'Only its hash is stored here. Copy it before you leave; a lost one is withdrawn and made anew.',
      link: 'Link',
      link2: 'link',
      ends: (day: string) => `Ends ${day}.`,
      passphrase: 'Passphrase',
      passphrase2: 'passphrase',
      itsFirstGroupLetsThe:
        'Its first group lets the file be collected; the whole of it opens the key. Five wrong first groups, and the file is gone.',
      sha256Of: (name: string) => `SHA-256 of ${name}`,
      readItToThemAfter:
        'Read it to them after the download: the page is plain HTTP, and this shows that nobody changed the file. The connection’s page keeps it.',
      backToTheConnection: 'Back to the connection',
      copy: 'Copy',
    },
  },
  de: {
    handoverForm: {
      itsKeyIsNotHeld: 'Ihr Schlüssel ist nicht hier: Wer ihn erzeugt hat, hat ihn schon.',
      itsCertificateIsRevokedRenew: 'Ihr Zertifikat ist gesperrt. Erneuern Sie zuerst die Verbindung.',
      itsCertificateHasExpiredRenew: 'Ihr Zertifikat ist abgelaufen. Erneuern Sie zuerst die Verbindung.',
      theKeysAreSealedUnseal: 'Die Schlüssel sind versiegelt. Entsiegeln Sie sie zuerst.',
      theClientsOfThisConnection: 'Die Clients dieser Verbindung haben keinen Schlüssel.',
      forWhom: 'Für wen?',
      theServer: 'Den Server',
      theClient: 'Den Client',
      everyClient: 'Jeden Client',
      trustOnlyNoCertificate: 'Nur Vertrauen, kein Zertifikat',
      whatDoTheyGet: 'Was bekommt man?',
      publicPartsOnly: 'Nur Öffentliches',
      certificateChainWhatToTrust:
        'Zertifikat, Kette, was Vertrauen braucht, Sperrlisten, Konfiguration. Beliebig oft zu benutzen.',
      alsoTheKeyCollectedOnce: 'Auch den Schlüssel, einmal abzuholen',
      theWholeBundleUnderA:
        'Das ganze Paket unter einer Passphrase, die jetzt gemacht, einmal gezeigt und nirgends aufbewahrt wird. Wer es zuerst abholt, ist der Einzige.',
      theLinkEndsAfter: 'Der Link endet nach',
      n1Day: '1 Tag',
      n3Days: '3 Tagen',
      n7Days: '7 Tagen',
      n14Days: '14 Tagen',
      n30Days: '30 Tagen',
      thePageIsOnThe:
        'Die Seite steht am öffentlichen Zugang, und der ist unverschlüsseltes HTTP. Wer den Link hat, sieht dort, was am Telefon zu vergleichen ist; ein Schlüssel wird nie unverschlüsselt gesendet.',
      makingTheLink: 'Der Link wird gemacht …',
      makeTheLink: 'Link machen',
      cancel: 'Abbrechen',
    },
    handoverResult: {
      ready: { server: 'Der Link für den Server ist bereit', client: 'Der Link für den Client ist bereit' },
      linkAndPassphraseAreShown: 'Link und Passphrase werden einmal gezeigt',
      theLinkIsShownOnce: 'Der Link wird einmal gezeigt',
      neitherIsStoredHereSend:
        'Keines von beiden wird hier gespeichert. Senden Sie den Link auf einem Weg (einer Nachricht) und sagen Sie die Passphrase auf einem anderen (am Telefon).',
      onlyItsHashIsStored:
        'Hier wird nur sein Hashwert gespeichert. Kopieren Sie ihn, bevor Sie gehen; ein verlorener wird zurückgezogen und neu gemacht.',
      link: 'Link',
      link2: 'Link',
      ends: (day) => `Endet ${day}.`,
      passphrase: 'Passphrase',
      passphrase2: 'Passphrase',
      itsFirstGroupLetsThe:
        'Mit ihrer ersten Gruppe lässt sich die Datei abholen; die ganze öffnet den Schlüssel. Nach fünf falschen ersten Gruppen ist die Datei weg.',
      sha256Of: (name) => `SHA-256 von ${name}`,
      readItToThemAfter:
        'Lesen Sie ihn nach dem Download vor: Die Seite ist unverschlüsseltes HTTP, und er zeigt, dass niemand die Datei verändert hat. Die Seite der Verbindung bewahrt ihn auf.',
      backToTheConnection: 'Zurück zur Verbindung',
      copy: 'Kopieren',
    },
  },
});
