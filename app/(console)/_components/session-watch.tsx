'use client';

import { lazy, Suspense, useEffect, useState } from 'react';

const SessionKeeper = lazy(() => import('./session-keeper'));

/** How long before the end it is said (WCAG 2.2, 2.2.1 asks for 20 seconds at least). */
export const WARN_SECONDS = 120;

/** Waits until the session would end soon if nothing was done; what asks and warns is fetched then. */
export function SessionWatch({ secondsLeft }: { secondsLeft: number }) {
  const [due, setDue] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setDue(true), Math.max(1, secondsLeft - WARN_SECONDS + 1) * 1_000);
    // A machine that slept has lost its timers' time.
    const back = () => document.visibilityState === 'visible' && setDue(true);
    document.addEventListener('visibilitychange', back);
    return () => {
      window.clearTimeout(timer);
      document.removeEventListener('visibilitychange', back);
    };
  }, [secondsLeft]);
  return due ? (
    <Suspense>
      <SessionKeeper />
    </Suspense>
  ) : null;
}
