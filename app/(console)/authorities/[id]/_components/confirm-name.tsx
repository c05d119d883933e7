'use client';

import { TextField } from '@/components/ui/field';
import { authorityWords } from './authority.words';

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
  const words = authorityWords().confirmName;
  return (
    <TextField id="confirm" label={words.typeTheNameOfThe(name)} autoComplete="off" value={value} onValue={onValue} />
  );
}
