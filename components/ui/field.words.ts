import { defineWords } from '@/components/language/define-words';

export const fieldWords = defineWords({
  en: {
    use: (suggestion: string) => `Use ${suggestion}`,
    optional: ' (optional)',
  },
  de: {
    use: (suggestion) => `${suggestion} nehmen`,
    optional: ' (freiwillig)',
  },
});
