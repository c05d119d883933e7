import { defineWords } from '@/components/language/define-words';

export const endAuthorityWords = defineWords({
  en: {
    deleteAuthorityForm: {
      deleting: 'Deleting…',
      deleteIt: (name: string) => `Delete ${name}`,
      cancel: 'Cancel',
    },
    revokeAuthorityForm: {
      isRevoked: (name: string) => `${name} is revoked`,
      theListOfIsNot: (value: string) =>
        `The list of ${value} is not signed yet: its key is offline or in trouble. Begin a ceremony on its page; otherwise it is tried again shortly.`,
      revocationListOfCarriesIt: (crlNumber: string, issuerName: string) =>
        `Revocation list ${crlNumber} of ${issuerName} carries it.`,
      openTheAuthority: 'Open the authority',
      seeWhatOthersSee: 'See what others see',
      revoking: 'Revoking…',
      revoke: (name: string) => `Revoke ${name}`,
      cancel: 'Cancel',
    },
  },
  de: {
    deleteAuthorityForm: {
      deleting: 'Wird gelöscht …',
      deleteIt: (name) => `${name} löschen`,
      cancel: 'Abbrechen',
    },
    revokeAuthorityForm: {
      isRevoked: (name) => `${name} ist gesperrt`,
      theListOfIsNot: (value) =>
        `Die Liste von ${value} ist noch nicht signiert: Ihr Schlüssel ist offline oder gestört. Beginnen Sie auf ihrer Seite eine Zeremonie; sonst wird es bald noch einmal versucht.`,
      revocationListOfCarriesIt: (crlNumber, issuerName) => `Sperrliste ${crlNumber} von ${issuerName} enthält sie.`,
      openTheAuthority: 'Zertifizierungsstelle öffnen',
      seeWhatOthersSee: 'Sehen, was andere sehen',
      revoking: 'Wird gesperrt …',
      revoke: (name) => `${name} sperren`,
      cancel: 'Abbrechen',
    },
  },
});
