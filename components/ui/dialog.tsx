'use client';

import dynamic from 'next/dynamic';
import { type ReactNode, useRef, useState } from 'react';

// The kit's dialog is fetched when somebody reaches for one: no page pays for it before.
const load = () => import('./dialog-panel');
const DialogPanel = dynamic(load, { ssr: false });

/** A modal panel. Focus goes in, stays in, and comes back to the button that opened it. */
export function Dialog({
  trigger,
  title,
  description,
  children,
  side = false,
  open: controlled,
  onOpenChange,
}: {
  trigger?: { children: ReactNode; className: string; label?: string; hotkey?: string };
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
  /** From the edge, at full height: the navigation of small screens. */
  side?: boolean;
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
      {trigger ? (
        <button
          ref={button}
          type="button"
          aria-label={trigger.label}
          aria-haspopup="dialog"
          aria-expanded={open}
          aria-keyshortcuts={trigger.hotkey}
          data-hotkey={trigger.hotkey}
          onPointerEnter={load}
          onFocus={load}
          onClick={() => setOpen(true)}
          className={trigger.className}
        >
          {trigger.children}
        </button>
      ) : null}
      {used ? (
        <DialogPanel
          {...{ title, description, side, open }}
          onOpenChange={setOpen}
          {...(trigger ? { finalFocus: button } : {})}
        >
          {children}
        </DialogPanel>
      ) : null}
    </>
  );
}
