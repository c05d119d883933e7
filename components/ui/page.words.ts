import { defineWords } from '@/components/language/define-words';

export const pageWords = defineWords({
  en: {
    breadcrumb: 'Breadcrumb',
  },
  de: {
    breadcrumb: 'Pfad',
  },
});
