import { counted, defineWords } from '@/components/language/define-words';

export const bulkActWords = defineWords({
  en: {
    bulkForm: {
      starting: 'Starting…',
      reloadThePageAndTry: 'Reload the page and try again.',
      whatIsChosenInThe: 'What is chosen in the list belongs to its tab, and is forgotten when you sign out.',
      nothingIsChosen: 'Nothing is chosen',
      chooseInTheList: 'Choose in the list',
      itCouldNotBeCounted: 'It could not be counted',
      tryAgain: 'Try again',
      counting: 'Counting…',
      noCertificateMatchesThisFilter: 'No certificate matches this filter now, so there is nothing to do.',
      nothingMatchesAnyMore: 'Nothing matches any more',
      backToTheList: 'Back to the list',
      sinceWhen: 'Since when?',
      theFirstDayTheKeys: 'The first day the keys may have been in other hands, in UTC; the same for all.',
      tagsToAdd: 'Tags to add',
      separatedByCommasOrSpaces: 'Separated by commas or spaces. Lower case; letters, digits and - _ . : /',
      tagsToRemove: 'Tags to remove',
      setTheOwnerOfAll: 'Set the owner of all',
      owner: 'Owner',
      whoAnswersForThemEmpty: 'Who answers for them. Empty takes the owner away.',
      certificates: (accepted: number) => counted(accepted, { one: 'certificate', other: 'certificates' }),
      cancel: 'Cancel',
      itRunsAsAJob: (count: string, count2: string) =>
        `It runs as a job: it goes on when you leave, and after a restart. ${count} of at most ${count2} are taken at once; each is judged as if it were the only one.`,
    },
    previewCard: {
      moreThanCertificates: (count: string) => `More than ${count} certificates`,
      certificates: (total: number) => counted(total, { one: 'certificate', other: 'certificates' }),
      lookAtTheList: 'Look at the list',
      oneActTakesAtMost: (count: string) =>
        `One act takes at most ${count}. Narrow the filter, and do it in several parts.`,
      andMore: (count: string) => ` and ${count} more`,
      noneOfThemCanBe: 'None of them can be taken, for the reasons below.',
      issuedBy: (name: string) => `Issued by ${name}`,
      andOtherIssuers: (count: number) => `and ${counted(count, { one: 'other issuer', other: 'other issuers' })}`,
      willBeRefusedAndNamed: 'Will be refused, and named in the result',
    },
  },
  de: {
    bulkForm: {
      starting: 'Wird begonnen …',
      reloadThePageAndTry: 'Laden Sie die Seite neu und versuchen Sie es noch einmal.',
      whatIsChosenInThe:
        'Was in der Liste gewählt ist, gehört zu seinem Fenster und wird vergessen, wenn Sie sich abmelden.',
      nothingIsChosen: 'Nichts ist gewählt',
      chooseInTheList: 'In der Liste wählen',
      itCouldNotBeCounted: 'Es ließ sich nicht zählen',
      tryAgain: 'Noch einmal versuchen',
      counting: 'Wird gezählt …',
      noCertificateMatchesThisFilter: 'Auf diesen Filter passt jetzt kein Zertifikat, also gibt es nichts zu tun.',
      nothingMatchesAnyMore: 'Nichts passt mehr',
      backToTheList: 'Zurück zur Liste',
      sinceWhen: 'Seit wann?',
      theFirstDayTheKeys:
        'Der erste Tag, an dem die Schlüssel in fremden Händen gewesen sein können, in UTC; derselbe für alle.',
      tagsToAdd: 'Schlagwörter hinzufügen',
      separatedByCommasOrSpaces:
        'Durch Kommas oder Leerzeichen getrennt. Kleingeschrieben; Buchstaben, Ziffern und - _ . : /',
      tagsToRemove: 'Schlagwörter entfernen',
      setTheOwnerOfAll: 'Verantwortliche für alle setzen',
      owner: 'Verantwortlich',
      whoAnswersForThemEmpty: 'Wer für sie einsteht. Leer nimmt den Eintrag weg.',
      certificates: (accepted) => counted(accepted, { one: 'Zertifikat', other: 'Zertifikate' }),
      cancel: 'Abbrechen',
      itRunsAsAJob: (count, count2) =>
        `Es läuft als Auftrag: Es geht weiter, wenn Sie die Seite verlassen, und nach einem Neustart. ${count} von höchstens ${count2} auf einmal; jedes wird beurteilt, als wäre es das einzige.`,
    },
    previewCard: {
      moreThanCertificates: (count) => `Mehr als ${count} Zertifikate`,
      certificates: (total) => counted(total, { one: 'Zertifikat', other: 'Zertifikate' }),
      lookAtTheList: 'Liste ansehen',
      oneActTakesAtMost: (count) =>
        `Eine Handlung nimmt höchstens ${count}. Engen Sie den Filter ein und gehen Sie in mehreren Teilen vor.`,
      andMore: (count) => ` und ${count} weitere`,
      noneOfThemCanBe: 'Keines davon kommt in Frage, aus den Gründen unten.',
      issuedBy: (name) => `Ausgestellt von ${name}`,
      andOtherIssuers: (count) => `und ${counted(count, { one: 'anderem Aussteller', other: 'anderen Ausstellern' })}`,
      willBeRefusedAndNamed: 'Wird abgelehnt und im Ergebnis genannt',
    },
  },
});
