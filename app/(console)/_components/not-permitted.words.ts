import { defineWords } from '@/components/language/define-words';

export const notPermittedWords = defineWords({
  en: {
    act: 'Not permitted',
    title: 'You may not do this',
    text: (right: string, roles: string) => `It needs the right “${right}”, which these roles have: ${roles}.`,
    ask: 'Somebody who manages operators can give you one of them. Nothing was changed.',
    back: 'Back to the overview',
  },
  de: {
    act: 'Nicht erlaubt',
    title: 'Das dürfen Sie nicht',
    text: (right, roles) => `Dafür braucht es das Recht „${right}“. Diese Rollen haben es: ${roles}.`,
    ask: 'Wer Benutzer verwaltet, kann Ihnen eine davon geben. Es wurde nichts geändert.',
    back: 'Zurück zur Übersicht',
  },
});
