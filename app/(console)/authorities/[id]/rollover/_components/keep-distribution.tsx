'use client';

import { Button } from '@/components/ui/button';
import { useAct } from '@/components/use-act';
import { rolloverWords } from './rollover.words';

/** Makes the days that were tried the setting of the authority. */
export function KeepDistribution({ authorityId, days }: { authorityId: string; days: number }) {
  const words = rolloverWords().keepDistribution;
  const { act, busy, refusal } = useAct();
  return (
    <span className="flex flex-col items-start gap-1">
      <Button
        className="h-9"
        disabled={busy}
        onClick={() =>
          act(({ call }) => call('PATCH', `/authorities/${authorityId}`, { settings: { distributionDays: days } }))
        }
      >
        {busy ? words.saving : words.planWithDaysFromNow(days)}
      </Button>
      <span role="status" className="text-13 text-revoked empty:hidden">
        {refusal}
      </span>
    </span>
  );
}
