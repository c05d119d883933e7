'use client';

import { lazy, type ReactNode, Suspense, useRef, useState } from 'react';

// The kit's dialog is fetched when somebody reaches for one: no page pays for it before.
const load = () => import('./dialog-panel');
const DialogPanel = lazy(load);

/** A modal panel. Focus goes in, stays in, and comes back to the button that opened it. */
export function Dialog({
  trigger,
  title,
  description,
  children,
  side = false,
  open: controlled,
  onOpenChange,
  onNear,
}: {
  trigger?: { children: ReactNode; className: string; label?: string; hotkey?: string };
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
  /** From the edge, at full height: the navigation of small screens. */
  side?: boolean;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** The pointer or the focus is on the trigger: what the panel needs may be fetched. */
  onNear?: () => void;
}) {
  const button = useRef<HTMLButtonElement>(null);
  const [own, setOwn] = useState(false);
  const [used, setUsed] = useState(false);
  const open = controlled ?? own;
  const setOpen = onOpenChange ?? setOwn;
  const near = () => {
    void load();
    onNear?.();
  };
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
          onPointerEnter={near}
          onFocus={near}
          onClick={() => setOpen(true)}
          className={trigger.className}
        >
          {trigger.children}
        </button>
      ) : null}
      {used ? (
        <Suspense>
          <DialogPanel
            {...{ title, description, side, open }}
            onOpenChange={setOpen}
            {...(trigger ? { finalFocus: button } : {})}
          >
            {children}
          </DialogPanel>
        </Suspense>
      ) : null}
    </>
  );
}
