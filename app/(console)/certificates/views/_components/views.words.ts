import { defineWords } from '@/components/language/define-words';

export const viewsWords = defineWords({
  en: {
    ownViews: {
      noneYetFilterTheList: 'None yet. Filter the list, come here with the key v, and give it a name.',
      theLinkOf: (name: string) => `the link of ${name}`,
      rename: (name: string) => `Rename ${name}`,
      rename2: 'Rename',
      deleteIt: (name: string) => `Delete ${name}`,
      deleteIt2: 'Delete',
      deleted: (name: string) => `Deleted “${name}”.`,
      undo: 'Undo',
      close: 'Close',
      newNameOf: (name: string) => `New name of ${name}`,
      cancel: 'Cancel',
    },
    saveView: {
      name: 'Name',
      saving: 'Saving…',
      saveView: 'Save view',
      savedAs: (saved: string) => `Saved as “${saved}”.`,
    },
  },
  de: {
    ownViews: {
      noneYetFilterTheList:
        'Noch keine. Filtern Sie die Liste, kommen Sie mit der Taste v hierher und geben Sie einen Namen.',
      theLinkOf: (name) => `der Link von ${name}`,
      rename: (name) => `${name} umbenennen`,
      rename2: 'Umbenennen',
      deleteIt: (name) => `${name} löschen`,
      deleteIt2: 'Löschen',
      deleted: (name) => `„${name}“ gelöscht.`,
      undo: 'Rückgängig',
      close: 'Schließen',
      newNameOf: (name) => `Neuer Name von ${name}`,
      cancel: 'Abbrechen',
    },
    saveView: {
      name: 'Name',
      saving: 'Wird gespeichert …',
      saveView: 'Ansicht speichern',
      savedAs: (saved) => `Gespeichert als „${saved}“.`,
    },
  },
});
