'use client';

import { Eye, Printer } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { useAct } from '@/components/use-act';
import { proofWords } from './proof.words';

/** Looks now and reads the page again. */
export function LookButton({
  certificateId,
  canShakeHands,
  again,
}: {
  certificateId: string;
  canShakeHands: boolean;
  again: boolean;
}) {
  const words = proofWords();
  const { act, busy, refusal } = useAct();
  const [handshake, setHandshake] = useState(canShakeHands);
  return (
    <div className="no-print flex flex-col items-start gap-3">
      {canShakeHands ? (
        <label className="flex items-start gap-2.5">
          <input
            type="checkbox"
            checked={handshake}
            onChange={(event) => setHandshake(event.target.checked)}
            className="mt-0.5 size-4 shrink-0"
          />
          <span className="min-w-0">{words.handshake}</span>
        </label>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <Button
          tone="primary"
          disabled={busy}
          onClick={() => act(async ({ call }) => call('POST', `/certificates/${certificateId}/proof`, { handshake }))}
        >
          <Eye aria-hidden="true" className="size-4" />
          {busy ? words.running : again ? words.again : words.run}
        </Button>
        {again ? (
          <Button tone="plain" onClick={() => window.print()}>
            <Printer aria-hidden="true" className="size-4" />
            {words.print}
          </Button>
        ) : null}
      </div>
      {refusal ? (
        <p role="alert" className="text-13 text-revoked">
          {refusal}
        </p>
      ) : null}
    </div>
  );
}
