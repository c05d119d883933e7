'use client';

import type { MenuPanelProps } from '@/components/ui/menu-button';
import { MenuPanel } from '@/components/ui/menu-panel';
import { newEntries } from './new-entries';

/** Each entry answers to its own letter. */
export default function NewMenuPanel({ data: _, ...panel }: MenuPanelProps) {
  return <MenuPanel {...panel} entries={newEntries()} />;
}
