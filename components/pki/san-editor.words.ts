import { defineWords } from '@/components/language/define-words';

export const sanEditorWords = defineWords({
  en: {
    entered: (label: string) => `${label}, entered`,
    use: (suggestion: string) => `Use ${suggestion}`,
    remove: (name: string) => `Remove ${name}`,
  },
  de: {
    entered: (label) => `${label}, eingegeben`,
    use: (suggestion) => `${suggestion} nehmen`,
    remove: (name) => `${name} entfernen`,
  },
});
