import { defineWords } from '@/components/language/define-words';

export const decideWords = defineWords({
  en: {
    working: 'Working…',
    approve: (name: string) => `Approve ${name}`,
    orTheReasonToReject: 'Or the reason to reject it',
    whoeverAskedNeedsItTo: 'Whoever asked needs it to know what to do.',
    reject: (name: string) => `Reject ${name}`,
  },
  de: {
    working: 'In Arbeit …',
    approve: (name) => `${name} genehmigen`,
    orTheReasonToReject: 'Oder der Grund, abzulehnen',
    whoeverAskedNeedsItTo: 'Wer ihn gestellt hat, braucht ihn, um weiterzuwissen.',
    reject: (name) => `${name} ablehnen`,
  },
});
