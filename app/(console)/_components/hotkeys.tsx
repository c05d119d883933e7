'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { Dialog } from '@/components/ui/dialog';

const PLACES: Readonly<Record<string, { href: string; label: string }>> = {
  o: { href: '/', label: 'Overview' },
  n: { href: '/connections', label: 'Connections' },
  c: { href: '/certificates', label: 'Certificates' },
  a: { href: '/authorities', label: 'Authorities' },
  u: { href: '/audit', label: 'Audit' },
  s: { href: '/settings', label: 'Settings' },
};

/** Single-letter keys: never in a field, never with a modifier, and they can be switched off (WCAG 2.2, 2.1.4). */
export function Hotkeys({ enabled }: { enabled: boolean }) {
  const router = useRouter();
  const [helpOpen, setHelpOpen] = useState(false);
  useEffect(() => {
    if (!enabled) return;
    let goingUntil = 0;
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event)) return;
      const place = PLACES[event.key];
      if (event.timeStamp < goingUntil && place) {
        event.preventDefault();
        goingUntil = 0;
        router.push(place.href);
        return;
      }
      goingUntil = event.key === 'g' ? event.timeStamp + 1_500 : 0;
      const act = actOf(event.key, () => setHelpOpen(true));
      if (act) {
        event.preventDefault();
        act();
      }
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [enabled, router]);
  return (
    <Dialog
      title="Keys"
      description="They never fire while you type. Settings can switch them off."
      open={helpOpen}
      onOpenChange={setHelpOpen}
    >
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-6 gap-y-2 p-5">
        <Key keys={['/']} means="Search" />
        <Key keys={['c']} means="New" />
        <Key keys={['d']} means="Download, where a page offers files" />
        <Key keys={['Ctrl', 'Enter']} means="Send the form" />
        {Object.entries(PLACES).map(([key, place]) => (
          <Key key={key} keys={['g', key]} means={`Go to ${place.label}`} />
        ))}
        <Key keys={['?']} means="This list" />
      </dl>
    </Dialog>
  );
}

function Key({ keys, means }: { keys: readonly string[]; means: string }) {
  return (
    <>
      <dt className="flex gap-1">
        {keys.map((key) => (
          <kbd
            key={key}
            className="inline-flex h-6 min-w-6 items-center justify-center rounded-sm border border-line bg-subtle px-1.5 font-sans text-12"
          >
            {key}
          </kbd>
        ))}
      </dt>
      <dd>{means}</dd>
    </>
  );
}

function actOf(key: string, showHelp: () => void): (() => void) | null {
  if (key === '/') return () => document.getElementById('global-search')?.focus();
  if (key === 'c') return () => window.dispatchEvent(new Event('countersign:new'));
  if (key === '?') return showHelp;
  if (key === 'd') {
    const download = document.querySelector<HTMLElement>('[data-hotkey="d"]');
    return download ? () => download.click() : null;
  }
  return null;
}

function isTyping(event: KeyboardEvent): boolean {
  if (event.metaKey || event.ctrlKey || event.altKey) return true;
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) ||
    target.closest('[role="menu"],[role="dialog"]') !== null
  );
}
