import { defineWords } from '@/components/language/define-words';

export const profileActionsWords = defineWords({
  en: {
    deleteThisProfileNothingWas: 'Delete this profile? Nothing was made under it.',
    deleteIt: 'Delete',
    retire: 'Retire',
    reactivate: 'Reactivate',
  },
  de: {
    deleteThisProfileNothingWas: 'Dieses Profil löschen? Darunter wurde nichts ausgestellt.',
    deleteIt: 'Löschen',
    retire: 'Außer Dienst stellen',
    reactivate: 'Wieder in Dienst stellen',
  },
});
