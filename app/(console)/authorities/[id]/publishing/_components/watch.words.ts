import { counted, defineWords } from '@/components/language/define-words';

export const watchWords = defineWords({
  en: {
    title: 'Watch',
    every: (minutes: number) =>
      `Every ${counted(minutes, { one: 'minute', other: 'minutes' })} each address is fetched as a client would. What is wrong stands on the overview until it is right again.`,
    off: 'Turned off: COUNTERSIGN_WATCH_MINUTES is 0.',
    notYet: 'Not looked at yet. The first look comes soon after the first list was published.',
    verdicts: { ok: 'In order', warning: 'Look at it', error: 'Wrong' },
    since: 'since',
    seen: 'last seen',
  },
  de: {
    title: 'Beobachtung',
    every: (minutes) =>
      `Alle ${counted(minutes, { one: 'Minute', other: 'Minuten' })} wird jede Adresse geholt, wie ein Client es täte. Was falsch ist, steht auf der Übersicht, bis es wieder stimmt.`,
    off: 'Abgeschaltet: COUNTERSIGN_WATCH_MINUTES ist 0.',
    notYet: 'Noch nicht nachgesehen. Der erste Blick kommt bald nach der ersten veröffentlichten Liste.',
    verdicts: { ok: 'In Ordnung', warning: 'Ansehen', error: 'Falsch' },
    since: 'seit',
    seen: 'zuletzt gesehen',
  },
});
