'use client';

import { CircleCheck, CircleDashed, CircleX, LoaderCircle } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { setupWords } from './setup.words';
import { type Creation, stages } from './use-creation';

/** The four named stages while they run; a failure says why and goes on from there. */
export function CreationStages({ creation, onBack }: { creation: Creation; onBack?: (() => void) | undefined }) {
  const words = setupWords().creationStages;
  const { phase, stage, problem } = creation;
  return (
    <div className="flex flex-col gap-6">
      <progress value={stage} max={stages().length} aria-label={words.progressOfTheSetUp} className="sr-only" />
      <ol className="flex flex-col gap-4">
        {stages().map((label, index) => (
          <Stage
            key={label}
            label={label}
            state={index < stage ? 'done' : index > stage ? 'waiting' : phase === 'failed' ? 'failed' : 'running'}
          />
        ))}
      </ol>
      <p aria-live="polite" className="sr-only">
        {phase === 'failed' ? words.failedAt(stages()[stage] ?? '') : words.inProgressAt(stages()[stage] ?? '')}
      </p>
      {phase === 'failed' && problem ? (
        <>
          <Notice tone="error" title={problem.title} live>
            {problem.fields.length > 0 ? problem.fields.map((field) => field.message).join(' ') : problem.detail}
            {problem.requestId ? (
              <span className="mt-1 block font-mono text-12 text-muted">{words.errorId(problem.requestId)}</span>
            ) : null}
          </Notice>
          <div className="flex flex-wrap gap-2">
            <Button tone="primary" size="large" onClick={creation.run}>
              {words.tryAgainFromHere}
            </Button>
            {onBack ? (
              <Button size="large" tone="quiet" onClick={onBack}>
                {words.back}
              </Button>
            ) : null}
          </div>
        </>
      ) : null}
    </div>
  );
}

const looks = () =>
  ({
    done: { icon: CircleCheck, ink: 'text-valid', name: '', word: setupWords().creationStages.done },
    running: {
      icon: LoaderCircle,
      ink: 'text-accent motion-safe:animate-spin',
      name: 'font-medium',
      word: setupWords().creationStages.inProgress,
    },
    failed: { icon: CircleX, ink: 'text-revoked', name: 'font-medium', word: setupWords().creationStages.failed },
    waiting: { icon: CircleDashed, ink: 'text-muted', name: 'text-muted', word: '' },
  }) as const;

function Stage({ label, state }: { label: string; state: keyof ReturnType<typeof looks> }) {
  const { icon: Icon, ink, name, word } = looks()[state];
  return (
    <li className="flex items-center gap-3">
      <Icon aria-hidden="true" className={`size-5 shrink-0 ${ink}`} />
      <span className={name}>{label}</span>
      <span className="text-13 text-muted">{word}</span>
    </li>
  );
}
