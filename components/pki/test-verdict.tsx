import { CircleCheck, CircleDashed, CircleX } from 'lucide-react';
import type { ConnectionTest } from '@/lib/domain/entities';
import { formatDay, formatUtc } from '../format';
import { pkiWords } from './pki.words';

/** The last test in one line; never green from memory of something else. */
export function TestVerdict({ test }: { test: ConnectionTest | null }) {
  const words = pkiWords().testVerdict;
  if (!test) {
    return (
      <span className="inline-flex items-center gap-1.5 text-13 text-muted">
        <CircleDashed aria-hidden="true" className="size-4" />
        {words.notTestedYet}
      </span>
    );
  }
  const ok = test.runs.every((run) => run.ok);
  const Icon = ok ? CircleCheck : CircleX;
  return (
    <span
      title={formatUtc(test.ranAt)}
      className={`inline-flex items-start gap-1.5 text-13 ${ok ? 'text-valid' : 'text-revoked'}`}
    >
      <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <span>
        {ok ? words.handshakeWorks : words.handshakeFails}
        <span className="block text-12 text-muted">{formatDay(test.ranAt)}</span>
      </span>
    </span>
  );
}
