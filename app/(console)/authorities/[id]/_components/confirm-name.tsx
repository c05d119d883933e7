'use client';

import { confirmNameWords } from '@/app/(console)/authorities/[id]/_components/confirm-name.words';
import { TextField } from '@/components/ui/field';

/** Case and outer spaces do not count; pasting is allowed. */
export const isSameName = (typed: string, name: string): boolean =>
  typed.trim().toLowerCase() === name.trim().toLowerCase();

/** What cannot be undone is confirmed by the name of what it is done to. */
export function ConfirmName({
  name,
  value,
  onValue,
}: {
  name: string;
  value: string;
  onValue: (value: string) => void;
}) {
  const words = confirmNameWords();
  return (
    <TextField id="confirm" label={words.typeTheNameOfThe(name)} autoComplete="off" value={value} onValue={onValue} />
  );
}
