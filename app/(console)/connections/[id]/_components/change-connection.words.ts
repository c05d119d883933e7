import { defineWords } from '@/components/language/define-words';

export const changeConnectionWords = defineWords({
  en: {
    deleteConnectionForm: {
      keepIt: 'Keep it',
      deleting: 'Deleting…',
      deleteIt: (name: string) => `Delete ${name}`,
    },
    renameForm: {
      name: 'Name',
      atMost100CharactersSuch: 'At most 100 characters, such as “billing → api.lan”.',
      saving: 'Saving…',
      saveName: 'Save name',
      cancel: 'Cancel',
    },
  },
  de: {
    deleteConnectionForm: {
      keepIt: 'Behalten',
      deleting: 'Wird gelöscht …',
      deleteIt: (name) => `${name} löschen`,
    },
    renameForm: {
      name: 'Name',
      atMost100CharactersSuch: 'Höchstens 100 Zeichen, etwa „billing → api.lan“.',
      saving: 'Wird gespeichert …',
      saveName: 'Namen speichern',
      cancel: 'Abbrechen',
    },
  },
});
