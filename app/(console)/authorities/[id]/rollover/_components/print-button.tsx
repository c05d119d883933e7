'use client';

import { Printer } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { rolloverWords } from './rollover.words';

/** What the browser's own menu does; without script that menu is still there. */
export function PrintButton() {
  const words = rolloverWords().printButton;
  return (
    <Button className="no-print" onClick={() => window.print()}>
      <Printer aria-hidden="true" className="size-4" />
      {words.print}
    </Button>
  );
}
