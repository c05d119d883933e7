import { defineWords } from '@/components/language/define-words';
import type { NameConcern } from '@/lib/pki/international-name';

const concerns = {
  'mixed-script': 'Mixes alphabets: letters may not be what they look like.',
  confusable: 'Looks like a plain Latin name, and is another one.',
  bidirectional: 'Read from right to left: look at the exact form above.',
} as const satisfies Record<NameConcern, string>;

export const nameConcernWords = defineWords({
  en: concerns,
  de: {
    'mixed-script': 'Mischt Alphabete: Buchstaben sind vielleicht nicht, was sie scheinen.',
    confusable: 'Sieht aus wie ein einfacher lateinischer Name und ist ein anderer.',
    bidirectional: 'Wird von rechts nach links gelesen: Achten Sie auf die genaue Form darüber.',
  },
});
