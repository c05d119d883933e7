import { defineWords } from '@/components/language/define-words';

export const descriptionFormWords = defineWords({
  en: {
    owner: 'Owner',
    whoAnswersForItA: 'Who answers for it: a person or a team.',
    tags: 'Tags',
    separatedByCommas: 'Separated by commas.',
    notes: 'Notes',
    saving: 'Saving…',
    save: 'Save',
    cancel: 'Cancel',
  },
  de: {
    owner: 'Verantwortlich',
    whoAnswersForItA: 'Wer dafür einsteht: eine Person oder eine Gruppe.',
    tags: 'Schlagwörter',
    separatedByCommas: 'Durch Kommas getrennt.',
    notes: 'Notizen',
    saving: 'Wird gespeichert …',
    save: 'Speichern',
    cancel: 'Abbrechen',
  },
});
