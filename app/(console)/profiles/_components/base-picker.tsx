'use client';

import { useRouter } from 'next/navigation';
import { SelectField } from '@/components/ui/field';
import { profileFormWords } from './profile-form.words';

/** What the new profile begins as; its address names it, so that a reload keeps it. */
export function BasePicker({
  chosen,
  profiles,
}: {
  chosen: string;
  profiles: readonly { readonly id: string; readonly name: string; readonly builtIn: boolean }[];
}) {
  const words = profileFormWords().basePicker;
  const router = useRouter();
  return (
    <SelectField
      id="base"
      label={words.cloneOf}
      value={chosen}
      onValue={(id) => router.replace(`/profiles/new?base=${id}`)}
      options={profiles.map(({ id, name, builtIn }) => ({ value: id, label: builtIn ? words.builtIn(name) : name }))}
    />
  );
}
