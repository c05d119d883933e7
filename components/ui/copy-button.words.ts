import { defineWords } from '@/components/language/define-words';

export const copyButtonWords = defineWords({
  en: {
    copied: 'Copied',
    selectAndCopyByHand: 'Select and copy by hand',
    copy: (what: string) => `Copy ${what}`,
    copied2: (what: string) => `Copied ${what}`,
  },
  de: {
    copied: 'Kopiert',
    selectAndCopyByHand: 'Von Hand auswählen und kopieren',
    copy: (what) => `${what} kopieren`,
    copied2: (what) => `${what} kopiert`,
  },
});
