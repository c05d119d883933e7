import type { ComponentProps } from 'react';
import { GOING } from '@/components/going';
import type { Skeleton as Shapes } from '@/components/ui/skeleton';

type Kind = ComponentProps<typeof Shapes>['kind'];
export type Waiting = { kind: Kind; long: boolean } | null;

/** Tells what to show while a page that was asked for is on its way. Returns what ends the watching. */
export function watchGoing({
  timers,
  setWaiting,
  showShapes,
}: {
  timers: { current: ReturnType<typeof setTimeout>[] };
  setWaiting: (waiting: Waiting) => void;
  showShapes: (loaded: typeof Shapes) => void;
}): () => void {
  const start = (target: URL | null) => {
    if (!target) return;
    import('@/components/ui/skeleton').then(
      ({ Skeleton }) => showShapes(Skeleton),
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
  if (/^\/new\/|^\/certificates\/(bulk|views)$|\/(new|revoke|renew|hold|release)$/.test(pathname)) return 'form';
  return /^\/(connections|certificates|authorities)\/./.test(pathname) ? 'detail' : 'list';
}
