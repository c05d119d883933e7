import { defineWords } from '@/components/language/define-words';

export const stepUpDialogWords = defineWords({
  en: {
    yourPasswordOnceMore: 'Your password, once more',
    thisActWantsItGiven: 'This act wants it given within the last 5 minutes. It goes on by itself afterwards.',
  },
  de: {
    yourPasswordOnceMore: 'Ihr Passwort, noch einmal',
    thisActWantsItGiven:
      'Dieser Schritt verlangt, dass es in den letzten 5 Minuten eingegeben wurde. Danach geht es von allein weiter.',
  },
});
