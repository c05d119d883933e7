import { defineWords } from '@/components/language/define-words';

export const newPageWords = defineWords({
  en: {
    issuingGate: {
      unsealThemAndThisForm: 'Unseal them, and this form is ready.',
      theKeysAreSealedSo: 'The keys are sealed, so nothing can be signed',
      unseal: 'Unseal',
      nothingCanBeSignedUntil:
        'Nothing can be signed until it is back for a ceremony: bring its sealed file and the passphrase, then open this form again.',
      certificatesAreSignedByAn:
        'Certificates are signed by an issuing authority below your root. Create one, and you come back here.',
      noIssuingAuthorityCanSign: 'No issuing authority can sign',
      createAnIssuingAuthority: 'Create an issuing authority',
    },
    bulk: {
      issueFromATableCertificates: 'Issue from a table · Certificates',
      oneCertificateForEachRow:
        'One certificate for each row of a CSV or JSON file, up to 10,000. Every row is tried first; nothing is signed until you start.',
      certificates: 'Certificates',
      issueFromATable: 'Issue from a table',
    },
    client: {
      newClientCertificateCertificates: 'New client certificate · Certificates',
      provesToAServerWhich: 'Proves to a server which person, service or machine is calling.',
      certificates: 'Certificates',
      newClientCertificate: 'New client certificate',
    },
    csr: {
      signARequestCertificates: 'Sign a request · Certificates',
      theApplicantMadeAKey:
        'The applicant made a key and a request (CSR); the key stays there. Only its names are taken over, the profile decides the rest.',
      certificates: 'Certificates',
      signARequest: 'Sign a request',
    },
    other: {
      newCertificateCertificates: 'New certificate · Certificates',
      forMutualPeersEMail: 'For mutual peers, e-mail and code.',
      certificates: 'Certificates',
      newCertificate: 'New certificate',
    },
    pair: {
      newConnectionConnections: 'New connection · Connections',
      twoPartiesThatTrustEach: 'Two parties that trust each other. Both get exactly the files they need.',
      connections: 'Connections',
      newConnection: 'New connection',
    },
    server: {
      newServerCertificateCertificates: 'New server certificate · Certificates',
      provesToClientsThatA: 'Proves to clients that a server has the names in it.',
      certificates: 'Certificates',
      newServerCertificate: 'New server certificate',
    },
  },
  de: {
    issuingGate: {
      unsealThemAndThisForm: 'Entsiegeln Sie sie, dann ist dieses Formular bereit.',
      theKeysAreSealedSo: 'Die Schlüssel sind versiegelt, also lässt sich nichts signieren',
      unseal: 'Entsiegeln',
      nothingCanBeSignedUntil:
        'Nichts lässt sich signieren, bis er für eine Zeremonie zurück ist: Bringen Sie seine versiegelte Datei und die Passphrase und öffnen Sie dieses Formular dann wieder.',
      certificatesAreSignedByAn:
        'Zertifikate signiert eine ausstellende Zertifizierungsstelle unter Ihrer Wurzel. Legen Sie eine an, dann kommen Sie hierher zurück.',
      noIssuingAuthorityCanSign: 'Keine ausstellende Zertifizierungsstelle kann signieren',
      createAnIssuingAuthority: 'Ausstellende Zertifizierungsstelle anlegen',
    },
    bulk: {
      issueFromATableCertificates: 'Aus einer Tabelle ausstellen · Zertifikate',
      oneCertificateForEachRow:
        'Ein Zertifikat für jede Zeile einer CSV- oder JSON-Datei, bis zu 10.000. Jede Zeile wird zuerst versucht; nichts wird signiert, bevor Sie beginnen.',
      certificates: 'Zertifikate',
      issueFromATable: 'Aus einer Tabelle ausstellen',
    },
    client: {
      newClientCertificateCertificates: 'Neues Clientzertifikat · Zertifikate',
      provesToAServerWhich: 'Beweist einem Server, welche Person, welcher Dienst oder welche Maschine ruft.',
      certificates: 'Zertifikate',
      newClientCertificate: 'Neues Clientzertifikat',
    },
    csr: {
      signARequestCertificates: 'Antrag signieren · Zertifikate',
      theApplicantMadeAKey:
        'Der Antragsteller hat einen Schlüssel und einen Antrag (CSR) gemacht; der Schlüssel bleibt dort. Nur seine Namen werden übernommen, alles andere entscheidet das Profil.',
      certificates: 'Zertifikate',
      signARequest: 'Antrag signieren',
    },
    other: {
      newCertificateCertificates: 'Neues Zertifikat · Zertifikate',
      forMutualPeersEMail: 'Für gleichrangige Gegenstellen, E-Mail und Code.',
      certificates: 'Zertifikate',
      newCertificate: 'Neues Zertifikat',
    },
    pair: {
      newConnectionConnections: 'Neue Verbindung · Verbindungen',
      twoPartiesThatTrustEach:
        'Zwei Seiten, die einander vertrauen. Beide bekommen genau die Dateien, die sie brauchen.',
      connections: 'Verbindungen',
      newConnection: 'Neue Verbindung',
    },
    server: {
      newServerCertificateCertificates: 'Neues Serverzertifikat · Zertifikate',
      provesToClientsThatA: 'Beweist Clients, dass ein Server die Namen darin hat.',
      certificates: 'Zertifikate',
      newServerCertificate: 'Neues Serverzertifikat',
    },
  },
});
