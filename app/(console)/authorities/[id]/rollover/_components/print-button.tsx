'use client';

import { Printer } from 'lucide-react';
import { Button } from '@/components/ui/button';

/** What the browser's own menu does; without script that menu is still there. */
export function PrintButton() {
  return (
    <Button className="no-print" onClick={() => window.print()}>
      <Printer aria-hidden="true" className="size-4" />
      Print
    </Button>
  );
}
