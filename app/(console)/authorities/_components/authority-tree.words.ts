import { defineWords } from '@/components/language/define-words';

export const authorityTreeWords = defineWords({
  en: {
    authorities: 'Authorities',
  },
  de: {
    authorities: 'Zertifizierungsstellen',
  },
});
