import { defineWords } from '@/components/language/define-words';

export const validityTimelineWords = defineWords({
  en: {
    until: 'until ',
    today: '{svg}Today, {day}',
    lastThirdTimeToRenew: 'Last third: time to renew',
    endOfTheAuthorityAbove: 'End of the authority above',
    to: (name: string, day: string, day2: string) => `${name}: ${day} to ${day2}`,
    endsAfterItsAuthority: 'ends after its authority: ',
  },
  de: {
    until: 'bis ',
    today: '{svg}Heute, {day}',
    lastThirdTimeToRenew: 'Letztes Drittel: Zeit zum Erneuern',
    endOfTheAuthorityAbove: 'Ende der Zertifizierungsstelle darüber',
    to: (name, day, day2) => `${name}: ${day} bis ${day2}`,
    endsAfterItsAuthority: 'endet nach ihrer Zertifizierungsstelle: ',
  },
});
