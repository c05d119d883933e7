import { defineWords } from '@/components/language/define-words';

export const certificateMenuPanelWords = defineWords({
  en: {
    printSheet: 'Print sheet',
    whatOthersSee: 'What others see',
    tryInTheLab: 'Try in the handshake lab',
    copied: 'Copied',
    copyItFromTheAddress: 'Copy it from the address bar',
    copyTheLink: 'Copy the link',
    renew: 'Renew',
    putOnHold: 'Put on hold',
    releaseFromHold: 'Release from hold',
    revoke: 'Revoke',
  },
  de: {
    printSheet: 'Druckblatt',
    whatOthersSee: 'Was andere sehen',
    tryInTheLab: 'Im Handshake-Labor ausprobieren',
    copied: 'Kopiert',
    copyItFromTheAddress: 'Kopieren Sie ihn aus der Adresszeile',
    copyTheLink: 'Link kopieren',
    renew: 'Erneuern',
    putOnHold: 'Aussetzen',
    releaseFromHold: 'Aussetzung aufheben',
    revoke: 'Sperren',
  },
});
