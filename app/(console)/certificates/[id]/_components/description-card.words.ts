import { defineWords } from '@/components/language/define-words';

export const descriptionCardWords = defineWords({
  en: {
    description: 'Description',
    owner: 'Owner',
    tags: 'Tags',
    notes: 'Notes',
    edit: 'Edit',
    none: 'None',
  },
  de: {
    description: 'Beschreibung',
    owner: 'Verantwortlich',
    tags: 'Schlagwörter',
    notes: 'Notizen',
    edit: 'Bearbeiten',
    none: 'Nicht angegeben',
  },
});
