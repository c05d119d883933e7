import { defineWords } from '@/components/language/define-words';

export const menuWords = defineWords({
  en: {
    mobileNavigation: {
      menu: 'Menu',
    },
    newMenu: {
      newIt: 'New',
    },
    sessionKeeper: {
      yourSessionIsAboutTo: 'Your session is about to end',
    },
  },
  de: {
    mobileNavigation: {
      menu: 'Menü',
    },
    newMenu: {
      newIt: 'Neu',
    },
    sessionKeeper: {
      yourSessionIsAboutTo: 'Ihre Sitzung geht zu Ende',
    },
  },
});
