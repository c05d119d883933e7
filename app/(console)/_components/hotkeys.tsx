'use client';

import { useRouter } from 'next/navigation';
import { lazy, useEffect, useState } from 'react';
import { announceGoing } from '@/components/going';
import { Dialog } from '@/components/ui/dialog';
import { PLACES } from './places';

const HotkeysHelp = lazy(() => import('./hotkeys-help'));

/** Opens the list of keys, also where single letters are switched off. */
export const SHOW_KEYS = 'countersign:keys';

/** Single-letter keys: never in a field, never with a modifier, and they can be switched off (WCAG 2.2, 2.1.4). */
export function Hotkeys({ enabled }: { enabled: boolean }) {
  const router = useRouter();
  const [helpOpen, setHelpOpen] = useState(false);
  useEffect(() => {
    const show = () => setHelpOpen(true);
    window.addEventListener(SHOW_KEYS, show);
    return () => window.removeEventListener(SHOW_KEYS, show);
  }, []);
  useEffect(() => {
    if (!enabled) return;
    let goingUntil = 0;
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event)) return;
      const place = PLACES[event.key];
      if (event.timeStamp < goingUntil && place) {
        event.preventDefault();
        goingUntil = 0;
        announceGoing(place.href);
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
      description={
        enabled
          ? 'Single letters never act while you type. Settings can switch them off.'
          : 'Single letters are switched off. Settings can switch them on.'
      }
      open={helpOpen}
      onOpenChange={setHelpOpen}
    >
      {helpOpen ? <HotkeysHelp letters={enabled} /> : null}
    </Dialog>
  );
}

/** What needs a look at the page is fetched with its first key. */
function actOf(key: string, showHelp: () => void): (() => void) | null {
  if (key === 'c') return () => window.dispatchEvent(new Event('countersign:new'));
  if (key === '?') return showHelp;
  return '/jkd'.includes(key) ? () => void import('./page-keys').then(({ actOnPage }) => actOnPage(key)) : null;
}

function isTyping(event: KeyboardEvent): boolean {
  if (event.metaKey || event.ctrlKey || event.altKey) return true;
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) ||
    target.closest('[role="menu"],[role="dialog"],[role="alertdialog"]') !== null
  );
}
