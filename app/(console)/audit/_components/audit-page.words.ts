import { defineWords } from '@/components/language/define-words';

export const auditPageWords = defineWords({
  en: {
    auditFilters: {
      what: 'What',
      everyAction: 'Every action',
      who: 'Who',
      eMailOrSystem: 'E-mail or system',
      objectId: 'Object id',
      fromAnAddress: 'From an address',
      filter: 'Filter',
      clear: 'Clear',
    },
    audit: {
      audit: 'Audit',
      whoDidWhatAndWhen:
        'Who did what, and when. Each entry carries the hash of the one before, so a change in the past shows.',
      everyHashIsBeingRecomputed: 'Every hash is being recomputed, from the first entry on.',
      checkingTheWholeLog: 'Checking the whole log',
      entriesAreNeverDeletedThe: 'Entries are never deleted; the filters hide them.',
      noEntryMatches: 'No entry matches',
      clearFilters: 'Clear filters',
      auditEntriesNewestFirst: 'Audit entries, newest first',
      someoneOrSomethingChangedThe: (problem: string) =>
        `${problem} Someone or something changed the database outside this program. Keep a copy of it before doing anything else.`,
      theLogIsBrokenAt: (count: string) => `The log is broken at entry #${count}`,
      everyHashWasRecomputed: 'Every hash was recomputed.',
      head: 'Head:',
      verifiedUpTo: (count: string) => `Verified up to #${count}`,
      action: 'Action',
      allItsEntries: 'all its entries',
      hash: 'hash',
      previousHash: 'previous hash',
    },
  },
  de: {
    auditFilters: {
      what: 'Was',
      everyAction: 'Jede Handlung',
      who: 'Wer',
      eMailOrSystem: 'E-Mail oder System',
      objectId: 'Kennung des Objekts',
      fromAnAddress: 'Von einer Adresse',
      filter: 'Filtern',
      clear: 'Filter entfernen',
    },
    audit: {
      audit: 'Prüfprotokoll',
      whoDidWhatAndWhen:
        'Wer was wann getan hat. Jeder Eintrag trägt den Hashwert des vorigen, sodass eine Änderung in der Vergangenheit auffällt.',
      everyHashIsBeingRecomputed: 'Jeder Hashwert wird neu berechnet, vom ersten Eintrag an.',
      checkingTheWholeLog: 'Das ganze Protokoll wird geprüft',
      entriesAreNeverDeletedThe: 'Einträge werden nie gelöscht; die Filter verbergen sie.',
      noEntryMatches: 'Kein Eintrag passt',
      clearFilters: 'Filter entfernen',
      auditEntriesNewestFirst: 'Einträge, die neuesten zuerst',
      someoneOrSomethingChangedThe: (problem) =>
        `${problem} Jemand oder etwas hat die Datenbank außerhalb dieses Programms verändert. Sichern Sie eine Kopie davon, bevor Sie irgendetwas anderes tun.`,
      theLogIsBrokenAt: (count) => `Das Protokoll ist gebrochen bei Eintrag Nr. ${count}`,
      everyHashWasRecomputed: 'Jeder Hashwert wurde neu berechnet.',
      head: 'Spitze:',
      verifiedUpTo: (count) => `Geprüft bis Nr. ${count}`,
      action: 'Handlung',
      allItsEntries: 'alle seine Einträge',
      hash: 'Hashwert',
      previousHash: 'voriger Hashwert',
    },
  },
});
