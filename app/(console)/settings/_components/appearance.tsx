'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { LANGUAGES, type Language } from '@/components/language/language';
import { setPreference, setTheme, THEMES, type Theme } from '@/components/theme';
import { settingsWords } from './settings.words';

export function Appearance({ theme, language, keys }: { theme: Theme; language: Language; keys: boolean }) {
  const { appearance: words } = settingsWords();
  const router = useRouter();
  const [chosen, choose] = useState(theme);
  const [keysOn, setKeysOn] = useState(keys);
  return (
    <div className="flex flex-col gap-5">
      <fieldset>
        <legend className="mb-1.5 font-medium">{words.theme}</legend>
        <div className="flex flex-wrap gap-x-6 gap-y-1">
          {THEMES.map((value) => (
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
              {words.themes[value]}
            </label>
          ))}
        </div>
      </fieldset>
      <fieldset>
        <legend className="mb-1.5 font-medium">{words.language}</legend>
        <div className="flex flex-wrap gap-x-6 gap-y-1">
          {LANGUAGES.map(({ value, label }) => (
            <label key={value} lang={value} className="touch-target flex min-h-6 items-center gap-2">
              <input
                type="radio"
                name="language"
                value={value}
                defaultChecked={language === value}
                onChange={() => {
                  setPreference('countersign-language', value === 'en' ? null : value);
                  // The frame of the page and what is in it change together.
                  window.location.reload();
                }}
                className="size-4"
              />
              {label}
            </label>
          ))}
        </div>
        <p className="mt-1 text-13 text-muted">{words.languageHelp}</p>
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
          <span className="block font-medium">{words.keys}</span>
          <span className="block text-13 text-muted">{words.keysHelp}</span>
        </span>
      </label>
    </div>
  );
}
