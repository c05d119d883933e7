import { defineWords } from '@/components/language/define-words';

export const bulkActPageWords = defineWords({
  en: {
    certificates: (value: string) => `${value} · Certificates`,
    whatToDo: 'What to do',
    certificates2: 'Certificates',
    whatToDoWithThe: 'What to do with the chosen certificates',
    eachHasAPageThat: 'Each has a page that shows first what it would meet.',
    theJobCanBeStarted: 'The job can be started, and waits until they are unsealed.',
    theKeysAreSealed: 'The keys are sealed',
    unseal: 'Unseal',
  },
  de: {
    certificates: (value) => `${value} · Zertifikate`,
    whatToDo: 'Was soll geschehen?',
    certificates2: 'Zertifikate',
    whatToDoWithThe: 'Was soll mit den gewählten Zertifikaten geschehen?',
    eachHasAPageThat: 'Jedes hat eine Seite, die zuerst zeigt, was es träfe.',
    theJobCanBeStarted: 'Der Auftrag lässt sich beginnen und wartet, bis sie entsiegelt sind.',
    theKeysAreSealed: 'Die Schlüssel sind versiegelt',
    unseal: 'Entsiegeln',
  },
});
