import { defineWords } from '@/components/language/define-words';

export const revokePageWords = defineWords({
  en: {
    revokeCertificates: (displayName: string) => `Revoke ${displayName} · Certificates`,
    issuedBySerialARevocation:
      'Issued by {issuerName}, serial {serialSuffix}. A revocation cannot be undone; a hold can.',
    revoke: (displayName: string) => `Revoke ${displayName}`,
    backToTheCertificate: 'Back to the certificate',
    whatHappens: 'What happens',
    aNewRevocationListOf:
      'A new revocation list of {issuerName} is signed at once and served{value}. OCSP answers “revoked” from the same moment.',
    at: ' at {code}',
    clientsRefuseTheCertificateOnce:
      'Clients refuse the certificate once they have read the new list. Who reads none still accepts it until it expires.',
    noConnectionUsesIt: 'No connection uses it.',
    theConnectionStopsWorking: 'The connection {link} stops working.',
    whoChecksAtAll: 'Who checks at all?',
    nginxJavaBrowsers: 'nginx, Java, browsers …',
    aNewRevocationListCannot: 'A new revocation list cannot be signed until they are unsealed.',
    theKeysAreSealed: 'The keys are sealed',
    unseal: 'Unseal',
    thisCertificateIsAlreadyRevoked: 'This certificate is already revoked.',
    thisCertificateHasExpiredSo: 'This certificate has expired, so nothing accepts it any more.',
    thisCertificateBelongsToAn: 'This certificate belongs to an authority or its responder and is not revoked here.',
  },
  de: {
    revokeCertificates: (displayName) => `${displayName} sperren · Zertifikate`,
    issuedBySerialARevocation:
      'Ausgestellt von {issuerName}, Seriennummer {serialSuffix}. Eine Sperrung lässt sich nicht zurücknehmen, eine Aussetzung schon.',
    revoke: (displayName) => `${displayName} sperren`,
    backToTheCertificate: 'Zurück zum Zertifikat',
    whatHappens: 'Was geschieht',
    aNewRevocationListOf:
      'Eine neue Sperrliste von {issuerName} wird sofort signiert und ausgeliefert{value}. OCSP antwortet von da an „gesperrt“.',
    at: ' unter {code}',
    clientsRefuseTheCertificateOnce:
      'Clients weisen das Zertifikat ab, sobald sie die neue Liste gelesen haben. Wer keine liest, nimmt es an, bis es abläuft.',
    noConnectionUsesIt: 'Keine Verbindung benutzt es.',
    theConnectionStopsWorking: 'Die Verbindung {link} geht nicht mehr.',
    whoChecksAtAll: 'Wer prüft das überhaupt?',
    nginxJavaBrowsers: 'nginx, Java, Browser …',
    aNewRevocationListCannot: 'Eine neue Sperrliste lässt sich nicht signieren, bis sie entsiegelt sind.',
    theKeysAreSealed: 'Die Schlüssel sind versiegelt',
    unseal: 'Entsiegeln',
    thisCertificateIsAlreadyRevoked: 'Dieses Zertifikat ist schon gesperrt.',
    thisCertificateHasExpiredSo: 'Dieses Zertifikat ist abgelaufen, also nimmt es niemand mehr an.',
    thisCertificateBelongsToAn:
      'Dieses Zertifikat gehört einer Zertifizierungsstelle oder ihrer OCSP-Auskunft und wird nicht hier gesperrt.',
  },
});
