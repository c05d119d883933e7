'use client';

import { useRouter } from 'next/navigation';
import { lazy, useEffect, useState } from 'react';
import { hotkeysWords } from '@/app/(console)/_components/hotkeys.words';
import { Dialog } from '@/components/ui/dialog';

const HotkeysHelp = lazy(() => import('./hotkeys-help'));

/** Opens the list of keys, also where single letters are switched off. */
export const SHOW_KEYS = 'countersign:keys';

/** Single-letter keys: never in a field, never with a modifier, and they can be switched off (WCAG 2.2, 2.1.4). */
export function Hotkeys({ enabled }: { enabled: boolean }) {
  const words = hotkeysWords();
  const router = useRouter();
  const [helpOpen, setHelpOpen] = useState(false);
  useEffect(() => {
    const show = () => setHelpOpen(true);
    window.addEventListener(SHOW_KEYS, show);
    return () => window.removeEventListener(SHOW_KEYS, show);
  }, []);
  useEffect(() => {
    if (!enabled) return;
    let stop: (() => void) | null = () => undefined;
    // After the page is there: it has to be seen before anybody types.
    import('./letter-keys').then(
      ({ listenForLetters }) => {
        if (stop) stop = listenForLetters({ goTo: (href) => router.push(href), showHelp: () => setHelpOpen(true) });
      },
      () => undefined,
    );
    return () => {
      stop?.();
      stop = null;
    };
  }, [enabled, router]);
  return (
    <Dialog
      title={words.keys}
      description={enabled ? words.singleLettersNeverActWhile : words.singleLettersAreSwitchedOff}
      open={helpOpen}
      onOpenChange={setHelpOpen}
    >
      {helpOpen ? <HotkeysHelp letters={enabled} /> : null}
    </Dialog>
  );
}
