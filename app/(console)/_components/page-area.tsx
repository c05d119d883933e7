'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Skeleton as Shapes } from '@/components/ui/skeleton';
import type { Waiting } from './watch-going';

/**
 * The page itself, and what is seen while the next one is on its way: the old page stays, a bar travels after 150 ms,
 * grey shapes of the new page stand in after 400 ms. The server never sends placeholders, so pages are whole without script.
 */
export function PageArea({ children }: { children: ReactNode }) {
  const address = `${usePathname()}?${useSearchParams()}`;
  const { waiting, Skeleton } = useWaiting(address);
  const standIn = waiting?.long && Skeleton ? <Skeleton kind={waiting.kind} /> : null;
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new address is a new page, wherever it came from
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    if (!main.current?.contains(document.activeElement)) main.current?.focus({ preventScroll: true });
  }, [address.split('?')[0]]);
  return (
    <main
      ref={main}
      id="main"
      tabIndex={-1}
      aria-busy={waiting !== null}
      className="min-w-0 flex-1 px-4 pt-6 pb-16 sm:px-8 sm:pt-8"
    >
      {waiting ? <div aria-hidden="true" className="travel-bar fixed inset-x-0 top-0 z-50 h-0.5 bg-accent" /> : null}
      {standIn}
      <div hidden={standIn !== null}>{children}</div>
    </main>
  );
}

/** The grey shapes are fetched with the first link that is followed. */
function useWaiting(address: string): { waiting: Waiting; Skeleton: typeof Shapes | null } {
  const [waiting, setWaiting] = useState<Waiting>(null);
  const [Skeleton, setSkeleton] = useState<typeof Shapes | null>(null);
  const timers = useRef<ReturnType<typeof setTimeout>[]>([]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: arrival at a new address ends the wait
  useEffect(() => {
    for (const timer of timers.current) clearTimeout(timer);
    timers.current = [];
    setWaiting(null);
  }, [address]);

  useEffect(() => {
    let stop: (() => void) | null = () => undefined;
    // After the page is there: nobody leaves it before that.
    import('./watch-going').then(
      ({ watchGoing }) => {
        if (stop) stop = watchGoing({ timers, setWaiting, showShapes: (loaded) => setSkeleton(() => loaded) });
      },
      () => undefined,
    );
    return () => {
      stop?.();
      stop = null;
    };
  }, []);
  return { waiting, Skeleton };
}
