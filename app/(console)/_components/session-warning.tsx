'use client';

import { useEffect, useState } from 'react';
import { toProblem } from '@/components/api-client';
import { signOut } from '@/components/sign-out';
import { Button } from '@/components/ui/button';
import type { SessionEnd } from '@/lib/services/sign-in';
import { barWords } from './bar.words';

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
  const { session: words } = barWords();
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
          {words.left(seconds)}
        </span>{' '}
        {lasts ? words.idle : words.longest}
      </p>
      {/* Read when the dialog opens and half a minute before the end, not by the second. */}
      <p role="status" className="sr-only">
        {seconds <= 30 ? words.soon : ''}
      </p>
      <p role="alert" className="text-revoked empty:hidden">
        {problem}
      </p>
      <div className="flex flex-wrap gap-2">
        {lasts ? (
          <Button tone="primary" disabled={acting} onClick={() => act(onStay)}>
            {words.stay}
          </Button>
        ) : (
          <Button tone="primary" onClick={onClose}>
            {words.goOn}
          </Button>
        )}
        <Button disabled={acting} onClick={() => act(signOut)}>
          {words.signOut}
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
