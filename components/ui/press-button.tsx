'use client';

import { useAct } from '../use-act';
import { Button } from './button';

/** One call of the API without anything to fill in; after it the page is read again. */
export function PressButton({
  method,
  path,
  label,
  busyLabel,
  about,
}: {
  method: 'POST' | 'DELETE';
  path: string;
  label: string;
  busyLabel: string;
  /** What it is about, for who does not see the row. */
  about: string;
}) {
  const { act, busy, refusal } = useAct();
  return (
    <div className="flex flex-wrap items-center gap-3">
      <p aria-live="polite" className="text-13 text-revoked empty:hidden">
        {refusal}
      </p>
      <Button
        tone="danger-plain"
        size="small"
        onClick={() => act(({ call }, idempotencyKey) => call(method, path, undefined, { idempotencyKey }))}
        disabled={busy}
      >
        {busy ? busyLabel : label}
        <span className="sr-only"> {about}</span>
      </Button>
    </div>
  );
}
