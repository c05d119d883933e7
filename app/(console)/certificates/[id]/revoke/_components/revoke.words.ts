import { defineWords } from '@/components/language/define-words';

export const revokeWords = defineWords({
  en: {
    seeWhatOthersSee: 'See what others see',
    revokedState: 'revoked',
    sinceWhen: 'Since when?',
    theFirstDayTheKey:
      'The first day the key may have been in other hands, in UTC. It is written into the revocation list.',
    alsoRevokeEveryOtherCertificate: (value: string) => `Also revoke every other certificate with this key: ${value}`,
    suspending: 'Suspending…',
    putOnHold: (name: string) => `Put ${name} on hold`,
    revoking: 'Revoking…',
    revoke: (name: string) => `Revoke ${name}`,
    cancel: 'Cancel',
    onHold: 'on hold',
    revocationListOfIsLive:
      'Revocation list {crlNumber} of {name} is live since {day}, and OCSP answers “revoked”.{value}',
    clientsFindTheListAt: 'Clients find the list at',
    is: (name: string, state: string) => `${name} is ${state}`,
    ocspAlreadyAnswersRevokedSigning: (name: string) =>
      `OCSP already answers “revoked”. Signing the new list failed and is being repeated; the page of ${name} shows when it is there.`,
    isItsRevocationListIs: (name: string, state: string) =>
      `${name} is ${state}; its revocation list is not signed yet`,
    revokedWithItAsThey: 'Revoked with it, as they have the same key',
    openTheCertificate: 'Open the certificate',
    seeTheRevocationList: 'See the revocation list',
  },
  de: {
    seeWhatOthersSee: 'Sehen, was andere sehen',
    revokedState: 'gesperrt',
    sinceWhen: 'Seit wann?',
    theFirstDayTheKey:
      'Der erste Tag, an dem der Schlüssel in fremden Händen gewesen sein kann, in UTC. Er steht in der Sperrliste.',
    alsoRevokeEveryOtherCertificate: (value) => `Auch jedes andere Zertifikat mit diesem Schlüssel sperren: ${value}`,
    suspending: 'Wird ausgesetzt …',
    putOnHold: (name) => `${name} aussetzen`,
    revoking: 'Wird gesperrt …',
    revoke: (name) => `${name} sperren`,
    cancel: 'Abbrechen',
    onHold: 'ausgesetzt',
    revocationListOfIsLive: 'Sperrliste {crlNumber} von {name} gilt seit {day}, und OCSP antwortet „gesperrt“.{value}',
    clientsFindTheListAt: 'Clients finden die Liste unter {0}.',
    is: (name, state) => `${name} ist ${state}`,
    ocspAlreadyAnswersRevokedSigning: (name) =>
      `OCSP antwortet schon „gesperrt“. Das Signieren der neuen Liste misslang und wird wiederholt; die Seite von ${name} zeigt, wann sie da ist.`,
    isItsRevocationListIs: (name, state) => `${name} ist ${state}; die Sperrliste ist noch nicht signiert`,
    revokedWithItAsThey: 'Mit gesperrt, weil sie denselben Schlüssel haben',
    openTheCertificate: 'Zertifikat öffnen',
    seeTheRevocationList: 'Sperrliste ansehen',
  },
});
