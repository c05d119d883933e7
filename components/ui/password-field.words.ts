import { defineWords } from '@/components/language/define-words';

export const passwordFieldWords = defineWords({
  en: {
    show: (value: string) => `Show ${value}`,
  },
  de: {
    show: (value) => `${value} zeigen`,
  },
});
