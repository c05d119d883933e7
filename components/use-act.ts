'use client';

import { useRouter } from 'next/navigation';
import { useRef, useState, useTransition } from 'react';
import { failedActWords } from '@/components/failed-act.words';

type Api = typeof import('./api-client');

/**
 * One press of a button that does something at once. The API's client is fetched with the press: pages that mostly show
 * things do not carry it. A press while it runs does nothing; after it the page is read again.
 */
export function useAct(after: 'refresh' | 'stay' = 'refresh') {
  const words = failedActWords();
  const router = useRouter();
  const [acting, setActing] = useState(false);
  const [refreshing, startRefresh] = useTransition();
  /** Why it was not done; empty when nothing was refused. */
  const [refusal, setRefusal] = useState('');
  const running = useRef(false);
  const act = async (work: (api: Api, idempotencyKey: string) => Promise<unknown>): Promise<boolean> => {
    if (running.current) return false;
    running.current = true;
    setActing(true);
    setRefusal('');
    try {
      const api = await import('./api-client');
      await work(api, api.newIdempotencyKey());
      if (after === 'refresh') startRefresh(() => router.refresh());
      return true;
    } catch (error) {
      // Every refusal of the API's client is an error whose message is for people.
      setRefusal(error instanceof Error ? error.message : words.reloadThePageAndTry);
      return false;
    } finally {
      running.current = false;
      setActing(false);
    }
  };
  return { act, acting, busy: acting || refreshing, refusal };
}
