'use client';

import { Menu } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type ComponentType, type ReactNode, useEffect, useState } from 'react';
import { announceGoing } from '../going';
import type { MenuPanelProps } from './menu-button';

export interface MenuEntry {
  readonly id: string;
  readonly label: string;
  readonly icon: ComponentType<{ className?: string; 'aria-hidden'?: boolean | 'true' | 'false' }>;
  /** A page to go to; a plain click stays inside the app. */
  readonly href?: string;
  readonly onSelect?: () => void;
  /** The letter that chooses it while the menu is open. */
  readonly letter?: string;
  /** Stays open after the choice: the answer is shown in the menu. */
  readonly stay?: boolean;
}

const itemClass =
  'touch-target flex min-h-8 cursor-pointer items-center gap-2.5 rounded-sm px-2.5 py-1.5 text-14 outline-none select-none data-highlighted:bg-hover data-highlighted:forced-colors:outline-2';

/** The floating part of a MenuButton. */
export function MenuPanel({
  entries,
  header,
  chosen,
  open,
  label,
  anchor,
  onOpenChange,
}: Omit<MenuPanelProps, 'data'> & {
  entries: readonly MenuEntry[];
  header?: ReactNode;
  /** The id of the entry in force, for menus that choose one of several. */
  chosen?: string;
}) {
  const router = useRouter();
  // Inside the bar it belongs to, so that it lies in a landmark.
  const [container, setContainer] = useState<HTMLDivElement | null>(null);
  const choose = (entry: MenuEntry) => {
    if (!entry.stay) onOpenChange(false);
    if (entry.href) {
      announceGoing(entry.href);
      router.push(entry.href);
    }
    entry.onSelect?.();
  };
  return (
    <>
      <div ref={setContainer} className="absolute" />
      <Menu.Root open={open} onOpenChange={onOpenChange}>
        <Menu.Portal container={container}>
          <Menu.Positioner anchor={anchor} sideOffset={6} align="end" className="z-50 outline-none">
            <Menu.Popup
              aria-label={label}
              finalFocus={anchor}
              className="forced-border min-w-56 rounded-lg border border-line bg-raised p-1 text-text shadow-float outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0"
            >
              {header ? <div className="mb-1 border-b border-line-faint px-2.5 pt-1.5 pb-2.5">{header}</div> : null}
              {chosen === undefined ? (
                entries.map((entry) => <Item key={entry.id} entry={entry} onChoose={() => choose(entry)} />)
              ) : (
                <Menu.RadioGroup value={chosen}>
                  {entries.map((entry) => (
                    <Menu.RadioItem
                      key={entry.id}
                      value={entry.id}
                      closeOnClick
                      className={itemClass}
                      onClick={() => choose(entry)}
                    >
                      <Inside entry={entry} />
                      <Menu.RadioItemIndicator className="ms-auto">
                        <Check aria-hidden="true" className="size-4 text-accent" />
                      </Menu.RadioItemIndicator>
                    </Menu.RadioItem>
                  ))}
                </Menu.RadioGroup>
              )}
              <Letters entries={entries} onChoose={choose} />
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </>
  );
}

function Item({ entry, onChoose }: { entry: MenuEntry; onChoose: () => void }) {
  if (!entry.href) {
    return (
      <Menu.Item className={itemClass} closeOnClick={!entry.stay} onClick={onChoose}>
        <Inside entry={entry} />
      </Menu.Item>
    );
  }
  return (
    <Menu.LinkItem
      href={entry.href}
      closeOnClick
      className={itemClass}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        onChoose();
      }}
    >
      <Inside entry={entry} />
    </Menu.LinkItem>
  );
}

function Inside({ entry: { icon: Icon, label, letter } }: { entry: MenuEntry }) {
  return (
    <>
      <Icon aria-hidden="true" className="size-4 shrink-0 text-muted" />
      <span className="pe-6">{label}</span>
      {letter ? (
        <span aria-hidden="true" className="ms-auto text-12 text-muted">
          {letter}
        </span>
      ) : null}
    </>
  );
}

/** While the menu is open its letters win over the menu's own typeahead. */
function Letters({ entries, onChoose }: { entries: readonly MenuEntry[]; onChoose: (entry: MenuEntry) => void }) {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey) return;
      const entry = entries.find(({ letter }) => letter !== undefined && letter === event.key);
      if (!entry) return;
      event.preventDefault();
      event.stopPropagation();
      onChoose(entry);
    };
    window.addEventListener('keydown', listen, true);
    return () => window.removeEventListener('keydown', listen, true);
  }, [entries, onChoose]);
  return null;
}
