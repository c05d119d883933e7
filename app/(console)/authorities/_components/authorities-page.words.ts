import { countedUpTo, defineWords } from '@/components/language/define-words';

export const authoritiesPageWords = defineWords({
  en: {
    authorityTable: {
      keyHere: 'Key here',
      keyOffline: 'Key offline',
      keyElsewhere: 'Key elsewhere',
      authorities: 'Authorities',
      name: 'Name',
      below: 'Below',
      status: 'Status',
      endsUtc: 'Ends (UTC)',
      living: 'Living',
      revocationList: 'Revocation list',
      key: 'Key',
      serial: 'Serial',
      root: 'Root',
      livingCertificates: (livingCertificates: number) =>
        countedUpTo(livingCertificates, { one: 'living certificate', other: 'living certificates' }),
    },
    deletedList: {
      deleted: 'Deleted',
      whatTheyPublishedLastStays: 'What they published last stays served.',
      itsKeyWasDestroyed: 'Its key was destroyed.',
      canBeBroughtBackUntil: 'Can be brought back until {time}.',
      open: 'Open',
      restore: 'Restore',
      restoring: 'Restoring…',
    },
    treeRows: {
      noCertificateYet: 'No certificate yet',
      to: (day: string, day2: string) => `${day} to ${day2}`,
      livingCertificates: (livingCertificates: number) =>
        countedUpTo(livingCertificates, { one: 'living certificate', other: 'living certificates' }),
    },
    import: {
      importAuthorities: 'Import · Authorities',
      bringsAnAuthorityHereWith:
        'Brings an authority here with its key, the certificates it issued, its revocations and the numbers of its lists. Nothing is stored before you have seen what was recognised.',
      authorities: 'Authorities',
      importAnAuthority: 'Import an authority',
      aKeyCanBeTaken: 'A key can be taken over only while the keys are open. Unseal them first.',
      sealedReadOnly: 'Sealed: read-only',
    },
    create: {
      newAuthorityAuthorities: 'New authority · Authorities',
      authorities: 'Authorities',
      newAuthority: 'New authority',
      whenItIsMadeYou: 'When it is made you go back to where you came from.',
      aRootStandsAloneAn: 'A root stands alone; an issuing authority is signed by one above it.',
      unsealThemAndThisForm: 'Unseal them, and this form is ready.',
      theKeysAreSealedSo: 'The keys are sealed, so no key can be made',
      unseal: 'Unseal',
      nothingCanBeMadeBelow: 'Nothing can be made below it until it is back for a ceremony.',
    },
    authorities: {
      authorities: 'Authorities',
      aRootIsInstalledWhere:
        'A root is installed where it is to be trusted. It signs issuing (intermediate) authorities, and those sign certificates.',
      import: 'Import',
      belowAnOutsideRoot: 'Below an outside root',
      newAuthority: 'New authority',
      everythingBeginsWithARoot:
        'Everything begins with a root: the one certificate that the others are traced back to.',
      noAuthorityYet: 'No authority yet',
      createARootAuthority: 'Create a root authority',
      importOneFromFiles: 'Import one from files',
      view: 'View',
      tree: 'Tree',
      table: 'Table',
    },
    request: {
      authorityBelowAnOutsideRoot: 'Authority below an outside root · Authorities',
      theKeyIsMadeHere:
        'The key is made here. You send its request (CSR) to the outside authority, and install the answer on the authority’s page.',
      authorities: 'Authorities',
      authorityBelowAnOutsideRoot2: 'Authority below an outside root',
      theKeysAreSealedSo: 'The keys are sealed, so no key can be made',
      unseal: 'Unseal',
    },
  },
  de: {
    authorityTable: {
      keyHere: 'Schlüssel hier',
      keyOffline: 'Schlüssel offline',
      keyElsewhere: 'Schlüssel anderswo',
      authorities: 'Zertifizierungsstellen',
      name: 'Name',
      below: 'Unter',
      status: 'Status',
      endsUtc: 'Endet (UTC)',
      living: 'Gültige',
      revocationList: 'Sperrliste',
      key: 'Schlüssel',
      serial: 'Seriennummer',
      root: 'Wurzel',
      livingCertificates: (livingCertificates) =>
        countedUpTo(livingCertificates, { one: 'gültiges Zertifikat', other: 'gültige Zertifikate' }),
    },
    deletedList: {
      deleted: 'Gelöscht',
      whatTheyPublishedLastStays: 'Was sie zuletzt veröffentlicht haben, bleibt abrufbar.',
      itsKeyWasDestroyed: 'Ihr Schlüssel wurde vernichtet.',
      canBeBroughtBackUntil: 'Lässt sich bis {time} zurückholen.',
      open: 'Öffnen',
      restore: 'Zurückholen',
      restoring: 'Wird zurückgeholt …',
    },
    treeRows: {
      noCertificateYet: 'Noch kein Zertifikat',
      to: (day, day2) => `${day} bis ${day2}`,
      livingCertificates: (livingCertificates) =>
        countedUpTo(livingCertificates, { one: 'gültiges Zertifikat', other: 'gültige Zertifikate' }),
    },
    import: {
      importAuthorities: 'Übernehmen · Zertifizierungsstellen',
      bringsAnAuthorityHereWith:
        'Bringt eine Zertifizierungsstelle hierher, mit ihrem Schlüssel, den Zertifikaten, die sie ausgestellt hat, ihren Sperrungen und den Nummern ihrer Listen. Nichts wird gespeichert, bevor Sie gesehen haben, was erkannt wurde.',
      authorities: 'Zertifizierungsstellen',
      importAnAuthority: 'Zertifizierungsstelle übernehmen',
      aKeyCanBeTaken:
        'Ein Schlüssel lässt sich nur übernehmen, solange die Schlüssel offen sind. Entsiegeln Sie sie zuerst.',
      sealedReadOnly: 'Versiegelt: nur lesbar',
    },
    create: {
      newAuthorityAuthorities: 'Neue Zertifizierungsstelle · Zertifizierungsstellen',
      authorities: 'Zertifizierungsstellen',
      newAuthority: 'Neue Zertifizierungsstelle',
      whenItIsMadeYou: 'Ist sie angelegt, kommen Sie dorthin zurück, woher Sie kamen.',
      aRootStandsAloneAn:
        'Eine Wurzel steht für sich; eine ausstellende Zertifizierungsstelle wird von einer darüber signiert.',
      unsealThemAndThisForm: 'Entsiegeln Sie sie, dann ist dieses Formular bereit.',
      theKeysAreSealedSo: 'Die Schlüssel sind versiegelt, also lässt sich kein Schlüssel erzeugen',
      unseal: 'Entsiegeln',
      nothingCanBeMadeBelow: 'Darunter lässt sich nichts anlegen, bis er für eine Zeremonie zurück ist.',
    },
    authorities: {
      authorities: 'Zertifizierungsstellen',
      aRootIsInstalledWhere:
        'Eine Wurzel wird installiert, wo man ihr vertrauen soll. Sie signiert ausstellende Zertifizierungsstellen (Zwischenstellen), und diese signieren Zertifikate.',
      import: 'Übernehmen',
      belowAnOutsideRoot: 'Unter einer fremden Wurzel',
      newAuthority: 'Neue Zertifizierungsstelle',
      everythingBeginsWithARoot:
        'Alles beginnt mit einer Wurzel: dem einen Zertifikat, auf das die anderen zurückgeführt werden.',
      noAuthorityYet: 'Noch keine Zertifizierungsstelle',
      createARootAuthority: 'Wurzel-Zertifizierungsstelle anlegen',
      importOneFromFiles: 'Eine aus Dateien übernehmen',
      view: 'Darstellung',
      tree: 'Baum',
      table: 'Tabelle',
    },
    request: {
      authorityBelowAnOutsideRoot: 'Zertifizierungsstelle unter einer fremden Wurzel · Zertifizierungsstellen',
      theKeyIsMadeHere:
        'Der Schlüssel wird hier erzeugt. Sie senden seinen Antrag (CSR) an die fremde Zertifizierungsstelle und bauen die Antwort auf der Seite der Zertifizierungsstelle ein.',
      authorities: 'Zertifizierungsstellen',
      authorityBelowAnOutsideRoot2: 'Zertifizierungsstelle unter einer fremden Wurzel',
      theKeysAreSealedSo: 'Die Schlüssel sind versiegelt, also lässt sich kein Schlüssel erzeugen',
      unseal: 'Entsiegeln',
    },
  },
});
