import { defineWords } from '@/components/language/define-words';

export const connectionsPageWords = defineWords({
  en: {
    connectionFilters: {
      nameOfTheConnectionOr: 'Name of the connection or of a party',
      search: 'Search',
      state: 'State',
      all: 'All',
    },
    listFilter: {
      valid: 'Valid',
      expiring: 'Expiring',
      broken: 'Broken',
    },
    connections: {
      and: 'and',
      trusts: 'trusts',
      connections: (part: string) => `${part} · Connections`,
      connections2: 'Connections',
      whoTrustsWhomAServer:
        'Who trusts whom: a server, and when mutual a client, with the files and the configuration each side needs.',
      newConnection: 'New connection',
      typeTheServersNamesAnd:
        "Type the server's names and the client's name. Both certificates are issued, and each side gets one bundle.",
      noConnectionYet: 'No connection yet',
      makeAMutualTlsPair: 'Make a mutual-TLS pair',
      theSearchLooksAtThe:
        'The search looks at the name of the connection and at every name, serial number and fingerprint of its certificates.',
      nothingMatches: (q: string) => `Nothing matches “${q}”`,
      clearFilters: 'Clear filters',
      noConnectionHasTwoCertificates: 'No connection has two certificates that are good for more than 30 days',
      noConnectionHasACertificate: 'No connection has a certificate that ends within 30 days',
      noConnectionIsBroken: 'No connection is broken',
      anyClientThatTrustsThe: 'Any client that trusts the root',
    },
  },
  de: {
    connectionFilters: {
      nameOfTheConnectionOr: 'Name der Verbindung oder einer Seite',
      search: 'Suchen',
      state: 'Zustand',
      all: 'Alle',
    },
    listFilter: {
      valid: 'Gültig',
      expiring: 'Laufen ab',
      broken: 'Gestört',
    },
    connections: {
      and: 'und',
      trusts: 'vertraut',
      connections: (part) => `${part} · Verbindungen`,
      connections2: 'Verbindungen',
      whoTrustsWhomAServer:
        'Wer wem vertraut: ein Server und, wenn gegenseitig, ein Client, mit den Dateien und der Konfiguration, die jede Seite braucht.',
      newConnection: 'Neue Verbindung',
      typeTheServersNamesAnd:
        'Geben Sie die Namen des Servers und den des Clients ein. Beide Zertifikate werden ausgestellt, und jede Seite bekommt ein Paket.',
      noConnectionYet: 'Noch keine Verbindung',
      makeAMutualTlsPair: 'Paar für gegenseitiges TLS anlegen',
      theSearchLooksAtThe:
        'Die Suche sieht den Namen der Verbindung und jeden Namen, jede Seriennummer und jeden Fingerabdruck ihrer Zertifikate an.',
      nothingMatches: (q) => `Nichts passt auf „${q}“`,
      clearFilters: 'Filter entfernen',
      noConnectionHasTwoCertificates: 'Keine Verbindung hat zwei Zertifikate, die noch mehr als 30 Tage gelten',
      noConnectionHasACertificate: 'Keine Verbindung hat ein Zertifikat, das in 30 Tagen abläuft',
      noConnectionIsBroken: 'Keine Verbindung ist gestört',
      anyClientThatTrustsThe: 'Jeder Client, der der Wurzel vertraut',
    },
  },
});
