import { defineWords } from '@/components/language/define-words';

export const newEntriesWords = defineWords({
  en: {
    mutualTlsPair: 'Mutual TLS pair',
    serverCertificate: 'Server certificate',
    clientCertificate: 'Client certificate',
    anotherCertificate: 'Another certificate',
    signARequestCsr: 'Sign a request (CSR)',
    manyFromATable: 'Many, from a table',
    authority: 'Authority',
    importAnAuthority: 'Import an authority',
  },
  de: {
    mutualTlsPair: 'Paar für gegenseitiges TLS',
    serverCertificate: 'Serverzertifikat',
    clientCertificate: 'Clientzertifikat',
    anotherCertificate: 'Anderes Zertifikat',
    signARequestCsr: 'Antrag (CSR) signieren',
    manyFromATable: 'Viele, aus einer Tabelle',
    authority: 'Zertifizierungsstelle',
    importAnAuthority: 'Zertifizierungsstelle übernehmen',
  },
});
