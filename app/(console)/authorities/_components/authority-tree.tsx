'use client';

import { type KeyboardEvent, useRef, useState } from 'react';
import { KindTile } from '@/components/pki/kind-icon';
import { Link } from '@/components/ui/link';
import { authorityTreeWords } from './authority-tree.words';
import type { TreeRow } from './tree-rows';

/**
 * The issuer tree as a navigation tree view (ARIA APG): arrows, Home, End and the first letter move, Enter opens.
 * Nothing folds: leaves are counted, never drawn, so even a large instance is a short tree.
 */
export function AuthorityTree({ rows }: { rows: readonly TreeRow[] }) {
  const words = authorityTreeWords();
  const [active, setActive] = useState(rows[0]?.id);
  const items = useRef(new Map<string, HTMLAnchorElement>());
  const typed = useRef({ text: '', at: 0 });
  const move = (row: TreeRow | undefined) => {
    if (!row) return;
    setActive(row.id);
    items.current.get(row.id)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const index = rows.findIndex((row) => row.id === active);
    const target = isLetter(event.key) ? found(event.key, event.timeStamp) : destination(event.key, rows, index);
    if (!target) return;
    event.preventDefault();
    event.stopPropagation();
    move(target);
  };
  /** Letters that follow one another quickly are the beginning of one name; the same one again goes on to the next. */
  function found(letter: string, at: number): TreeRow | undefined {
    const before = at - typed.current.at < 700 ? typed.current.text : '';
    const text = before === letter.toLowerCase() ? before : before + letter.toLowerCase();
    typed.current = { text, at };
    const index = rows.findIndex((row) => row.id === active);
    const from = text.length > 1 ? index : index + 1;
    return [...rows.slice(from), ...rows.slice(0, from)].find((row) => row.name.toLowerCase().startsWith(text));
  }
  return (
    <div
      role="tree"
      aria-label={words.authorities}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      className="rounded-lg border border-line bg-card"
    >
      {rows.map((row) => (
        <div
          key={row.id}
          role="none"
          className="relative flex items-stretch border-b border-line-faint px-5 last:border-b-0 hover:bg-subtle"
        >
          {row.lines.map((goesOn, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: levels do not move
            <Branch key={index} end={index === row.lines.length - 1} goesOn={goesOn} />
          ))}
          <div className="flex min-w-0 flex-1 flex-wrap items-start gap-x-4 gap-y-1.5 py-3.5">
            <KindTile kind={row.kind} />
            <div className="min-w-44 flex-1">
              <Link
                ref={(element: HTMLAnchorElement | null) => {
                  if (element) items.current.set(row.id, element);
                  else items.current.delete(row.id);
                }}
                href={row.href}
                role="treeitem"
                aria-level={row.level}
                aria-setsize={row.size}
                aria-posinset={row.position}
                {...(row.hasChildren ? { 'aria-expanded': true } : {})}
                aria-describedby={`facts-${row.id}`}
                tabIndex={row.id === active ? 0 : -1}
                onFocus={() => setActive(row.id)}
                className="font-medium after:absolute after:inset-0 hover:text-accent [overflow-wrap:anywhere]"
              >
                {row.name}
              </Link>
              <div
                id={`facts-${row.id}`}
                className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 text-13 text-muted"
              >
                {row.facts}
              </div>
              {row.problem}
            </div>
            <span className="max-sm:ms-12">{row.badge}</span>
          </div>
        </div>
      ))}
    </div>
  );
}

/** The line from the authority above; each child hangs from it by an elbow. */
function Branch({ end, goesOn }: { end: boolean; goesOn: boolean }) {
  return (
    <span aria-hidden="true" className="relative w-8 shrink-0">
      {end || goesOn ? (
        <span
          className={`absolute start-4 top-0 border-s border-line-strong ${goesOn ? 'bottom-0' : 'h-[1.9375rem]'}`}
        />
      ) : null}
      {end ? <span className="absolute start-4 top-[1.9375rem] w-4 border-t border-line-strong" /> : null}
    </span>
  );
}

function destination(key: string, rows: readonly TreeRow[], index: number): TreeRow | undefined {
  const here = rows[index];
  switch (key) {
    case 'ArrowDown':
      return rows[index + 1];
    case 'ArrowUp':
      return rows[index - 1];
    case 'ArrowRight':
      return here?.hasChildren ? rows[index + 1] : undefined;
    case 'ArrowLeft':
      return rows.find((row) => row.id === here?.parentId);
    case 'Home':
      return rows[0];
    case 'End':
      return rows.at(-1);
    default:
      return undefined;
  }
}

const isLetter = (key: string): boolean => key.length === 1 && key !== ' ';
