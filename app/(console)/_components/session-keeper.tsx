'use client';

import { lazy, useCallback, useEffect, useRef, useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import type { SessionEnd } from '@/lib/services/sign-in';
import { menuWords } from './menu.words';
import { WARN_SECONDS } from './session-watch';

const SessionWarning = lazy(() => import('./session-warning'));

/**
 * Says two minutes before that the session ends. Whatever is done in the meantime makes it last longer, here and in
 * other tabs; so before it warns, it asks the server what is left, in a way that does not count as being used.
 */
export default function SessionKeeper() {
  const words = menuWords().sessionKeeper;
  const [left, setLeft] = useState<SessionEnd | null>(null);
  const timer = useRef(0);
  const dismissed = useRef(false);

  const wait = useCallback((seconds: number, then: () => void) => {
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(then, Math.max(1, seconds) * 1_000);
  }, []);
  const ask = useCallback(async () => {
    try {
      const { call } = await import('@/components/api-client');
      const end = await call<SessionEnd>('GET', '/session/end', undefined, { stayOn401: true });
      const warns = end.secondsLeft <= WARN_SECONDS;
      if (!warns) dismissed.current = false;
      setLeft(warns && !dismissed.current ? end : null);
      // While it warns it looks whether the session was used elsewhere.
      wait(warns ? Math.min(10, end.secondsLeft + 1) : end.secondsLeft - WARN_SECONDS + 1, () => void ask());
    } catch (error) {
      if ((error as { status?: number }).status === 401) leave();
      else wait(30, () => void ask());
    }
  }, [wait]);

  useEffect(() => {
    void ask();
    // A machine that slept has lost its timers' time.
    const back = () => document.visibilityState === 'visible' && void ask();
    document.addEventListener('visibilitychange', back);
    return () => {
      window.clearTimeout(timer.current);
      document.removeEventListener('visibilitychange', back);
    };
  }, [ask]);

  const stay = useCallback(async () => {
    const { call } = await import('@/components/api-client');
    await call('GET', '/session', undefined, { stayOn401: true });
    await ask();
  }, [ask]);

  const close = () => {
    dismissed.current = true;
    setLeft(null);
  };
  return (
    <Dialog
      title={words.yourSessionIsAboutTo}
      open={left !== null}
      onOpenChange={(open) => {
        if (!open) close();
      }}
    >
      {left ? <SessionWarning end={left} onStay={stay} onClose={close} /> : null}
    </Dialog>
  );
}

/** To the login, and from there back to here; what was typed is kept in the tab. */
function leave(): void {
  window.location.assign(`/login?next=${encodeURIComponent(window.location.pathname + window.location.search)}`);
}
