'use client';

import { type ComponentType, lazy, type ReactNode, type RefObject, Suspense, useRef, useState } from 'react';

/** What the floating part of a menu is given. */
export interface MenuPanelProps<Data = undefined> {
  readonly label: string | undefined;
  readonly data: Data;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly anchor: RefObject<HTMLButtonElement | null>;
}

/** A menu that is fetched when somebody reaches for it: no page pays for the kit or for the entries before. */
export function lazyMenu<Data = undefined>(load: () => Promise<{ default: ComponentType<MenuPanelProps<Data>> }>) {
  return { load, Panel: lazy(load) };
}

/** A button with a menu. The button is here from the first paint; its menu arrives with the pointer or the focus. */
export function MenuButton<Data = undefined>({
  menu: { load, Panel },
  data,
  label,
  hotkey,
  className,
  children,
  open: controlled,
  onOpenChange,
}: {
  menu: ReturnType<typeof lazyMenu<Data>>;
  /** What the entries depend on. */
  data: Data;
  label?: string;
  hotkey?: string;
  className: string;
  children: ReactNode;
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
        aria-keyshortcuts={hotkey}
        data-hotkey={hotkey}
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
      {used ? (
        <Suspense>
          <Panel {...{ label, data, open }} anchor={button} onOpenChange={setOpen} />
        </Suspense>
      ) : null}
    </>
  );
}
