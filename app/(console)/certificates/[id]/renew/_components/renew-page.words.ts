import { defineWords } from '@/components/language/define-words';

export const renewPageWords = defineWords({
  en: {
    leadRevoked: 'A new certificate with the same names. This one was revoked.',
    lead: (day: string) =>
      `A new certificate with the same names. This one stays good until ${day}, so there is time to change over.`,
    renewCertificates: (displayName: string) => `Renew ${displayName} · Certificates`,
    renew: (displayName: string) => `Renew ${displayName}`,
    willShowTheNewCertificate: (value: string) => `${value} will show the new certificate and hand out its files.`,
    renewingItAgainMakesAnother: 'Renewing it again makes another successor.',
    itWasRenewedBefore: 'It was renewed before',
    openTheNewerOne: 'Open the newer one',
    nothingCanBeSignedUntil: 'Nothing can be signed until they are unsealed.',
    theKeysAreSealed: 'The keys are sealed',
    unseal: 'Unseal',
    authoritiesAreRenewedOnTheir: 'Authorities are renewed on their own page; responders renew themselves.',
    thisCertificateIsNotRenewed: 'This certificate is not renewed here.',
    backToTheCertificate: 'Back to the certificate',
  },
  de: {
    leadRevoked: 'Ein neues Zertifikat mit denselben Namen. Dieses wurde gesperrt.',
    lead: (day) => `Ein neues Zertifikat mit denselben Namen. Dieses gilt bis ${day}, also ist Zeit für den Wechsel.`,
    renewCertificates: (displayName) => `${displayName} erneuern · Zertifikate`,
    renew: (displayName) => `${displayName} erneuern`,
    willShowTheNewCertificate: (value) => `${value} zeigt dann das neue Zertifikat und gibt seine Dateien aus.`,
    renewingItAgainMakesAnother: 'Noch einmal erneuern macht einen weiteren Nachfolger.',
    itWasRenewedBefore: 'Es wurde schon einmal erneuert',
    openTheNewerOne: 'Das neuere öffnen',
    nothingCanBeSignedUntil: 'Nichts lässt sich signieren, bis sie entsiegelt sind.',
    theKeysAreSealed: 'Die Schlüssel sind versiegelt',
    unseal: 'Entsiegeln',
    authoritiesAreRenewedOnTheir:
      'Zertifizierungsstellen werden auf ihrer eigenen Seite erneuert; OCSP-Auskünfte erneuern sich selbst.',
    thisCertificateIsNotRenewed: 'Dieses Zertifikat wird nicht hier erneuert.',
    backToTheCertificate: 'Zurück zum Zertifikat',
  },
});
