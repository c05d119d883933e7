'use client';

import { useRouter } from 'next/navigation';
import { lazy, useEffect, useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { PLACES } from './places';

const HotkeysHelp = lazy(() => import('./hotkeys-help'));

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
      {helpOpen ? <HotkeysHelp /> : null}
    </Dialog>
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
