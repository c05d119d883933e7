'use client';

import { Download } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { useAct } from '@/components/use-act';
import { connectionWords } from './connection.words';

type Side = 'server' | 'client';

function useDownload(connectionId: string) {
  const { act, acting: pending, refusal } = useAct('stay');
  const [done, setDone] = useState(false);
  const start = async (sides: readonly Side[]) => {
    setDone(false);
    setDone(
      await act(async ({ downloadFile, newIdempotencyKey }) => {
        for (const side of sides)
          await downloadFile('POST', `/connections/${connectionId}/bundles/${side}`, undefined, {
            idempotencyKey: newIdempotencyKey(),
          });
      }),
    );
  };
  return { pending, refusal, done, start };
}

function Outcome({ refusal, done }: { refusal: string; done: boolean }) {
  const words = connectionWords().downloadBundle;
  return (
    <p aria-live="polite" className={refusal ? 'w-full text-13 text-revoked' : 'sr-only'}>
      {refusal || (done ? words.downloaded : '')}
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
  const words = connectionWords().downloadBundle;
  const { pending, refusal, done, start } = useDownload(connectionId);
  return (
    <>
      <Button onClick={() => start([side])} disabled={pending} className="max-w-full">
        <Download aria-hidden="true" className="size-4 shrink-0" />
        <span className="truncate">{pending ? words.packing : words.download(fileName)}</span>
      </Button>
      <Outcome refusal={refusal} done={done} />
    </>
  );
}

/** Both parties' files at once, for when one person sets up both ends. */
export function DownloadBoth({ id, both }: { id: string; both: boolean }) {
  const words = connectionWords().downloadBundle;
  const { pending, refusal, done, start } = useDownload(id);
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
        {pending ? words.packing : both ? words.downloadBoth : words.downloadBothBundles}
      </Button>
      <Outcome refusal={refusal} done={done} />
    </>
  );
}
