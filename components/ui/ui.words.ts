import { defineWords } from '@/components/language/define-words';

export const uiWords = defineWords({
  en: {
    page: {
      breadcrumb: 'Breadcrumb',
    },
    dialogPanel: {
      close: 'Close',
    },
    errorSummary: {
      errorId: (requestId: string) => `Error id ${requestId}`,
    },
    field: {
      use: (suggestion: string) => `Use ${suggestion}`,
      optional: ' (optional)',
    },
    passwordField: {
      show: (value: string) => `Show ${value}`,
    },
    copyButton: {
      copied: 'Copied',
      selectAndCopyByHand: 'Select and copy by hand',
      copy: (what: string) => `Copy ${what}`,
      copied2: (what: string) => `Copied ${what}`,
    },
  },
  de: {
    page: {
      breadcrumb: 'Pfad',
    },
    dialogPanel: {
      close: 'Schließen',
    },
    errorSummary: {
      errorId: (requestId) => `Fehlerkennung ${requestId}`,
    },
    field: {
      use: (suggestion) => `${suggestion} nehmen`,
      optional: ' (freiwillig)',
    },
    passwordField: {
      show: (value) => `${value} zeigen`,
    },
    copyButton: {
      copied: 'Kopiert',
      selectAndCopyByHand: 'Von Hand auswählen und kopieren',
      copy: (what) => `${what} kopieren`,
      copied2: (what) => `${what} kopiert`,
    },
  },
});
