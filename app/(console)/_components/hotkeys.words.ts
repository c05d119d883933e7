import { defineWords } from '@/components/language/define-words';

export const hotkeysWords = defineWords({
  en: {
    keys: 'Keys',
    singleLettersNeverActWhile: 'Single letters never act while you type. Settings can switch them off.',
    singleLettersAreSwitchedOff: 'Single letters are switched off. Settings can switch them on.',
  },
  de: {
    keys: 'Tasten',
    singleLettersNeverActWhile:
      'Einzelne Buchstaben wirken nie, während Sie tippen. In den Einstellungen lassen sie sich abschalten.',
    singleLettersAreSwitchedOff:
      'Einzelne Buchstaben sind abgeschaltet. In den Einstellungen lassen sie sich anschalten.',
  },
});
