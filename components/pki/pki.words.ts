import { defineWords } from '@/components/language/define-words';

export const pkiWords = defineWords({
  en: {
    pemBox: {
      copy: 'Copy',
    },
    authorityHealth: {
      revoked: 'Revoked',
      disabled: 'Disabled',
      waitsForItsCertificate: 'Waits for its certificate',
      noCertificateYet: 'No certificate yet',
      keyElsewhere: 'Key elsewhere',
      noCrlYet: 'No CRL yet',
      crlOverdueSince: 'CRL overdue since',
      crl: (crlNumber: string, when: string) => `CRL ${crlNumber}, ${when}`,
      nextBy: (value: string) => `Next by ${value}`,
    },
    enforcementNotes: {
      onlyWithARevocationList:
        'Only with a revocation list in their configuration, and only once they have read the new one: fetch it and reload.',
      notByThemselvesTheyCompare:
        'Not by themselves. They compare with a list where the program gives them one, as curl --crlfile and openssl -crl_check do.',
      onlyWhereRevocationCheckingIs:
        'Only where revocation checking is turned on; then by OCSP or by the list that the certificate names.',
      chromeAndEdge: 'Chrome and Edge',
      forAPrivateRootOnly: 'For a private root only under the policy RequireOnlineRevocationChecksForLocalAnchors.',
      checksClientCertificatesByDefault:
        'Checks client certificates by default, and keeps the list it has until its next update.',
    },
    authorityChoice: {
      until: (name: string, serialNumber: string, day: string) => `${name} (…${serialNumber}, until ${day})`,
    },
    testVerdict: {
      notTestedYet: 'Not tested yet',
      handshakeWorks: 'Handshake works',
      handshakeFails: 'Handshake fails',
    },
    certificateTable: {
      name: 'Name',
      use: 'Use',
      issuer: 'Issuer',
      status: 'Status',
      expiresUtc: 'Expires (UTC)',
      serial: 'Serial',
      key: 'Key',
      allOnThisPage: 'All on this page',
      chooseSerial: (displayName: string, value: string) => `Choose ${displayName}, serial ${value}`,
      chooseAllOnThisPage: 'Choose all on this page',
      until: '{issuerName} · until {time} · {serialSuffix}',
      itsAuthorityIsRevoked: 'Its authority is revoked',
      andMore: (count: number) => ` and ${count} more`,
      thePrivateKeyIsHeld: 'The private key is held here',
      privateKeyHeldHere: 'Private key held here',
    },
    offlineKeys: {
      theKeyOfIsOffline: (name: string) => `The key of ${name} is offline`,
      beginACeremony: 'Begin a ceremony',
    },
    historyList: {
      number: (crlNumber: string) => `number ${crlNumber}`,
      nothingHasHappenedYet: 'Nothing has happened yet.',
    },
    fingerprint: {
      serial: (serial: string) => `Serial ${serial}`,
    },
    chainTree: {
      signs: 'signs',
      endCertificatesOnlyPathLength: ' · end certificates only (path length 0)',
      pathLength: (pathLenConstraint: number) => ` · path length ${pathLenConstraint}`,
    },
    snippetTabs: {
      configuration: (label: string) => `${label} configuration`,
    },
  },
  de: {
    pemBox: {
      copy: 'Kopieren',
    },
    authorityHealth: {
      revoked: 'Gesperrt',
      disabled: 'Deaktiviert',
      waitsForItsCertificate: 'Wartet auf ihr Zertifikat',
      noCertificateYet: 'Noch kein Zertifikat',
      keyElsewhere: 'Schlüssel anderswo',
      noCrlYet: 'Noch keine CRL',
      crlOverdueSince: 'CRL überfällig seit',
      crl: (crlNumber, when) => `CRL ${crlNumber}, ${when}`,
      nextBy: (value) => `Nächste bis ${value}`,
    },
    enforcementNotes: {
      onlyWithARevocationList:
        'Nur mit einer Sperrliste in ihrer Konfiguration, und erst, wenn sie die neue gelesen haben: abrufen und neu laden.',
      notByThemselvesTheyCompare:
        'Nicht von selbst. Sie vergleichen mit einer Liste, wenn das Programm ihnen eine gibt, wie es curl --crlfile und openssl -crl_check tun.',
      onlyWhereRevocationCheckingIs:
        'Nur wo die Prüfung auf Sperrungen eingeschaltet ist; dann über OCSP oder die Liste, die das Zertifikat nennt.',
      chromeAndEdge: 'Chrome und Edge',
      forAPrivateRootOnly:
        'Bei einer privaten Wurzel nur unter der Richtlinie RequireOnlineRevocationChecksForLocalAnchors.',
      checksClientCertificatesByDefault:
        'Prüft Clientzertifikate von Haus aus und behält die Liste, die es hat, bis zu ihrer nächsten Ausgabe.',
    },
    authorityChoice: {
      until: (name, serialNumber, day) => `${name} (…${serialNumber}, bis ${day})`,
    },
    testVerdict: {
      notTestedYet: 'Noch nicht getestet',
      handshakeWorks: 'Handshake gelingt',
      handshakeFails: 'Handshake misslingt',
    },
    certificateTable: {
      name: 'Name',
      use: 'Verwendung',
      issuer: 'Aussteller',
      status: 'Status',
      expiresUtc: 'Läuft ab (UTC)',
      serial: 'Seriennummer',
      key: 'Schlüssel',
      allOnThisPage: 'Alle auf dieser Seite',
      chooseSerial: (displayName, value) => `${displayName} wählen, Seriennummer ${value}`,
      chooseAllOnThisPage: 'Alle auf dieser Seite wählen',
      until: '{issuerName} · bis {time} · {serialSuffix}',
      itsAuthorityIsRevoked: 'Seine Zertifizierungsstelle ist gesperrt',
      andMore: (count) => ` und ${count} weitere`,
      thePrivateKeyIsHeld: 'Der private Schlüssel ist hier',
      privateKeyHeldHere: 'Privater Schlüssel ist hier',
    },
    offlineKeys: {
      theKeyOfIsOffline: (name) => `Der Schlüssel von ${name} ist offline`,
      beginACeremony: 'Zeremonie beginnen',
    },
    historyList: {
      number: (crlNumber) => `Nummer ${crlNumber}`,
      nothingHasHappenedYet: 'Noch ist nichts geschehen.',
    },
    fingerprint: {
      serial: (serial) => `Seriennummer ${serial}`,
    },
    chainTree: {
      signs: 'signiert',
      endCertificatesOnlyPathLength: ' · nur Endzertifikate (Pfadlänge 0)',
      pathLength: (pathLenConstraint) => ` · Pfadlänge ${pathLenConstraint}`,
    },
    snippetTabs: {
      configuration: (label) => `Konfiguration für ${label}`,
    },
  },
});
