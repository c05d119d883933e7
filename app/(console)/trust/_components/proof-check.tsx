'use client';

import { useEffect, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import type { ProofView } from '@/lib/services/trust-portal';
import { trustWords } from './trust.words';

type Verdict = 'asking' | 'trusted' | 'not-trusted';

/** Asks the proof's address from this very device. A browser does not tell why a handshake failed, so every reason is named. */
export function ProofCheck({ url, words }: { url: string; words: ProofView['words'] }) {
  const say = trustWords().proofCheck;
  const [verdict, setVerdict] = useState<Verdict>('asking');
  const [turn, setTurn] = useState(1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn asks again
  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), WAIT_MILLISECONDS);
    let left = false;
    setVerdict('asking');
    fetch(`${url}/verdict`, { cache: 'no-store', credentials: 'omit', signal: abort.signal })
      .then((answer) => {
        if (!left) setVerdict(answer.ok ? 'trusted' : 'not-trusted');
      })
      .catch(() => {
        if (!left) setVerdict('not-trusted');
      })
      .finally(() => clearTimeout(timer));
    return () => {
      left = true;
      clearTimeout(timer);
      abort.abort();
    };
  }, [url, turn]);
  const again = (
    <Button size="small" onClick={() => setTurn((before) => before + 1)} disabled={verdict === 'asking'}>
      {say.checkAgain}
    </Button>
  );
  if (verdict === 'asking') return <Notice tone="info" title={words.asking} actions={again} live />;
  if (verdict === 'trusted') return <Notice tone="success" title={words.trusted} actions={again} live />;
  return (
    <Notice tone="warning" title={words.notTrusted} actions={again} live>
      <ol className="mt-1 flex list-decimal flex-col gap-1 ps-5">
        {words.reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ol>
    </Notice>
  );
}

const WAIT_MILLISECONDS = 10_000;
