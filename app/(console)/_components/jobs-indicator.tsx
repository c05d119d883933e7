'use client';

import { usePathname } from 'next/navigation';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import type { OpenJob } from './open-jobs';

const LiveJobs = lazy(() => import('./live-jobs'));

/** The way to the jobs, which becomes alive when there may be one under way: what counts them is fetched then. */
export function JobsIndicator({ jobs, children }: { jobs: readonly OpenJob[]; children: ReactNode }) {
  const onJob = usePathname().startsWith('/jobs/');
  const [live, setLive] = useState(false);
  useEffect(() => {
    if (jobs.length > 0 || onJob) setLive(true);
    // Another tab may have begun one.
    const back = () => document.visibilityState === 'visible' && setLive(true);
    document.addEventListener('visibilitychange', back);
    return () => document.removeEventListener('visibilitychange', back);
  }, [jobs.length, onJob]);
  if (!live) return children;
  return (
    <Suspense fallback={children}>
      <LiveJobs jobs={jobs}>{children}</LiveJobs>
    </Suspense>
  );
}
