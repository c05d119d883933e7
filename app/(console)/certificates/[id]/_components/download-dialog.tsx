'use client';

import { Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import { type ApiProblem, call, toProblem } from '@/components/api-client';
import { buttonClass } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { SelectField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { DESTINATION_WORDS } from '@/components/words';
import type { FilesPlan } from '@/lib/services/export-files';
import { DestinationFiles } from './destination-files';

interface Subject {
  readonly id: string;
  readonly name: string;
  readonly isAuthority: boolean;
}

/** For whom are the files? Then the exact list, before anything is made. */
export function DownloadDialog({ certificate }: { certificate: Subject }) {
  return (
    <Dialog
      title={`Download ${certificate.name}`}
      description="Choose who gets the files. The list shows exactly what is downloaded, in order."
      trigger={{
        hotkey: 'd',
        className: buttonClass('primary'),
        children: (
          <>
            <Download aria-hidden="true" className="size-4" />
            Download
          </>
        ),
      }}
    >
      <Plans certificate={certificate} />
    </Dialog>
  );
}

function Plans({ certificate }: { certificate: Subject }) {
  const [plans, setPlans] = useState<readonly FilesPlan[] | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [chosen, setChosen] = useState('');
  useEffect(() => {
    const stop = new AbortController();
    call<{ plans: readonly FilesPlan[] }>('GET', `/certificates/${certificate.id}/files`, undefined, {
      signal: stop.signal,
    })
      .then((answer) => setPlans(answer.plans))
      .catch((error: unknown) => {
        if (!stop.signal.aborted) setProblem(toProblem(error));
      });
    return () => stop.abort();
  }, [certificate.id]);
  const plan = plans?.find(({ destination }) => destination === chosen) ?? plans?.[0];
  return (
    <div className="flex flex-col gap-4 p-5">
      {problem ? (
        <Notice tone="error" title={problem.title} live>
          {problem.detail}
        </Notice>
      ) : null}
      {plans === null && !problem ? <p className="text-muted">Looking up the files…</p> : null}
      {plans && plan ? (
        <>
          <SelectField
            id="destination"
            label="For whom?"
            value={plan.destination}
            onValue={setChosen}
            options={plans.map(({ destination }) => ({ value: destination, label: DESTINATION_WORDS[destination] }))}
          />
          <DestinationFiles key={plan.destination} certificateId={certificate.id} plan={plan} />
          {certificate.isAuthority ? (
            <p className="text-13 text-muted">The private key of an authority never leaves this program.</p>
          ) : null}
        </>
      ) : null}
    </div>
  );
}
