'use client';

import { CircleCheck, CircleX, Play, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { useAct } from '@/components/use-act';
import type { FetchedAddress } from '@/lib/services/test-publishing';
import { publishingWords } from './publishing.words';

const looks = () =>
  ({
    ok: { icon: CircleCheck, ink: 'text-valid', word: publishingWords().inOrder },
    warning: { icon: TriangleAlert, ink: 'text-expiring', word: publishingWords().lookAtIt },
    error: { icon: CircleX, ink: 'text-revoked', word: publishingWords().wrong },
  }) as const;

/** Fetches each address as a relying party would, and says what is wrong with what comes. */
export function TestPublishing({ authorityId }: { authorityId: string }) {
  const say = publishingWords();
  const { act, acting, refusal } = useAct('stay');
  const [found, setFound] = useState<readonly FetchedAddress[] | null>(null);
  const bad = found?.filter(({ verdict }) => verdict !== 'ok').length ?? 0;
  return (
    <section aria-labelledby="test-title" className="rounded-lg border border-line bg-card">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-5 py-3">
        <div>
          <h2 id="test-title" className="font-semibold">
            {say.testFetch}
          </h2>
          <p className={`text-13 ${refusal ? 'text-revoked' : 'text-muted'}`} aria-live="polite">
            {refusal ||
              (acting
                ? say.fetching
                : found
                  ? bad === 0
                    ? say.everythingIsWhereCertificatesSay
                    : say.attention(bad, found.length)
                  : say.fromThisMachineWithoutFollowing)}
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
          {acting ? say.fetching : found ? say.fetchAgain : say.fetchAll}
        </Button>
      </div>
      {found ? (
        <ul
          aria-label={say.whatWasFetched}
          aria-busy={acting}
          className="divide-y divide-line-faint border-t border-line-faint"
        >
          {found.map(({ label, url, verdict, words, milliseconds, inCertificates }) => {
            const { icon: Icon, ink, word } = looks()[verdict];
            return (
              <li key={`${label} ${url}`} className="flex items-start gap-3 px-5 py-3">
                <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${ink}`} />
                <div className="min-w-0 flex-1">
                  <p className="flex flex-wrap items-baseline gap-x-2">
                    <span className="font-medium">{label}</span>
                    <span className={`text-13 font-medium ${ink}`}>{word}</span>
                    <span className="text-13 text-muted">
                      {say.ms(milliseconds, inCertificates ? '' : say.notInCertificates)}
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
