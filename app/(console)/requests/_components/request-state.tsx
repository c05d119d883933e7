import { CircleCheck, CircleX, Hourglass } from 'lucide-react';
import type { CertificationRequestState } from '@/lib/domain/certification-request';

const LOOKS = {
  waiting: { icon: Hourglass, look: 'bg-pending-tint text-pending', word: 'Waits' },
  approved: { icon: CircleCheck, look: 'bg-valid-tint text-valid', word: 'Approved' },
  rejected: { icon: CircleX, look: 'bg-expired-tint text-expired', word: 'Rejected' },
} as const satisfies Record<CertificationRequestState, object>;

/** Word, shape, colour. */
export function RequestState({ state }: { state: CertificationRequestState }) {
  const { icon: Icon, look, word } = LOOKS[state];
  return (
    <span
      className={`inline-flex h-6 shrink-0 items-center gap-1.5 whitespace-nowrap rounded-md px-2 text-13 font-medium forced-border ${look}`}
    >
      <Icon aria-hidden="true" className="size-3.5 shrink-0" />
      {word}
    </span>
  );
}
