'use client';

import { CircleCheck, CircleX, Play, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { useAct } from '@/components/use-act';
import type { FetchedAddress } from '@/lib/services/test-publishing';

const LOOKS = {
  ok: { icon: CircleCheck, ink: 'text-valid', word: 'In order' },
  warning: { icon: TriangleAlert, ink: 'text-expiring', word: 'Look at it' },
  error: { icon: CircleX, ink: 'text-revoked', word: 'Wrong' },
} as const;

/** Fetches each address as a relying party would, and says what is wrong with what comes. */
export function TestPublishing({ authorityId }: { authorityId: string }) {
  const { act, acting, refusal } = useAct('stay');
  const [found, setFound] = useState<readonly FetchedAddress[] | null>(null);
  const bad = found?.filter(({ verdict }) => verdict !== 'ok').length ?? 0;
  return (
    <section aria-labelledby="test-title" className="rounded-lg border border-line bg-card">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-5 py-3">
        <div>
          <h2 id="test-title" className="font-semibold">
            Test fetch
          </h2>
          <p className={`text-13 ${refusal ? 'text-revoked' : 'text-muted'}`} aria-live="polite">
            {refusal ||
              (acting
                ? 'Fetching…'
                : found
                  ? bad === 0
                    ? 'Everything is where certificates say it is.'
                    : `${bad} of ${found.length} addresses ${bad === 1 ? 'needs' : 'need'} attention.`
                  : 'From this machine, without following redirects: is each file where clients look for it, and the right one?')}
          </p>
        </div>
        <Button
          disabled={acting}
          onClick={() =>
            act(async ({ call }) =>
              setFound(await call<readonly FetchedAddress[]>('POST', `/authorities/${authorityId}/publishing/test`)),
            )
          }
        >
          <Play aria-hidden="true" className="size-4" />
          {acting ? 'Fetching…' : found ? 'Fetch again' : 'Fetch all'}
        </Button>
      </div>
      {found ? (
        <ul
          aria-label="What was fetched"
          aria-busy={acting}
          className="divide-y divide-line-faint border-t border-line-faint"
        >
          {found.map(({ label, url, verdict, words, milliseconds, inCertificates }) => {
            const { icon: Icon, ink, word } = LOOKS[verdict];
            return (
              <li key={`${label} ${url}`} className="flex items-start gap-3 px-5 py-3">
                <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${ink}`} />
                <div className="min-w-0 flex-1">
                  <p className="flex flex-wrap items-baseline gap-x-2">
                    <span className="font-medium">{label}</span>
                    <span className={`text-13 font-medium ${ink}`}>{word}</span>
                    <span className="text-13 text-muted">
                      {milliseconds} ms{inCertificates ? '' : ', not in certificates'}
                    </span>
                  </p>
                  <p className="[overflow-wrap:anywhere]">{words}</p>
                  <p className="font-mono text-12 text-muted [overflow-wrap:anywhere]">{url}</p>
                </div>
              </li>
            );
          })}
        </ul>
      ) : null}
    </section>
  );
}
