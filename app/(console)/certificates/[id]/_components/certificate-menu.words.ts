import { defineWords } from '@/components/language/define-words';

export const certificateMenuWords = defineWords({
  en: {
    certificateMenuPanel: {
      printSheet: 'Print sheet',
      copied: 'Copied',
      copyItFromTheAddress: 'Copy it from the address bar',
      copyTheLink: 'Copy the link',
      renew: 'Renew',
      putOnHold: 'Put on hold',
      releaseFromHold: 'Release from hold',
      revoke: 'Revoke',
    },
    certificateMenu: {
      more: 'More',
    },
  },
  de: {
    certificateMenuPanel: {
      printSheet: 'Druckblatt',
      copied: 'Kopiert',
      copyItFromTheAddress: 'Kopieren Sie ihn aus der Adresszeile',
      copyTheLink: 'Link kopieren',
      renew: 'Erneuern',
      putOnHold: 'Aussetzen',
      releaseFromHold: 'Aussetzung aufheben',
      revoke: 'Sperren',
    },
    certificateMenu: {
      more: 'Mehr',
    },
  },
});
