'use client';

import { Play } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { announceGoing } from '../going';
import { Button, type ButtonTone } from '../ui/button';
import { useAct } from '../use-act';
import { runButtonWords } from './run-button.words';

/** Runs handshakes and goes to what was recorded. */
export function RunButton({
  request,
  label = runButtonWords().run,
  pendingLabel = runButtonWords().running,
  about,
  tone = 'plain',
}: {
  /** The body of `POST /lab/runs`. */
  request: Readonly<Record<string, unknown>>;
  label?: string;
  pendingLabel?: string;
  /** Spoken behind the label where several buttons say the same. */
  about?: string;
  tone?: ButtonTone;
}) {
  const router = useRouter();
  const { act, acting, refusal } = useAct('stay');
  const run = () =>
    act(async ({ call }, idempotencyKey) => {
      const { id } = await call<{ id: string }>('POST', '/lab/runs', request, { idempotencyKey });
      announceGoing(`/lab/${id}`);
      router.push(`/lab/${id}`);
    });
  return (
    <span className="inline-flex flex-col items-start gap-1">
      <Button
        tone={tone}
        onClick={run}
        disabled={acting}
        {...(about ? { 'aria-label': `${acting ? pendingLabel : label}: ${about}` } : {})}
      >
        <Play aria-hidden="true" className="size-4" />
        {acting ? pendingLabel : label}
      </Button>
      {refusal ? (
        <span role="alert" className="text-13 text-revoked">
          {refusal}
        </span>
      ) : null}
    </span>
  );
}
