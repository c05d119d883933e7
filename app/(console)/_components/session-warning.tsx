'use client';

import { useEffect, useState } from 'react';
import { toProblem } from '@/components/api-client';
import { plural } from '@/components/format';
import { signOut } from '@/components/sign-out';
import { Button } from '@/components/ui/button';
import type { SessionEnd } from '@/lib/services/sign-in';

/** What is left, by the second, and what can be done about it. */
export default function SessionWarning({
  end,
  onStay,
  onClose,
}: {
  end: SessionEnd;
  onStay: () => Promise<void>;
  onClose: () => void;
}) {
  const seconds = useCountdown(end.secondsLeft);
  const [problem, setProblem] = useState('');
  const [acting, setActing] = useState(false);
  const lasts = end.secondsAtMost > end.secondsLeft;
  const act = (work: () => Promise<void>) => {
    setActing(true);
    work()
      .catch((error: unknown) => setProblem(toProblem(error).detail))
      .finally(() => setActing(false));
  };
  return (
    <div className="flex flex-col gap-4 p-5">
      <p>
        <span role="timer" className="font-medium tabular-nums">
          {plural(seconds, 'second')} left.
        </span>{' '}
        {lasts
          ? 'Nothing was done here for a while. What you typed stays in this tab.'
          : 'A session lasts eight hours at most. Sign in again afterwards; what you typed stays in this tab.'}
      </p>
      {/* Read when the dialog opens and half a minute before the end, not by the second. */}
      <p role="status" className="sr-only">
        {seconds <= 30 ? 'Less than half a minute left' : ''}
      </p>
      <p role="alert" className="text-revoked empty:hidden">
        {problem}
      </p>
      <div className="flex flex-wrap gap-2">
        {lasts ? (
          <Button tone="primary" disabled={acting} onClick={() => act(onStay)}>
            Stay signed in
          </Button>
        ) : (
          <Button tone="primary" onClick={onClose}>
            Go on until then
          </Button>
        )}
        <Button disabled={acting} onClick={() => act(signOut)}>
          Sign out now
        </Button>
      </div>
    </div>
  );
}

function useCountdown(from: number): number {
  const [seconds, setSeconds] = useState(from);
  useEffect(() => {
    const ends = Date.now() + from * 1_000;
    setSeconds(from);
    const timer = window.setInterval(() => setSeconds(Math.max(0, Math.ceil((ends - Date.now()) / 1_000))), 1_000);
    return () => window.clearInterval(timer);
  }, [from]);
  return seconds;
}
