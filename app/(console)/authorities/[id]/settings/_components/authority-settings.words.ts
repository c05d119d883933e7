import { defineWords } from '@/components/language/define-words';

export const authoritySettingsWords = defineWords({
  en: {
    crlFields: {
      lifeOfARevocationList: 'Life of a revocation list, in days',
      aClientUsesAList:
        'A client uses a list until it ends, so it sees a revocation after that long at the latest. 7 is usual; for a key that is offline choose the days between two ceremonies. A new list is signed after each revocation, and otherwise every day, or at half of its life when that is shorter: the days left are the time you have when something fails.',
      deltaCrls: 'Delta CRLs',
      none: 'None',
      aRevocationMakesANew:
        'A revocation makes a new whole list. Right for up to some ten thousand revoked certificates.',
      publishDeltasToo: 'Publish deltas, too',
      aShortListOfWhat:
        'A short list of what changed since the last whole one. A revocation makes a new delta; the whole list follows once a day.',
      lifeOfADeltaIn: 'Life of a delta, in hours',
      n1To168: '1 to 168.',
      certificatesThatAreIssuedFrom: (value: string) =>
        `Certificates that are issued from now on name it; earlier ones do not. Most TLS servers and browsers read whole lists only, and see a revocation with the next whole one.${value}`,
      theKeyIsOfflineA: ' The key is offline: a delta that lives for hours ends between two ceremonies.',
      whoSeesADelta: 'Who sees a delta',
      dividedCrl: 'Divided CRL',
      theListIsDividedInto: (count: number) =>
        `The list is divided into ${count} parts, and stays so: every certificate names its part for life.`,
      oneList: 'One list',
      everyCertificateNamesTheSame: 'Every certificate names the same list.',
      parts: 'Parts',
      eachCertificateNamesThePart:
        'Each certificate names the part that covers it, so a client fetches a fraction of the list.',
      numberOfParts: 'Number of parts',
      n2To1000About: '2 to 1,000. About one for each thousand revoked certificates you expect.',
      certificatesThatAreIssuedFrom2:
        'Certificates that are issued from now on name one part for as long as they live; those issued before keep naming the whole list, which is always published, too.',
      aDivisionCannotBeChanged: 'A division cannot be changed or taken back',
      deltasAndPartsAreNamed:
        'Deltas and parts are named only with the public address of this server. With addresses of your own, or none, certificates name what you typed.',
      certificatesWillNotNameThese: 'Certificates will not name these lists',
    },
    settingsForm: {
      revocationList: 'Revocation list',
      whereClientsFetchTheList: 'Where clients fetch the list of this authority.',
      ocsp: 'OCSP',
      whereClientsAskAboutA: 'Where clients ask about a single certificate.',
      certificateOfThisAuthority: 'Certificate of this authority',
      whereClientsFetchWhatIs: 'Where clients fetch what is missing in a chain.',
      to: (firstUrl: string, lastUrl: string) => `${firstUrl} to ${lastUrl}`,
      noAddress: 'no address',
      theyCountFromTheNext: 'They count from the next certificate and the next list on.',
      saved: 'Saved',
      publicAddressOfThisServer: 'Public address of this server',
      addressesOfYourOwn: 'Addresses of your own',
      youCopyThereWhatThis: 'You copy there what this server publishes.',
      noAddress2: 'No address',
      clientsFindNothingByThemselves: 'Clients find nothing by themselves.',
      addressesOneALine: 'Addresses, one a line',
      now: (view: string) => `Now: ${view}`,
      profilesItMayIssue: 'Profiles it may issue',
      saving: 'Saving…',
      saveSettings: 'Save settings',
      back: 'Back',
    },
  },
  de: {
    crlFields: {
      lifeOfARevocationList: 'Lebensdauer einer Sperrliste, in Tagen',
      aClientUsesAList:
        'Ein Client benutzt eine Liste bis zu ihrem Ende, sieht eine Sperrung also spätestens nach dieser Zeit. Üblich sind 7; für einen Schlüssel, der offline ist, wählen Sie die Tage zwischen zwei Zeremonien. Eine neue Liste wird nach jeder Sperrung signiert und sonst täglich oder nach der Hälfte ihrer Lebensdauer, wenn die kürzer ist: Die Tage, die bleiben, sind Ihre Zeit, wenn etwas misslingt.',
      deltaCrls: 'Deltalisten',
      none: 'Keine',
      aRevocationMakesANew:
        'Eine Sperrung macht eine neue ganze Liste. Richtig bis etwa zehntausend gesperrte Zertifikate.',
      publishDeltasToo: 'Auch Deltalisten veröffentlichen',
      aShortListOfWhat:
        'Eine kurze Liste dessen, was sich seit der letzten ganzen geändert hat. Eine Sperrung macht eine neue Deltaliste; die ganze folgt einmal am Tag.',
      lifeOfADeltaIn: 'Lebensdauer einer Deltaliste, in Stunden',
      n1To168: '1 bis 168.',
      certificatesThatAreIssuedFrom: (value) =>
        `Zertifikate, die von jetzt an ausgestellt werden, nennen sie; frühere nicht. Die meisten TLS-Server und Browser lesen nur ganze Listen und sehen eine Sperrung mit der nächsten ganzen.${value}`,
      theKeyIsOfflineA:
        ' Der Schlüssel ist offline: Eine Deltaliste, die Stunden lebt, endet zwischen zwei Zeremonien.',
      whoSeesADelta: 'Wer eine Deltaliste sieht',
      dividedCrl: 'Geteilte Sperrliste',
      theListIsDividedInto: (count) =>
        `Die Liste ist in ${count} Teile geteilt, und das bleibt so: Jedes Zertifikat nennt seinen Teil, solange es lebt.`,
      oneList: 'Eine Liste',
      everyCertificateNamesTheSame: 'Jedes Zertifikat nennt dieselbe Liste.',
      parts: 'Teile',
      eachCertificateNamesThePart:
        'Jedes Zertifikat nennt den Teil, der es betrifft, also ruft ein Client nur einen Bruchteil der Liste ab.',
      numberOfParts: 'Anzahl der Teile',
      n2To1000About: '2 bis 1.000. Etwa einer für je tausend gesperrte Zertifikate, mit denen Sie rechnen.',
      certificatesThatAreIssuedFrom2:
        'Zertifikate, die von jetzt an ausgestellt werden, nennen einen Teil, solange sie leben; frühere nennen weiter die ganze Liste, die immer auch veröffentlicht wird.',
      aDivisionCannotBeChanged: 'Eine Teilung lässt sich nicht ändern oder zurücknehmen',
      deltasAndPartsAreNamed:
        'Deltalisten und Teile werden nur mit der öffentlichen Adresse dieses Servers genannt. Mit eigenen Adressen oder ohne nennen Zertifikate, was Sie eingetragen haben.',
      certificatesWillNotNameThese: 'Zertifikate werden diese Listen nicht nennen',
    },
    settingsForm: {
      revocationList: 'Sperrliste',
      whereClientsFetchTheList: 'Wo Clients die Liste dieser Zertifizierungsstelle abrufen.',
      ocsp: 'OCSP',
      whereClientsAskAboutA: 'Wo Clients nach einem einzelnen Zertifikat fragen.',
      certificateOfThisAuthority: 'Zertifikat dieser Zertifizierungsstelle',
      whereClientsFetchWhatIs: 'Wo Clients abrufen, was in einer Kette fehlt.',
      to: (firstUrl, lastUrl) => `${firstUrl} bis ${lastUrl}`,
      noAddress: 'keine Adresse',
      theyCountFromTheNext: 'Sie gelten vom nächsten Zertifikat und von der nächsten Liste an.',
      saved: 'Gespeichert',
      publicAddressOfThisServer: 'Öffentliche Adresse dieses Servers',
      addressesOfYourOwn: 'Eigene Adressen',
      youCopyThereWhatThis: 'Dorthin kopieren Sie, was dieser Server veröffentlicht.',
      noAddress2: 'Keine Adresse',
      clientsFindNothingByThemselves: 'Clients finden von selbst nichts.',
      addressesOneALine: 'Adressen, eine je Zeile',
      now: (view) => `Jetzt: ${view}`,
      profilesItMayIssue: 'Profile, die sie ausstellen darf',
      saving: 'Wird gespeichert …',
      saveSettings: 'Einstellungen speichern',
      back: 'Zurück',
    },
  },
});
