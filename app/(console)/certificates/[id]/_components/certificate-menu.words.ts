import { defineWords } from '@/components/language/define-words';

export const certificateMenuWords = defineWords({
  en: {
    certificateMenu: {
      more: 'More',
    },
  },
  de: {
    certificateMenu: {
      more: 'Mehr',
    },
  },
});
