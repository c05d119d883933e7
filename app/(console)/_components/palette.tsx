'use client';

import { lazy, Suspense, useEffect, useState } from 'react';

const load = () => import('./palette-panel');
const PalettePanel = lazy(load);

/** Opens the palette. */
export const OPEN_PALETTE = 'countersign:palette';

/** Waits for ⌘K or Ctrl K, and for the button of the bar. The palette itself is fetched on first use. */
export function Palette() {
  const [open, setOpen] = useState(false);
  const [used, setUsed] = useState(false);
  if (open && !used) setUsed(true);
  useEffect(() => {
    const show = () => setOpen(true);
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.altKey || event.shiftKey)
        return;
      event.preventDefault();
      setOpen((before) => !before);
    };
    const sent = (event: SubmitEvent) => {
      if (!(event.target as HTMLElement).hasAttribute('data-palette')) return;
      event.preventDefault();
      show();
    };
    document.addEventListener('submit', sent);
    window.addEventListener(OPEN_PALETTE, show);
    window.addEventListener('keydown', listen);
    return () => {
      document.removeEventListener('submit', sent);
      window.removeEventListener(OPEN_PALETTE, show);
      window.removeEventListener('keydown', listen);
    };
  }, []);
  return used ? (
    <Suspense>
      <PalettePanel open={open} onOpenChange={setOpen} />
    </Suspense>
  ) : null;
}
