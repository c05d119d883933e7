'use client';

import { Button } from '@/components/ui/button';
import { useAct } from '@/components/use-act';

export function ProofSwitch({ authorityId, on }: { authorityId: string; on: boolean }) {
  const { act, busy, refusal } = useAct();
  const label = on ? 'Turn the proof off' : 'Turn the proof on';
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
        {busy ? 'One moment …' : label}
      </Button>
      <span role="status" className="text-13 text-revoked">
        {refusal}
      </span>
    </span>
  );
}
