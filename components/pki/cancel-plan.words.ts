import { defineWords } from '@/components/language/define-words';

export const cancelPlanWords = defineWords({
  en: {
    doNotRevokeIt: (name: string) => `Do not revoke it: ${name}`,
    cancelling: 'Cancelling…',
    doNotRevokeIt2: 'Do not revoke it',
  },
  de: {
    doNotRevokeIt: (name) => `Nicht sperren: ${name}`,
    cancelling: 'Wird abgesagt …',
    doNotRevokeIt2: 'Nicht sperren',
  },
});
