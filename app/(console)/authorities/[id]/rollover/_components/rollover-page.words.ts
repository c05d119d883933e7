import { counted, countedUpTo, defineWords } from '@/components/language/define-words';

export const rolloverPageWords = defineWords({
  en: {
    breaks: {
      refused: (total: number, below: number) => {
        const what = countedUpTo(total, { one: 'living certificate', other: 'living certificates' });
        const those =
          below > 0
            ? ` (those of ${counted(below, { one: 'authority', other: 'authorities' })} below it included)`
            : '';
        return `${what}${those} will be refused by whoever checks: from the moment it is revoked, or, when it is only deleted, once its last revocation list has ended.`;
      },
      nothingLivesThatItOr: 'Nothing lives that it, or an authority below it, has signed.',
      theLastOfThemEnds: (day: string) => ` The last of them ends on ${day}.`,
      livingCertificatesByWhenThey: 'Living certificates by when they end',
      theyEnd: 'They end',
      certificates: 'Certificates',
      endingFirst: 'Ending first',
      allThatHasSignedEnding: (name: string) => `All that ${name} has signed, ending first`,
    },
    dateLine: {
      successorMade: 'Successor made',
      makeTheSuccessor: 'Make the successor',
      successorTakesOver: 'Successor takes over',
      theOldOneMayStop: 'The old one may stop',
      today: '{svg}Today, {day}',
      bothAreNeeded: 'Both are needed',
      successorPlanned: 'Successor, planned',
      until: (day: string) => `until ${day}`,
    },
    dateTable: {
      datesOfThisAuthorityAnd: 'Dates of this authority and of those below it',
      authority: 'Authority',
      valid: 'Valid',
      living: 'Living',
      longestLife: 'Longest life',
      makeTheSuccessorBy: 'Make the successor by',
      takesOver: 'Takes over',
      mayStop: 'May stop',
      successor: 'Successor',
      to: (day: string, day2: string) => `${day} to ${day2}`,
      itsOwnPlan: 'Its own plan',
      plannedNotMadeYet: 'Planned, not made yet',
      andMoreBelowItEach: (belowLeftOut: number) =>
        `And ${belowLeftOut} more below it, each with a plan on its own page.`,
      days: (signedLifeDays: number) => `${signedLifeDays} days`,
      made: (name: string) => `Made: ${name}`,
      lateByDays: (lateDays: number) => `Late by ${lateDays} days`,
    },
    parties: {
      nobodyThatIsKnownHere: 'Nobody that is known here. Whoever got files by other ways has to be told by you.',
      whoHasToInstallWhat: 'Who has to install what',
      who: 'Who',
      what: 'What',
      by: 'By',
    },
    planFields: {
      whatThePlanAssumes: 'What the plan assumes',
      daysUntilANewRoot: 'Days until a new root is installed everywhere',
      daysUntilEverybodyKnowsThe: 'Days until everybody knows the successor',
      longestLifeOfWhatIt: 'Longest life of what it signs, in days',
      tryThese: 'Try these',
      theLongestLifeIsThat: (value: string) =>
        `${value}The longest life is that of the profiles in use and of the authorities below it, and at most half of its own.`,
      nothingIsSetForThis: (distributionDays: number) =>
        `Nothing is set for this authority, so ${distributionDays} days are assumed. `,
      daysAreSetForThis: (setDistributionDays: number) => `${setDistributionDays} days are set for this authority. `,
    },
    steps: {
      done: 'Done',
      due: 'Due',
      overdue: 'Overdue',
      later: 'Later',
      plannedFor: 'planned for ',
      by: 'by ',
    },
    rollover: {
      rolloverOfAuthorities: (name: string) => `Rollover of ${name} · Authorities`,
      whenItsSuccessorHasTo:
        'When its successor has to be made, when it takes over, and when this one may stop, so that somebody can sign at every moment and nothing outlives what signed it.',
      rolloverOf: (name: string) => `Rollover of ${name}`,
      dateLine: 'Date line',
      theSameAsATable: 'The same as a table',
      whatToDo: 'What to do',
      asOfWhatIsDone: (day: string) =>
        `As of ${day}. What is done here is ticked by itself; what happens elsewhere is yours to tick.`,
      whoHasToInstallWhat: 'Who has to install what, by when',
      ofTheNewest100Connections:
        'Of the newest 100 connections. The others need the same: search the list of connections.',
      fromTheConnectionsThatAre:
        'From the connections that are known here, the devices that have the root, and authorities elsewhere.',
      whatBreaksWhenItGoes: 'What breaks when it goes',
      itHasNoCertificateSo: 'It has no certificate, so it has no end.',
      thereIsNothingToPlan: 'There is nothing to plan yet.',
      backToTheAuthority: 'Back to the authority',
      toMakeItShorterHave: (value: string) => `${value} To make it shorter, have it known everywhere sooner.`,
      theSuccessorIsNotKnown: 'The successor is not known everywhere before.',
      makeTheSuccessorNow: 'Make the successor now.',
      nobodyCanSignFromTo: (day: string, day2: string) => `Nobody can sign from ${day} to ${day2}`,
      mayStopOnWhenNothing: (name: string, day: string) =>
        `${name} may stop on ${day}, when nothing lives any more that it signed.`,
      takesItsPlaceFrom: (name: string, day: string) => `${name} takes its place from ${day}`,
      planOfTheSuccessor: 'Plan of the successor',
      untilTheSuccessorTakesOver: (day: string, shortestLifeDays: number, signedLifeDays: number) =>
        `Until the successor takes over on ${day}, what is signed lives shorter and shorter, in the end ${counted(shortestLifeDays, { one: 'day', other: 'days' })} instead of ${counted(signedLifeDays, { one: 'day', other: 'days' })}.`,
      lateByDaysMakeThe: (lateDays: number) =>
        `Late by ${counted(lateDays, { one: 'day', other: 'days' })}: make the successor now`,
      renewOrReplace: 'Renew or replace',
      itTakesOverOnAnd: (day: string, name: string, day2: string) =>
        `It takes over on ${day}, and ${name} may stop on ${day2}.`,
      makeTheSuccessorBy: (day: string) => `Make the successor by ${day}`,
      bothAreNeededForDays: (overlap: number, distributionDays: number, signedLifeDays: number) =>
        `Both are needed for ${counted(overlap, { one: 'day', other: 'days' })}: ${counted(distributionDays, { one: 'day', other: 'days' })} until the successor is known everywhere, and up to ${counted(signedLifeDays, { one: 'day', other: 'days' })} until the last thing has ended that the old one signed.`,
    },
  },
  de: {
    breaks: {
      refused: (total, below) => {
        const what = countedUpTo(total, { one: 'gültiges Zertifikat', other: 'gültige Zertifikate' });
        const those =
          below > 0
            ? ` (einschließlich derer von ${counted(below, { one: 'Zertifizierungsstelle', other: 'Zertifizierungsstellen' })} darunter)`
            : '';
        return `Wer prüft, weist ${what}${those} ab: sobald sie gesperrt ist oder, wenn sie nur gelöscht wird, sobald ihre letzte Sperrliste geendet hat.`;
      },
      nothingLivesThatItOr: 'Nichts lebt, was sie oder eine Zertifizierungsstelle darunter signiert hat.',
      theLastOfThemEnds: (day) => ` Das letzte davon läuft am ${day} ab.`,
      livingCertificatesByWhenThey: 'Gültige Zertifikate nach ihrem Ablauf',
      theyEnd: 'Sie laufen ab',
      certificates: 'Zertifikate',
      endingFirst: 'Nach Ablauf',
      allThatHasSignedEnding: (name) => `Alles, was ${name} signiert hat, nach Ablauf`,
    },
    dateLine: {
      successorMade: 'Nachfolgerin angelegt',
      makeTheSuccessor: 'Nachfolgerin anlegen',
      successorTakesOver: 'Nachfolgerin übernimmt',
      theOldOneMayStop: 'Die alte darf aufhören',
      today: '{svg}Heute, {day}',
      bothAreNeeded: 'Beide werden gebraucht',
      successorPlanned: 'Nachfolgerin, geplant',
      until: (day) => `bis ${day}`,
    },
    dateTable: {
      datesOfThisAuthorityAnd: 'Daten dieser Zertifizierungsstelle und derer darunter',
      authority: 'Zertifizierungsstelle',
      valid: 'Gültig',
      living: 'Gültige',
      longestLife: 'Längste Lebensdauer',
      makeTheSuccessorBy: 'Nachfolgerin anlegen bis',
      takesOver: 'Übernimmt',
      mayStop: 'Darf aufhören',
      successor: 'Nachfolgerin',
      to: (day, day2) => `${day} bis ${day2}`,
      itsOwnPlan: 'Ihr eigener Plan',
      plannedNotMadeYet: 'Geplant, noch nicht angelegt',
      andMoreBelowItEach: (belowLeftOut) =>
        `Und ${belowLeftOut} weitere darunter, jede mit einem Plan auf ihrer eigenen Seite.`,
      days: (signedLifeDays) => `${signedLifeDays} Tage`,
      made: (name) => `Angelegt: ${name}`,
      lateByDays: (lateDays) => `${lateDays} Tage zu spät`,
    },
    parties: {
      nobodyThatIsKnownHere:
        'Niemand, der hier bekannt ist. Wer Dateien auf anderem Weg bekommen hat, muss von Ihnen erfahren.',
      whoHasToInstallWhat: 'Wer was installieren muss',
      who: 'Wer',
      what: 'Was',
      by: 'Bis',
    },
    planFields: {
      whatThePlanAssumes: 'Wovon der Plan ausgeht',
      daysUntilANewRoot: 'Tage, bis eine neue Wurzel überall installiert ist',
      daysUntilEverybodyKnowsThe: 'Tage, bis alle die Nachfolgerin kennen',
      longestLifeOfWhatIt: 'Längste Lebensdauer dessen, was sie signiert, in Tagen',
      tryThese: 'Diese versuchen',
      theLongestLifeIsThat: (value) =>
        `${value}Die längste Lebensdauer ist die der benutzten Profile und der Zertifizierungsstellen darunter und höchstens die Hälfte der eigenen.`,
      nothingIsSetForThis: (distributionDays) =>
        `Für diese Zertifizierungsstelle ist nichts festgelegt, also gelten ${distributionDays} Tage als angenommen. `,
      daysAreSetForThis: (setDistributionDays) =>
        `Für diese Zertifizierungsstelle sind ${setDistributionDays} Tage festgelegt. `,
    },
    steps: {
      done: 'Erledigt',
      due: 'Fällig',
      overdue: 'Überfällig',
      later: 'Später',
      plannedFor: 'geplant für ',
      by: 'bis ',
    },
    rollover: {
      rolloverOfAuthorities: (name) => `Ablösung von ${name} · Zertifizierungsstellen`,
      whenItsSuccessorHasTo:
        'Wann ihre Nachfolgerin angelegt sein muss, wann sie übernimmt und wann diese aufhören darf, sodass in jedem Augenblick jemand signieren kann und nichts überlebt, was es signiert hat.',
      rolloverOf: (name) => `Ablösung von ${name}`,
      dateLine: 'Zeitlinie',
      theSameAsATable: 'Dasselbe als Tabelle',
      whatToDo: 'Was zu tun ist',
      asOfWhatIsDone: (day) =>
        `Stand ${day}. Was hier geschieht, wird von selbst abgehakt; was anderswo geschieht, haken Sie ab.`,
      whoHasToInstallWhat: 'Wer was bis wann installieren muss',
      ofTheNewest100Connections:
        'Von den neuesten 100 Verbindungen. Die anderen brauchen dasselbe: Durchsuchen Sie die Liste der Verbindungen.',
      fromTheConnectionsThatAre:
        'Aus den hier bekannten Verbindungen, den Geräten mit der Wurzel und Zertifizierungsstellen anderswo.',
      whatBreaksWhenItGoes: 'Was zerbricht, wenn sie geht',
      itHasNoCertificateSo: 'Sie hat kein Zertifikat, also kein Ende.',
      thereIsNothingToPlan: 'Noch gibt es nichts zu planen.',
      backToTheAuthority: 'Zurück zur Zertifizierungsstelle',
      toMakeItShorterHave: (value) => `${value} Damit es kürzer wird, machen Sie sie früher überall bekannt.`,
      theSuccessorIsNotKnown: 'Vorher ist die Nachfolgerin nicht überall bekannt.',
      makeTheSuccessorNow: 'Legen Sie die Nachfolgerin jetzt an.',
      nobodyCanSignFromTo: (day, day2) => `Niemand kann signieren vom ${day} bis ${day2}`,
      mayStopOnWhenNothing: (name, day) =>
        `${name} darf am ${day} aufhören, wenn nichts mehr lebt, was sie signiert hat.`,
      takesItsPlaceFrom: (name, day) => `${name} tritt an ihre Stelle am ${day}`,
      planOfTheSuccessor: 'Plan der Nachfolgerin',
      untilTheSuccessorTakesOver: (day, shortestLifeDays, signedLifeDays) =>
        `Bis die Nachfolgerin am ${day} übernimmt, lebt Signiertes immer kürzer, am Ende ${counted(shortestLifeDays, { one: 'Tag', other: 'Tage' })} statt ${counted(signedLifeDays, { one: 'Tag', other: 'Tagen' })}.`,
      lateByDaysMakeThe: (lateDays) =>
        `${counted(lateDays, { one: 'Tag', other: 'Tage' })} zu spät: Legen Sie die Nachfolgerin jetzt an`,
      renewOrReplace: 'Erneuern oder ablösen',
      itTakesOverOnAnd: (day, name, day2) => `Sie übernimmt am ${day}, und ${name} darf am ${day2} aufhören.`,
      makeTheSuccessorBy: (day) => `Legen Sie die Nachfolgerin bis ${day} an`,
      bothAreNeededForDays: (overlap, distributionDays, signedLifeDays) =>
        `Beide werden ${counted(overlap, { one: 'Tag', other: 'Tage' })} gebraucht: ${counted(distributionDays, { one: 'Tag', other: 'Tage' })}, bis die Nachfolgerin überall bekannt ist, und bis zu ${counted(signedLifeDays, { one: 'Tag', other: 'Tage' })}, bis das Letzte geendet hat, was die alte signiert hat.`,
    },
  },
});
