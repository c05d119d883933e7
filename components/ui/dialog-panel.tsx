'use client';

import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { dialogPanelWords } from '@/components/ui/dialog-panel.words';

const FADE = 'transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0';
const CENTRE =
  'inset-x-0 bottom-0 mx-auto max-h-[calc(100dvh-2rem)] w-full max-w-[40rem] rounded-t-lg border sm:top-[10vh] sm:bottom-auto sm:max-h-[80vh] sm:rounded-lg';
const SIDE = 'inset-y-0 start-0 w-72 max-w-[85vw] border-e';

/** The floating part of a Dialog. */
export default function DialogPanel({
  title,
  description,
  side,
  open,
  onOpenChange,
  finalFocus,
  children,
}: {
  title: ReactNode;
  description?: ReactNode;
  side: boolean;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  finalFocus?: RefObject<HTMLElement | null>;
  children: ReactNode;
}) {
  const words = dialogPanelWords();
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={`fixed inset-0 z-40 bg-backdrop ${FADE}`} />
        <Base.Popup
          {...(finalFocus ? { finalFocus } : {})}
          className={`forced-border fixed z-50 flex flex-col overflow-hidden border-line bg-raised shadow-float outline-none ${FADE} ${side ? SIDE : CENTRE}`}
        >
          <div className="flex items-start justify-between gap-4 border-b border-line-faint px-5 py-4">
            <div className="min-w-0">
              <Base.Title className="text-16 font-semibold [overflow-wrap:anywhere]">{title}</Base.Title>
              {description ? (
                <Base.Description className="mt-1 text-13 text-muted">{description}</Base.Description>
              ) : null}
            </div>
            <Base.Close
              aria-label={words.close}
              className="touch-square inline-flex size-8 shrink-0 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text"
            >
              <X aria-hidden="true" className="size-4" />
            </Base.Close>
          </div>
          <div className="min-h-0 overflow-y-auto">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
