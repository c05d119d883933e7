import { defineWords } from '@/components/language/define-words';
import type { LabSide } from '@/lib/domain/lab';

const outcomes = {
  accepted: 'accepted',
  refused: 'refused',
  'not-reached': 'did not decide',
} as const satisfies Record<LabSide['outcome'], string>;

/** The verdict behind "Client" or "Server". */
export const sideOutcomeWords = defineWords({
  en: outcomes,
  de: { accepted: 'hat angenommen', refused: 'hat abgewiesen', 'not-reached': 'hat nicht entschieden' },
});

export const protocolWords = defineWords({
  en: { none: 'no version agreed' },
  de: { none: 'keine Version vereinbart' },
});
