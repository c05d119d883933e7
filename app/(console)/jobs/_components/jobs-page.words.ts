import { defineWords } from '@/components/language/define-words';

export const jobsPageWords = defineWords({
  en: {
    noJobYet: 'No job yet',
    issueFromATable: 'Issue from a table',
    jobs: 'Jobs',
    longWorkItGoesOn: 'Long work: it goes on when you leave the page, and after a restart.',
    issuingManyCertificatesFromA:
      'Issuing many certificates from a table runs as a job, and so does what is done to many in the list.',
    by: '{time} by {createdBy}',
    refused: (count: string) => `, ${count} refused`,
    plannedRevocations: 'Planned revocations',
    replacedCertificatesThatWillBe: 'Replaced certificates that will be revoked as superseded when their time comes.',
    plannedBy: '{time} · planned by {createdBy}',
  },
  de: {
    noJobYet: 'Noch kein Auftrag',
    issueFromATable: 'Aus einer Tabelle ausstellen',
    jobs: 'Aufträge',
    longWorkItGoesOn: 'Lange Arbeiten: Sie gehen weiter, wenn Sie die Seite verlassen, und nach einem Neustart.',
    issuingManyCertificatesFromA:
      'Viele Zertifikate aus einer Tabelle auszustellen läuft als Auftrag, ebenso was in der Liste mit vielen geschieht.',
    by: '{time} von {createdBy}',
    refused: (count) => `, ${count} abgelehnt`,
    plannedRevocations: 'Geplante Sperrungen',
    replacedCertificatesThatWillBe: 'Ersetzte Zertifikate, die zu ihrer Zeit als ersetzt gesperrt werden.',
    plannedBy: '{time} · geplant von {createdBy}',
  },
});
