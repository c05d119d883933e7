'use client';

import { CircleCheck, CircleDashed, CircleX, LoaderCircle } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { type Creation, STAGES } from './use-creation';

/** The four named stages while they run; a failure says why and goes on from there. */
export function CreationStages({ creation, onBack }: { creation: Creation; onBack?: (() => void) | undefined }) {
  const { phase, stage, problem } = creation;
  return (
    <div className="flex flex-col gap-6">
      <progress value={stage} max={STAGES.length} aria-label="Progress of the set-up" className="sr-only" />
      <ol className="flex flex-col gap-4">
        {STAGES.map((label, index) => {
          const done = index < stage;
          const here = index === stage;
          const failed = here && phase === 'failed';
          const Icon = done ? CircleCheck : failed ? CircleX : here ? LoaderCircle : CircleDashed;
          const ink = done ? 'text-valid' : failed ? 'text-revoked' : here ? 'text-accent motion-safe:animate-spin' : 'text-muted';
          return (
            <li key={label} className="flex items-center gap-3">
              <Icon aria-hidden="true" className={`size-5 shrink-0 ${ink}`} />
              <span className={here ? 'font-medium' : done ? '' : 'text-muted'}>{label}</span>
              <span className="text-13 text-muted">{done ? 'done' : failed ? 'failed' : here ? 'in progress' : ''}</span>
            </li>
          );
        })}
      </ol>
      <p aria-live="polite" className="sr-only">
        {phase === 'failed' ? `${STAGES[stage]} failed` : `${STAGES[stage] ?? ''} in progress`}
      </p>
      {phase === 'failed' && problem ? (
        <>
          <Notice tone="error" title={problem.title} live>
            {problem.fields.length > 0 ? problem.fields.map((field) => field.message).join(' ') : problem.detail}
            {problem.requestId ? <span className="mt-1 block font-mono text-12 text-muted">Error id {problem.requestId}</span> : null}
          </Notice>
          <div className="flex flex-wrap gap-2">
            <Button tone="primary" size="large" onClick={creation.run}>
              Try again from here
            </Button>
            {onBack ? (
              <Button size="large" tone="quiet" onClick={onBack}>
                Back
              </Button>
            ) : null}
          </div>
        </>
      ) : null}
    </div>
  );
}
