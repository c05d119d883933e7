import { defineWords } from '@/components/language/define-words';

export const setupPageWords = defineWords({
  en: {
    setUp: 'Set-up',
  },
  de: {
    setUp: 'Einrichtung',
  },
});
