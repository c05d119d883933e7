import { counted, defineWords } from '@/components/language/define-words';

export const requestsWords = defineWords({
  en: {
    requestList: {
      rejectedRequests: (count: number) => `Rejected ${counted(count, { one: 'request', other: 'requests' })}.`,
      requests: 'Requests',
      choose: (displayName: string) => `Choose ${displayName}`,
      savedBy: '{keyAlgorithm} · saved {time} by {createdBy}',
      why: (reason: string) => `Why: ${reason}`,
      rejectRequests: (count: number) => `Reject ${counted(count, { one: 'request', other: 'requests' })}`,
      reasonForAllOfThem: 'Reason, for all of them',
      rejecting: 'Rejecting…',
      chooseNone: 'Choose none',
    },
    requestState: {
      waits: 'Waits',
      approved: 'Approved',
      rejected: 'Rejected',
    },
  },
  de: {
    requestList: {
      rejectedRequests: (count) => `${counted(count, { one: 'Antrag', other: 'Anträge' })} abgelehnt.`,
      requests: 'Anträge',
      choose: (displayName) => `${displayName} wählen`,
      savedBy: '{keyAlgorithm} · gespeichert {time} von {createdBy}',
      why: (reason) => `Warum: ${reason}`,
      rejectRequests: (count) => `${counted(count, { one: 'Antrag', other: 'Anträge' })} ablehnen`,
      reasonForAllOfThem: 'Grund, für alle davon',
      rejecting: 'Wird abgelehnt …',
      chooseNone: 'Keinen wählen',
    },
    requestState: {
      waits: 'Wartet',
      approved: 'Genehmigt',
      rejected: 'Abgelehnt',
    },
  },
});
