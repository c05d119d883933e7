import { defineWords } from '@/components/language/define-words';

export const errorSummaryWords = defineWords({
  en: {
    errorId: (requestId: string) => `Error id ${requestId}`,
  },
  de: {
    errorId: (requestId) => `Fehlerkennung ${requestId}`,
  },
});
