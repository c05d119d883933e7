'use client';

import { Button } from '@/components/ui/button';
import { useAct } from '@/components/use-act';
import { connectionWords } from './connection.words';

/** A link that went to the wrong person is worth a moment, not a dialog: withdrawing it loses nothing that cannot be made again. */
export function WithdrawHandover({
  connectionId,
  handoverId,
  side,
}: {
  connectionId: string;
  handoverId: string;
  side: 'server' | 'client';
}) {
  const words = connectionWords().withdrawHandover;
  const { act, busy, refusal } = useAct();
  return (
    <span className="flex flex-col items-start gap-1">
      <Button
        size="small"
        tone="danger-plain"
        disabled={busy}
        onClick={() => act(({ call }) => call('DELETE', `/connections/${connectionId}/handovers/${handoverId}`))}
      >
        {busy ? words.withdrawing : words.withdraw}
        <span className="sr-only">{words.ofSide[side]}</span>
      </Button>
      <span role="status" className="text-13 text-revoked empty:hidden">
        {refusal}
      </span>
    </span>
  );
}
