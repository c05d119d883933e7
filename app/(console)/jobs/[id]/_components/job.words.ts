import { counted, defineWords } from '@/components/language/define-words';

export const jobWords = defineWords({
  en: {
    ofAll: (ended: string, total: string) => `${ended} of ${total}`,
    progress: 'Progress',
    done: 'Done',
    packing: 'Packing…',
    downloadCertificatesAndKeys: 'Download certificates and keys',
    downloadResults: 'Download results',
    sSecondsLeft: (count: string, total: number) =>
      ` · ${count}/s · ${counted(total, { one: 'second', other: 'seconds' })} left`,
    percentDone: (ended: number) => `${ended} percent done`,
  },
  de: {
    ofAll: (ended, total) => `${ended} von ${total}`,
    progress: 'Fortschritt',
    done: 'Erledigt',
    packing: 'Wird gepackt …',
    downloadCertificatesAndKeys: 'Zertifikate und Schlüssel herunterladen',
    downloadResults: 'Ergebnisse herunterladen',
    sSecondsLeft: (count, total) => ` · ${count}/s · noch ${counted(total, { one: 'Sekunde', other: 'Sekunden' })}`,
    percentDone: (ended) => `${ended} Prozent erledigt`,
  },
});
