import { defineWords } from '@/components/language/define-words';

export const stepUpFormWords = defineWords({
  en: {
    password: 'Password',
    checking: 'Checking…',
    goOn: 'Go on',
    cancel: 'Cancel',
  },
  de: {
    password: 'Passwort',
    checking: 'Wird geprüft …',
    goOn: 'Weiter',
    cancel: 'Abbrechen',
  },
});
