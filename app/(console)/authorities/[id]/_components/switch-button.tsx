'use client';

import { Button } from '@/components/ui/button';
import { useAct } from '@/components/use-act';

/** Something that can be undone, done at once: disable, enable, restore, end a ceremony. */
export function SwitchButton({
  method = 'POST',
  path,
  label,
  busy,
}: {
  method?: 'POST' | 'DELETE';
  path: string;
  label: string;
  busy: string;
}) {
  const { act, busy: isBusy, refusal } = useAct();
  return (
    <span className="flex flex-col items-start gap-1">
      <Button
        size="small"
        onClick={() => act(({ call }, idempotencyKey) => call<unknown>(method, path, undefined, { idempotencyKey }))}
        disabled={isBusy}
      >
        {isBusy ? busy : label}
      </Button>
      <span role="status" className="text-13 text-revoked">
        {refusal}
      </span>
    </span>
  );
}
