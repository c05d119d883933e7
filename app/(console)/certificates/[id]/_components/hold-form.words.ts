import { defineWords } from '@/components/language/define-words';

export const holdFormWords = defineWords({
  en: {
    putOnHold: (name: string) => `Put ${name} on hold`,
    suspending: 'Suspending…',
    isOnHold: (name: string) => `${name} is on hold`,
    ocspAnswersRevokedWithThe: 'OCSP answers “revoked” with the reason certificateHold',
    release: (name: string) => `Release ${name}`,
    releasing: 'Releasing…',
    isReleased: (name: string) => `${name} is released`,
    ocspAnswersGoodAgain: 'OCSP answers “good” again',
    revocationListOfSaysSo: (crlNumber: string, issuerName: string, day: string, ocsp: string) =>
      `Revocation list ${crlNumber} of ${issuerName} says so since ${day}, and ${ocsp}.`,
    signingTheNewListFailed: (ocsp: string) => `${ocsp}. Signing the new list failed and is being repeated.`,
    theRevocationListIsNot: (name: string) => `${name}; the revocation list is not signed yet`,
    openTheCertificate: 'Open the certificate',
    cancel: 'Cancel',
  },
  de: {
    putOnHold: (name) => `${name} aussetzen`,
    suspending: 'Wird ausgesetzt …',
    isOnHold: (name) => `${name} ist ausgesetzt`,
    ocspAnswersRevokedWithThe: 'OCSP antwortet „gesperrt“ mit dem Grund certificateHold',
    release: (name) => `Aussetzung von ${name} aufheben`,
    releasing: 'Wird aufgehoben …',
    isReleased: (name) => `${name} gilt wieder`,
    ocspAnswersGoodAgain: 'OCSP antwortet wieder „gültig“',
    revocationListOfSaysSo: (crlNumber, issuerName, day, ocsp) =>
      `Sperrliste ${crlNumber} von ${issuerName} sagt es seit ${day}, und ${ocsp}.`,
    signingTheNewListFailed: (ocsp) => `${ocsp}. Das Signieren der neuen Liste misslang und wird wiederholt.`,
    theRevocationListIsNot: (name) => `${name}; die Sperrliste ist noch nicht signiert`,
    openTheCertificate: 'Zertifikat öffnen',
    cancel: 'Abbrechen',
  },
});
