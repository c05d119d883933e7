import { defineWords } from '@/components/language/define-words';

export const pemFieldWords = defineWords({
  en: {
    requestFile: 'Request file',
    certificateFile: 'Certificate file',
    chooseAFile: 'Choose a file',
  },
  de: {
    requestFile: 'Antragsdatei',
    certificateFile: 'Zertifikatsdatei',
    chooseAFile: 'Datei wählen',
  },
});
