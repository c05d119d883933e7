'use client';

import { lazy, type ReactNode, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { keepSelection, MOST_CHOSEN, readSelection, type Selection } from '@/components/selection';
import { certificatesWords } from './certificates.words';

const SelectionBar = lazy(() => import('./selection-bar'));

/**
 * The list with its check boxes, which the server drew: what is chosen is kept here and in the tab. `x` chooses the row that has
 * the focus, `Shift+x` (or Shift with a click) all from the last chosen one to it.
 */
export function SelectionArea({ filter, children }: { filter: string; children: ReactNode }) {
  const words = certificatesWords().selectionArea;
  const area = useRef<HTMLDivElement>(null);
  const last = useRef<string | null>(null);
  const [selection, setSelection] = useState<Selection>({ filter, ids: [], all: null });
  const [full, setFull] = useState(false);
  const [ready, setReady] = useState(false);

  useEffect(() => {
    const kept = readSelection();
    setSelection(kept?.filter === filter ? kept : { filter, ids: [], all: null });
    setReady(true);
  }, [filter]);

  const change = useCallback((next: Selection) => {
    setFull(next.ids.length > MOST_CHOSEN);
    const kept = { ...next, ids: next.ids.slice(0, MOST_CHOSEN) };
    keepSelection(kept);
    setSelection(kept);
  }, []);

  /** Chooses or leaves these; where all that match were chosen, the rest of the page stays. */
  const set = useCallback(
    (ids: readonly string[], chosen: boolean) => {
      const before = selection.all === null ? selection.ids : [...new Set(boxesOf(area.current).map(idOf))];
      const others = before.filter((id) => !ids.includes(id));
      change({ filter, ids: chosen ? [...others, ...ids] : others, all: null });
    },
    [change, filter, selection],
  );

  const toggle = useCallback(
    (id: string, chosen: boolean, range: boolean) => {
      const order = [...new Set(boxesOf(area.current).map(idOf))];
      const [from, to] = [order.indexOf(last.current ?? ''), order.indexOf(id)];
      const ids = range && from >= 0 ? order.slice(Math.min(from, to), Math.max(from, to) + 1) : [id];
      last.current = id;
      set(ids, chosen);
    },
    [set],
  );

  // The boxes are the server's; what they show is written here after every change.
  useEffect(() => {
    const boxes = boxesOf(area.current);
    const isChosen = (box: HTMLInputElement) => selection.all !== null || selection.ids.includes(idOf(box));
    for (const box of boxes) box.checked = isChosen(box);
    const count = boxes.filter(isChosen).length;
    for (const whole of wholesOf(area.current)) {
      whole.checked = count > 0 && count === boxes.length;
      whole.indeterminate = count > 0 && count < boxes.length;
    }
  });

  useEffect(() => {
    const byKey = (event: Event) => {
      const row = document.activeElement?.closest('tr, li');
      const box = row?.querySelector<HTMLInputElement>('input[data-select]');
      if (box && area.current?.contains(box)) toggle(idOf(box), !box.checked, (event as CustomEvent<boolean>).detail);
    };
    window.addEventListener('countersign:select', byKey);
    return () => window.removeEventListener('countersign:select', byKey);
  }, [toggle]);

  const any = selection.all !== null || selection.ids.length > 0;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears what happens to the check boxes inside
    // biome-ignore lint/a11y/useKeyWithClickEvents: a press of Space is a click on a box, too
    <div
      ref={area}
      data-ready={ready || undefined}
      className="group/selection flex flex-col gap-4"
      onClick={(event) => {
        const box = event.target;
        if (!(box instanceof HTMLInputElement) || box.type !== 'checkbox') return;
        if (box.dataset.select) toggle(box.dataset.select, box.checked, event.shiftKey);
        else if ('selectPage' in box.dataset) set([...new Set(boxesOf(area.current).map(idOf))], box.checked);
      }}
    >
      {children}
      {any ? (
        <Suspense>
          <SelectionBar selection={selection} full={full} onChange={change} />
        </Suspense>
      ) : null}
      <p role="status" className="sr-only">
        {selection.all !== null
          ? words.allThatMatchAreChosen(selection.all)
          : selection.ids.length > 0
            ? words.chosen(selection.ids.length)
            : ''}
      </p>
    </div>
  );
}

/** Table and cards both have a box for each certificate; every one of them says which. */
const boxesOf = (area: HTMLElement | null) => [
  ...(area?.querySelectorAll<HTMLInputElement>('input[data-select]') ?? []),
];
const wholesOf = (area: HTMLElement | null) => [
  ...(area?.querySelectorAll<HTMLInputElement>('input[data-select-page]') ?? []),
];
const idOf = (box: HTMLInputElement) => box.dataset.select ?? '';
