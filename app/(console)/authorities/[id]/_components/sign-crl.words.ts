import { defineWords } from '@/components/language/define-words';

export const signCrlWords = defineWords({
  en: {
    signedAndPublished: 'Signed and published',
    theKeysAreSealed: 'The keys are sealed',
    signing: 'Signing…',
    signNow: 'Sign now',
  },
  de: {
    signedAndPublished: 'Signiert und veröffentlicht',
    theKeysAreSealed: 'Die Schlüssel sind versiegelt',
    signing: 'Wird signiert …',
    signNow: 'Jetzt signieren',
  },
});
