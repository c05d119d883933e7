'use client';

import { Button } from '@/components/ui/button';
import { useAct } from '@/components/use-act';

/** Takes the certificate off hold; a refusal is said beside the button. */
export function ReleaseButton({ id }: { id: string }) {
  const { act, busy, refusal } = useAct();
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button
        disabled={busy}
        onClick={() =>
          act(({ call }, idempotencyKey) =>
            call<unknown>('POST', `/certificates/${id}/release`, undefined, { idempotencyKey }),
          )
        }
      >
        {busy ? 'Releasing…' : 'Release from hold'}
      </Button>
      <p role="alert" className="text-13 text-revoked empty:hidden">
        {refusal}
      </p>
    </div>
  );
}
