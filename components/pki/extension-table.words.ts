import { defineWords } from '@/components/language/define-words';

export const extensionTableWords = defineWords({
  en: {
    critical: 'critical',
  },
  de: {
    critical: 'kritisch',
  },
});
