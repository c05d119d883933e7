import { defineWords } from '@/components/language/define-words';

export const confirmNameWords = defineWords({
  en: {
    typeTheNameOfThe: (name: string) => `Type the name of the authority: ${name}`,
  },
  de: {
    typeTheNameOfThe: (name) => `Tippen Sie den Namen der Zertifizierungsstelle: ${name}`,
  },
});
