import { defineWords } from '@/components/language/define-words';

export const runButtonWords = defineWords({
  en: {
    run: 'Run',
    running: 'Running…',
  },
  de: {
    run: 'Ausführen',
    running: 'Läuft …',
  },
});
