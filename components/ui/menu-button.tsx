'use client';

import dynamic from 'next/dynamic';
import { type ComponentType, type ReactNode, useRef, useState } from 'react';

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

// The kit's menu is fetched when somebody reaches for one: no page pays for it before.
const load = () => import('./menu-panel');
const MenuPanel = dynamic(load, { ssr: false });

/** A button with a menu. The button is here from the first paint; its menu arrives with the pointer or the focus. */
export function MenuButton({
  label,
  className,
  children,
  entries,
  header,
  chosen,
  open: controlled,
  onOpenChange,
}: {
  label?: string;
  className: string;
  children: ReactNode;
  entries: readonly MenuEntry[];
  header?: ReactNode;
  /** The id of the entry in force, for menus that choose one of several. */
  chosen?: string;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}) {
  const button = useRef<HTMLButtonElement>(null);
  const [own, setOwn] = useState(false);
  const [used, setUsed] = useState(false);
  const open = controlled ?? own;
  const setOpen = onOpenChange ?? setOwn;
  if (open && !used) setUsed(true);
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        onPointerEnter={load}
        onFocus={load}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
          event.preventDefault();
          setOpen(true);
        }}
        className={className}
      >
        {children}
      </button>
      {used ? <MenuPanel {...{ entries, header, chosen, open, label }} anchor={button} onOpenChange={setOpen} /> : null}
    </>
  );
}
