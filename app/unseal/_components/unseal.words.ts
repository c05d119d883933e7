import { defineWords } from '@/components/language/define-words';

export const unsealWords = defineWords({
  en: {
    title: 'Unseal',
    heading: 'Unseal the keys',
    lead: 'After each start the keys are locked until someone types the passphrase that was chosen at set-up. Until then everything can be read and nothing can be signed.',
    without: 'Go on without unsealing',
    passphrase: 'Passphrase',
    unseal: 'Unseal',
    unsealing: 'Unsealing…',
  },
  de: {
    title: 'Entsiegeln',
    heading: 'Schlüssel entsiegeln',
    lead: 'Nach jedem Start sind die Schlüssel gesperrt, bis jemand die Passphrase eingibt, die bei der Einrichtung gewählt wurde. Bis dahin lässt sich alles lesen und nichts signieren.',
    without: 'Ohne Entsiegeln weiter',
    passphrase: 'Passphrase',
    unseal: 'Entsiegeln',
    unsealing: 'Wird entsiegelt …',
  },
});
