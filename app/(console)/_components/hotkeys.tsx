'use client';

import { useRouter } from 'next/navigation';
import { lazy, useEffect, useState } from 'react';
import { announceGoing } from '@/components/going';
import { Dialog } from '@/components/ui/dialog';
import { OPEN_PALETTE } from './palette';
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

function actOf(key: string, showHelp: () => void): (() => void) | null {
  if (key === '/') return search;
  if (key === 'c') return () => window.dispatchEvent(new Event('countersign:new'));
  if (key === '?') return showHelp;
  if (key === 'j') return () => moveInRows(1);
  if (key === 'k') return () => moveInRows(-1);
  if (key === 'd') {
    const download = document.querySelector<HTMLElement>('[data-hotkey="d"]');
    return download ? () => download.click() : null;
  }
  return null;
}

/** A list's own field, where there is one; the palette elsewhere. */
function search(): void {
  const field = document.querySelector<HTMLInputElement>('main input[type="search"]');
  if (!field) window.dispatchEvent(new Event(OPEN_PALETTE));
  field?.focus();
  field?.select();
}

/** Rows are links (or details) that say so; those of the layout that is not shown have no box. Enter opens, as on any link. */
function moveInRows(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('main [data-row]')].filter((row) => row.offsetParent);
  const at = rows.findIndex((row) => row === document.activeElement);
  const next = at === -1 ? (by === 1 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by));
  rows[next]?.focus();
  rows[next]?.scrollIntoView({ block: 'nearest' });
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
