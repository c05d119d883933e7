import { CircleCheck, CircleX, Hourglass } from 'lucide-react';
import type { CertificationRequestState } from '@/lib/domain/certification-request';
import { requestsWords } from './requests.words';

const looks = () =>
  ({
    waiting: { icon: Hourglass, look: 'bg-pending-tint text-pending', word: requestsWords().requestState.waits },
    approved: { icon: CircleCheck, look: 'bg-valid-tint text-valid', word: requestsWords().requestState.approved },
    rejected: { icon: CircleX, look: 'bg-expired-tint text-expired', word: requestsWords().requestState.rejected },
  }) as const satisfies Record<CertificationRequestState, object>;

/** Word, shape, colour. */
export function RequestState({ state }: { state: CertificationRequestState }) {
  const { icon: Icon, look, word } = looks()[state];
  return (
    <span
      className={`inline-flex h-6 shrink-0 items-center gap-1.5 whitespace-nowrap rounded-md px-2 text-13 font-medium forced-border ${look}`}
    >
      <Icon aria-hidden="true" className="size-3.5 shrink-0" />
      {word}
    </span>
  );
}
