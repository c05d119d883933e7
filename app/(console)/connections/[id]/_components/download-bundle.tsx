'use client';

import { Download } from 'lucide-react';
import { useState } from 'react';
import { type ApiProblem, downloadFile, newIdempotencyKey, toProblem } from '@/components/api-client';
import { Button } from '@/components/ui/button';

type Side = 'server' | 'client';

function useDownload(connectionId: string) {
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [done, setDone] = useState(false);
  const start = async (sides: readonly Side[]) => {
    setPending(true);
    setProblem(null);
    setDone(false);
    try {
      for (const side of sides) {
        await downloadFile('POST', `/connections/${connectionId}/bundles/${side}`, undefined, {
          idempotencyKey: newIdempotencyKey(),
        });
      }
      setDone(true);
    } catch (error) {
      setProblem(toProblem(error));
    }
    setPending(false);
  };
  return { pending, problem, done, start };
}

function Outcome({ problem, done }: { problem: ApiProblem | null; done: boolean }) {
  return (
    <p aria-live="polite" className={problem ? 'w-full text-13 text-revoked' : 'sr-only'}>
      {problem ? problem.detail : done ? 'Downloaded' : ''}
    </p>
  );
}

export function DownloadBundle({
  connectionId,
  side,
  fileName,
}: {
  connectionId: string;
  side: Side;
  fileName: string;
}) {
  const { pending, problem, done, start } = useDownload(connectionId);
  return (
    <>
      <Button onClick={() => start([side])} disabled={pending} className="max-w-full">
        <Download aria-hidden="true" className="size-4 shrink-0" />
        <span className="truncate">{pending ? 'Packing…' : `Download ${fileName}`}</span>
      </Button>
      <Outcome problem={problem} done={done} />
    </>
  );
}

/** Both parties' files at once, for when one person sets up both ends. */
export function DownloadBoth({ id, both }: { id: string; both: boolean }) {
  const { pending, problem, done, start } = useDownload(id);
  return (
    <>
      <Button
        tone="primary"
        data-hotkey="d"
        aria-keyshortcuts="d"
        onClick={() => start(['server', 'client'])}
        disabled={pending}
      >
        <Download aria-hidden="true" className="size-4" />
        {pending ? 'Packing…' : both ? 'Download both' : 'Download both bundles'}
      </Button>
      <Outcome problem={problem} done={done} />
    </>
  );
}
