'use client';

import { Menu as Base } from '@base-ui/react/menu';
import { type ReactNode, useState } from 'react';

export const menuItemClass =
  'touch-target flex min-h-8 cursor-pointer items-center gap-2.5 rounded-sm px-2.5 py-1.5 text-14 outline-none select-none data-highlighted:bg-hover data-highlighted:forced-colors:outline-2';

/** The floating part of a menu; triggers and items are the caller's. */
export function MenuPopup({
  children,
  align = 'end',
  width = 'min-w-52',
}: {
  children: ReactNode;
  align?: 'start' | 'end';
  width?: string;
}) {
  // Inside the bar it belongs to, so that it lies in a landmark.
  const [container, setContainer] = useState<HTMLDivElement | null>(null);
  return (
    <>
      <div ref={setContainer} className="absolute" />
      <Base.Portal container={container}>
        <Base.Positioner sideOffset={6} align={align} className="z-50 outline-none">
          <Base.Popup
            className={`forced-border rounded-lg border border-line bg-raised p-1 text-text shadow-float outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0 ${width}`}
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </>
  );
}
