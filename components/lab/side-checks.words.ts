import { defineWords } from '@/components/language/define-words';

export const sideChecksWords = defineWords({
  en: {
    checkedBy: { client: 'What the client checked', server: 'What the server checked' },
    passed: 'Passed',
    failed: 'Failed',
    warning: 'Warning',
    notChecked: 'Not checked',
  },
  de: {
    checkedBy: { client: 'Was der Client geprüft hat', server: 'Was der Server geprüft hat' },
    passed: 'Bestanden',
    failed: 'Nicht bestanden',
    warning: 'Warnung',
    notChecked: 'Nicht geprüft',
  },
});
