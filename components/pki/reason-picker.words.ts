import { defineWords } from '@/components/language/define-words';

export const reasonPickerWords = defineWords({
  en: {
    whyIsItRevoked: 'Why is it revoked?',
  },
  de: {
    whyIsItRevoked: 'Warum wird es gesperrt?',
  },
});
