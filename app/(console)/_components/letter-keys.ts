import { announceGoing } from '@/components/going';
import { newEntries } from './new-entries';
import { actOnPage, PAGE_KEYS } from './page-keys';
import { places } from './places';

/** Returns what ends the listening. */
export function listenForLetters({
  goTo,
  showHelp,
}: {
  goTo: (href: string) => void;
  showHelp: () => void;
}): () => void {
  let goingUntil = 0;
  let choosingUntil = 0;
  const listen = (event: KeyboardEvent) => {
    if (event.defaultPrevented || isTyping(event)) return;
    const place = places()[event.key];
    if (event.timeStamp < goingUntil && place) {
      event.preventDefault();
      goingUntil = 0;
      announceGoing(place.href);
      goTo(place.href);
      return;
    }
    // The letter of an entry, typed before the menu is there to hear it.
    const entry = event.timeStamp < choosingUntil ? newEntries().find(({ letter }) => letter === event.key) : undefined;
    choosingUntil = event.key === 'c' ? event.timeStamp + 1_500 : 0;
    if (entry) {
      event.preventDefault();
      window.dispatchEvent(new Event('countersign:new-chosen'));
      announceGoing(entry.href);
      goTo(entry.href);
      return;
    }
    goingUntil = event.key === 'g' ? event.timeStamp + 1_500 : 0;
    const act = actOf(event, showHelp);
    if (act) {
      event.preventDefault();
      act();
    }
  };
  window.addEventListener('keydown', listen);
  return () => window.removeEventListener('keydown', listen);
}

function actOf({ key: typed, shiftKey }: KeyboardEvent, showHelp: () => void): (() => void) | null {
  // With Shift, and with Caps Lock, the letter of a row comes as a capital.
  const key = typed === 'X' ? 'x' : typed;
  if (key === 'c') return () => window.dispatchEvent(new Event('countersign:new'));
  if (key === '?') return showHelp;
  return PAGE_KEYS.has(key) ? () => actOnPage(key, shiftKey) : null;
}

function isTyping(event: KeyboardEvent): boolean {
  if (event.metaKey || event.ctrlKey || event.altKey) return true;
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  // A letter means nothing to a check box.
  const isCheckBox = target instanceof HTMLInputElement && target.type === 'checkbox';
  return (
    target.isContentEditable ||
    (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !isCheckBox) ||
    target.closest('[role="menu"],[role="dialog"],[role="alertdialog"]') !== null
  );
}
