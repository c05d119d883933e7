'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { setPreference, setTheme, THEMES, type Theme } from '@/components/theme';

export function Appearance({ theme, keys }: { theme: Theme; keys: boolean }) {
  const router = useRouter();
  const [chosen, choose] = useState(theme);
  const [keysOn, setKeysOn] = useState(keys);
  return (
    <div className="flex flex-col gap-5">
      <fieldset>
        <legend className="mb-1.5 font-medium">Theme</legend>
        <div className="flex flex-wrap gap-x-6 gap-y-1">
          {THEMES.map(({ value, label }) => (
            <label key={value} className="touch-target flex min-h-6 items-center gap-2">
              <input
                type="radio"
                name="theme"
                value={value}
                checked={chosen === value}
                onChange={() => {
                  choose(value);
                  setTheme(value);
                }}
                className="size-4"
              />
              {label}
            </label>
          ))}
        </div>
      </fieldset>
      <label className="flex items-start gap-2">
        <input
          type="checkbox"
          checked={keysOn}
          onChange={(event) => {
            setKeysOn(event.target.checked);
            setPreference('countersign-keys', event.target.checked ? null : 'off');
            router.refresh();
          }}
          className="mt-0.5 size-4 shrink-0"
        />
        <span>
          <span className="block font-medium">Single-letter keys</span>
          <span className="block text-13 text-muted">
            Press ? anywhere for the list. Switch them off if a voice or switch control types letters for you.
          </span>
        </span>
      </label>
    </div>
  );
}
