import { defineWords } from '@/components/language/define-words';

export const otherWords = defineWords({
  en: {
    signsAndDecryptsTheE: 'Signs and decrypts the e-mail of the addresses in it.',
    signsProgramsAndScriptsIn: 'Signs programs and scripts in the name of who made them.',
    forProgramsThatCallEach: 'For programs that call each other with a single certificate.',
    whatFor: 'What for?',
  },
  de: {
    signsAndDecryptsTheE: 'Signiert und entschlüsselt die E-Mail der Adressen darin.',
    signsProgramsAndScriptsIn: 'Signiert Programme und Skripte im Namen dessen, der sie gemacht hat.',
    forProgramsThatCallEach: 'Für Programme, die einander mit einem einzigen Zertifikat rufen.',
    whatFor: 'Wofür?',
  },
});
