'use client';

import { Button } from '@/components/ui/button';
import { useAct } from '@/components/use-act';
import { trustWords } from './trust.words';

export function ProofSwitch({ authorityId, on }: { authorityId: string; on: boolean }) {
  const words = trustWords().proofSwitch;
  const { act, busy, refusal } = useAct();
  const label = on ? words.turnTheProofOff : words.turnTheProofOn;
  return (
    <span className="flex flex-col items-end gap-1">
      <Button
        size="small"
        onClick={() =>
          act(({ call }, idempotencyKey) =>
            call<unknown>(on ? 'DELETE' : 'POST', `/trust/${authorityId}/proof`, undefined, { idempotencyKey }),
          )
        }
        disabled={busy}
      >
        {busy ? words.oneMoment : label}
      </Button>
      <span role="status" className="text-13 text-revoked">
        {refusal}
      </span>
    </span>
  );
}
