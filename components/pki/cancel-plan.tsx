'use client';

import { Button } from '../ui/button';
import { useAct } from '../use-act';
import { cancelPlanWords } from './cancel-plan.words';

/** Leaves a replaced certificate as it is. */
export function CancelPlan({ id, name }: { id: string; name: string }) {
  const words = cancelPlanWords();
  const { act, busy, refusal } = useAct();
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button
        size="small"
        disabled={busy}
        aria-label={busy ? undefined : words.doNotRevokeIt(name)}
        onClick={() => act(({ call }) => call<unknown>('POST', `/planned-revocations/${id}/cancel`))}
      >
        {busy ? words.cancelling : words.doNotRevokeIt2}
      </Button>
      <p role="alert" className="text-13 text-revoked empty:hidden">
        {refusal}
      </p>
    </div>
  );
}
