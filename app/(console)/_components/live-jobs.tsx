'use client';

import { CircleCheck, ListChecks } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { Link } from '@/components/ui/link';
import { barWords } from './bar.words';
import { type OpenJob, openJob, percentOf } from './open-jobs';

/** How many jobs are under way and how far they are. The server is asked again only while there is one. */
export default function LiveJobs({ jobs: first, children }: { jobs: readonly OpenJob[]; children: ReactNode }) {
  const { jobs, ended, seen } = useOpenJobs(first);
  const [only] = jobs;
  if (!only && !ended) return children;
  const percent = percentOf(jobs);
  const target = jobs.length === 1 ? only : jobs.length === 0 ? ended : undefined;
  const words = barWords();
  const said = only ? words.jobsAt(jobs.length, percent) : words.jobEnded(ended?.label ?? '');
  return (
    <>
      <Link
        href={target ? `/jobs/${target.id}` : '/jobs'}
        title={said}
        onClick={seen}
        className="touch-target inline-flex h-8 items-center gap-1.5 rounded-md bg-accent-tint px-2 text-13 font-medium text-accent tabular-nums forced-border"
      >
        {only ? (
          <ListChecks aria-hidden="true" className="size-4" />
        ) : (
          <CircleCheck aria-hidden="true" className="size-4" />
        )}
        <span aria-hidden="true">{only ? `${jobs.length} · ${percent} %` : words.done}</span>
        <span className="sr-only">{said}</span>
      </Link>
      {/* Spoken when it begins and when it ends; the numbers in between are there for whoever asks. */}
      <span role="status" className="sr-only">
        {only ? words.jobsUnderWay(jobs.length) : said}
      </span>
    </>
  );
}

const SOONEST = 1_000;
const LATEST = 5_000;

function useOpenJobs(first: readonly OpenJob[]): {
  jobs: readonly OpenJob[];
  /** The last one that ended while it was watched, until somebody looks at it. */
  ended: OpenJob | null;
  seen: () => void;
} {
  const [jobs, setJobs] = useState(first);
  const [ended, setEnded] = useState<OpenJob | null>(null);
  const known = useRef(first);
  const pathname = usePathname();

  const ask = useCallback(async (): Promise<boolean> => {
    const { call } = await import('@/components/api-client');
    const { items } = await call<{ items: Parameters<typeof openJob>[0][] }>('GET', '/jobs/open', undefined, {
      stayOn401: true,
    });
    const open = items.map(openJob);
    const gone = known.current.find(({ id }) => !open.some((job) => job.id === id));
    known.current = open;
    setJobs(open);
    if (gone) setEnded(gone);
    return open.length > 0;
  }, []);

  const running = jobs.length > 0;
  useEffect(() => {
    if (!running) return;
    let wait = SOONEST;
    let timer = 0;
    const next = () => {
      timer = window.setTimeout(() => {
        // A turn that fails is made up for by the next one; the numbers shown are the last that were true.
        ask().then(
          (goesOn) => goesOn && next(),
          () => next(),
        );
        wait = Math.min(LATEST, wait * 1.2);
      }, wait);
    };
    next();
    return () => window.clearTimeout(timer);
  }, [running, ask]);

  // Where a job begins its page is shown; another tab may have begun one, too.
  useEffect(() => {
    if (!pathname.startsWith('/jobs/')) return;
    setEnded(null);
    ask().catch(() => undefined);
  }, [pathname, ask]);
  useEffect(() => {
    const back = () => document.visibilityState === 'visible' && void ask().catch(() => undefined);
    document.addEventListener('visibilitychange', back);
    return () => document.removeEventListener('visibilitychange', back);
  }, [ask]);

  return { jobs, ended, seen: useCallback(() => setEnded(null), []) };
}
