'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { type ComponentProps, type ReactNode, useEffect, useRef, useState } from 'react';
import { GOING } from '@/components/going';
import type { Skeleton as Shapes } from '@/components/ui/skeleton';

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

type Kind = ComponentProps<typeof Shapes>['kind'];
type Waiting = { kind: Kind; long: boolean } | null;

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
    const start = (target: URL | null) => {
      if (!target) return;
      import('@/components/ui/skeleton').then(
        (loaded) => setSkeleton(() => loaded.Skeleton),
        () => undefined,
      );
      for (const timer of timers.current) clearTimeout(timer);
      const kind = kindOfPage(target.pathname);
      const samePage = target.pathname === window.location.pathname;
      timers.current = [setTimeout(() => setWaiting({ kind, long: false }), 150)];
      // A filter or page of the same list keeps its old rows.
      if (!samePage) timers.current.push(setTimeout(() => setWaiting({ kind, long: true }), 400));
      // A link that led back here never changes the address.
      timers.current.push(setTimeout(() => setWaiting(null), 15_000));
    };
    const follow = (event: MouseEvent) => start(destination(event));
    const going = (event: Event) => start(elsewhere((event as CustomEvent<string>).detail));
    document.addEventListener('click', follow);
    window.addEventListener(GOING, going);
    return () => {
      document.removeEventListener('click', follow);
      window.removeEventListener(GOING, going);
    };
  }, []);
  return { waiting, Skeleton };
}

function destination(event: MouseEvent): URL | null {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const anchor = event.target instanceof Element ? event.target.closest('a') : null;
  if (!anchor?.href || anchor.target || anchor.hasAttribute('download')) return null;
  return elsewhere(anchor.href);
}

function elsewhere(href: string): URL | null {
  const url = new URL(href, window.location.href);
  if (url.origin !== window.location.origin || url.pathname.startsWith('/api/')) return null;
  return url.pathname + url.search === window.location.pathname + window.location.search ? null : url;
}

function kindOfPage(pathname: string): Kind {
  if (pathname.startsWith('/new/') || pathname.endsWith('/new') || pathname.endsWith('/revoke')) return 'form';
  return /^\/(connections|certificates|authorities)\/./.test(pathname) ? 'detail' : 'list';
}
