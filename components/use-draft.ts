'use client';

import { useCallback, useEffect, useRef, useState } from 'react';

/**
 * What was typed into a form, kept for this tab until the form succeeds, so that a reload or the back button loses
 * nothing. For public words only: passwords, passphrases and keys are never given to it.
 */
export function useDraft<Draft extends object>(route: string, initial: Draft) {
  const storageKey = `draft:${route}`;
  const [draft, setDraft] = useState(initial);
  const loaded = useRef(false);
  // What was typed before the kept draft was read is newer than it.
  const typed = useRef(new Set<string>());

  useEffect(() => {
    try {
      const kept = sessionStorage.getItem(storageKey);
      if (kept) {
        const older = Object.entries(JSON.parse(kept) as Partial<Draft>).filter(([name]) => !typed.current.has(name));
        setDraft((fresh) => ({ ...fresh, ...Object.fromEntries(older) }));
      }
    } catch {
      // Storage is closed or holds something else: the form starts empty, which is no loss.
    }
    loaded.current = true;
  }, [storageKey]);

  useEffect(() => {
    if (!loaded.current || draft === initial) return;
    try {
      sessionStorage.setItem(storageKey, JSON.stringify(draft));
    } catch {
      // Full or closed storage: the draft lives as long as the page.
    }
  }, [draft, initial, storageKey]);

  const change = useCallback((part: Partial<Draft>) => {
    if (!loaded.current) for (const name of Object.keys(part)) typed.current.add(name);
    setDraft((before) => ({ ...before, ...part }));
  }, []);
  const forget = useCallback(() => {
    try {
      sessionStorage.removeItem(storageKey);
    } catch {
      // Nothing was kept.
    }
  }, [storageKey]);
  return { draft, change, forget };
}
