'use client';

import { Download } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { formatNumber } from '@/components/format';
import { jobKindWords, jobStateWords } from '@/components/job.words';
import { Button } from '@/components/ui/button';
import { useAct } from '@/components/use-act';
import type { JobKind, JobState } from '@/lib/domain/entities';
import { jobWords } from './job.words';

interface Shown {
  readonly id: string;
  readonly kind: JobKind;
  readonly state: JobState;
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly message: string;
  readonly startedAt: string | null;
}

const isOpen = ({ state }: Shown) => state === 'queued' || state === 'running';

/** How far the job is, asked again every second and more rarely with time; what can be done with it. */
export function JobProgress({ job: first }: { job: Shown }) {
  const words = jobWords();
  const router = useRouter();
  const { act, acting, refusal } = useAct('stay');
  const [job, setJob] = useState(first);
  const open = isOpen(job);
  // The tab says how far it is, and its plain name again at the end.
  const percent = job.total === 0 ? 0 : Math.floor(((job.done + job.failed) / job.total) * 100);
  useEffect(() => {
    if (!open) return;
    const plain = document.title.replace(/^\d+ % · /, '');
    document.title = `${percent} % · ${plain}`;
    return () => {
      document.title = plain;
    };
  }, [open, percent]);
  useEffect(() => {
    if (!open) return;
    let wait = 1_000;
    let timer = 0;
    const ask = async () => {
      try {
        const { call } = await import('@/components/api-client');
        const seen = (await call<{ job: Shown }>('GET', `/jobs/${first.id}`)).job;
        setJob(seen);
        if (!isOpen(seen)) return router.refresh();
      } catch {
        // The next turn asks again; the numbers shown are the last that were true.
      }
      wait = Math.min(5_000, wait * 1.2);
      timer = window.setTimeout(() => void ask(), wait);
    };
    timer = window.setTimeout(() => void ask(), wait);
    return () => window.clearTimeout(timer);
  }, [open, first.id, router]);

  const ended = job.done + job.failed;
  const kind = jobKindWords()[job.kind];
  const hasFiles = job.kind === 'bulk-issuance' || job.kind === 'bulk-renewal';
  return (
    <section aria-label={words.progress} className="flex flex-col gap-5 rounded-lg border border-line bg-card p-5">
      <div className="flex flex-col gap-2">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
          <p className="font-medium">{jobStateWords()[job.state]}</p>
          <p className="tabular-nums text-muted">
            {words.ofAll(formatNumber(ended), kind.pieces(job.total))}
            {open ? <Remaining job={job} /> : null}
          </p>
        </div>
        <progress aria-label={words.done} className="h-2 w-full" max={job.total} value={ended}>
          {words.ofAll(formatNumber(ended), formatNumber(job.total))}
        </progress>
        <p aria-live="polite" className="sr-only">
          {quarter(ended, job.total)}
        </p>
        <p>
          {kind.done(job.done)}
          {job.failed > 0 ? <span className="text-revoked">{kind.refused(job.failed)}</span> : null}.
        </p>
        {job.message === '' ? null : <p className="text-muted">{job.message}</p>}
      </div>
      <p role="alert" className="text-revoked empty:hidden">
        {refusal}
      </p>
      <div className="flex flex-wrap gap-2">
        {job.done > 0 && !open && hasFiles ? (
          <Button
            tone="primary"
            disabled={acting}
            onClick={() => act(({ downloadFile }) => downloadFile('POST', `/jobs/${job.id}/export`))}
          >
            <Download aria-hidden="true" className="size-4" />
            {acting ? words.packing : words.downloadCertificatesAndKeys}
          </Button>
        ) : null}
        {job.failed > 0 ? (
          <Button
            disabled={acting}
            onClick={() => act(({ downloadFile }) => downloadFile('GET', `/jobs/${job.id}/refused`))}
          >
            {kind.download}
          </Button>
        ) : null}
        {ended > 0 && !open ? (
          <Button
            disabled={acting}
            onClick={() => act(({ downloadFile }) => downloadFile('GET', `/jobs/${job.id}/results`))}
          >
            {words.downloadResults}
          </Button>
        ) : null}
        {job.failed > 0 && !open ? (
          <Button
            disabled={acting}
            onClick={() =>
              act(async ({ call }, idempotencyKey) => {
                const again = await call<{ id: string }>('POST', `/jobs/${job.id}/retry`, undefined, {
                  idempotencyKey,
                });
                router.push(`/jobs/${again.id}`);
              })
            }
          >
            {kind.again}
          </Button>
        ) : null}
        {open ? (
          <Button
            tone="danger-plain"
            disabled={acting}
            onClick={() =>
              act(async ({ call }) => {
                await call('POST', `/jobs/${job.id}/cancel`);
                router.refresh();
                setJob((await call<{ job: Shown }>('GET', `/jobs/${job.id}`)).job);
              })
            }
          >
            {kind.cancel}
          </Button>
        ) : null}
      </div>
    </section>
  );
}

function Remaining({ job }: { job: Shown }) {
  const words = jobWords();
  const ended = job.done + job.failed;
  if (!job.startedAt || ended === 0) return null;
  const seconds = (Date.now() - new Date(job.startedAt).getTime()) / 1_000;
  if (seconds < 2) return null;
  const rate = ended / seconds;
  return <>{words.sSecondsLeft(formatNumber(Math.round(rate)), Math.ceil((job.total - ended) / rate))}</>;
}

/** Spoken at 0, 25, 50, 75 and 100 percent only. */
function quarter(ended: number, total: number): string {
  const words = jobWords();
  return total === 0 ? '' : words.percentDone(Math.floor((ended / total) * 4) * 25);
}
