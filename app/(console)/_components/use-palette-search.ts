'use client';

import { useEffect, useState } from 'react';
import { call, toProblem } from '@/components/api-client';
import { useDebounced } from '@/components/use-debounced';
import type { SearchResult } from '@/lib/services/search-inventory';
import { paletteWords } from './palette.words';

interface Answer {
  readonly text: string;
  readonly found: SearchResult | null;
  readonly problem: string | null;
}
const NO_ANSWER: Answer = { text: '', found: null, problem: null };
const SHORTEST = 2;

/**
 * Asks the server once the text has stood still for 150 ms. While the next answer is on its way the last one stays, so
 * that the list does not jump.
 */
export function usePaletteSearch(text: string): {
  found: SearchResult | null;
  searching: boolean;
  problem: string | null;
} {
  const wanted = text.trim();
  const settled = useDebounced(wanted, 150);
  const [answer, setAnswer] = useState(NO_ANSWER);
  useEffect(() => {
    if (settled.length < SHORTEST) {
      setAnswer(NO_ANSWER);
      return;
    }
    const asked = new AbortController();
    call<SearchResult>('GET', `/search?q=${encodeURIComponent(settled)}`, undefined, { signal: asked.signal }).then(
      (found) => setAnswer({ text: settled, found, problem: null }),
      (error: unknown) => {
        if (!asked.signal.aborted)
          setAnswer({
            text: settled,
            found: null,
            problem: paletteWords().usePaletteSearch.theSearchFailed(toProblem(error).detail),
          });
      },
    );
    return () => asked.abort();
  }, [settled]);
  if (wanted.length < SHORTEST) return { found: null, searching: false, problem: null };
  return { found: answer.found, searching: answer.text !== wanted, problem: answer.problem };
}

/** Long hex, however it is written, is a serial number or a fingerprint. */
export function meansOneObject(text: string): boolean {
  return /^(0x)?[0-9a-f]{8,}$/i.test(text.replaceAll(/[\s:]/g, ''));
}
