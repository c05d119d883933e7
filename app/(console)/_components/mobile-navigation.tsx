'use client';

import { usePathname } from 'next/navigation';
import { type ReactNode, useEffect, useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { menuWords } from './menu.words';

/** Below 768 px the rail becomes a panel behind a button. */
export function MobileNavigation({
  icon,
  title,
  children,
}: {
  icon: ReactNode;
  title: ReactNode;
  children: ReactNode;
}) {
  const words = menuWords().mobileNavigation;
  const [open, setOpen] = useState(false);
  const pathname = usePathname();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page closes the panel
  useEffect(() => setOpen(false), [pathname]);
  return (
    <Dialog
      side
      open={open}
      onOpenChange={setOpen}
      trigger={{
        label: words.menu,
        className:
          'touch-square inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text md:hidden',
        children: icon,
      }}
      title={title}
    >
      <div className="p-3">{children}</div>
    </Dialog>
  );
}
