'use client';

import { useState } from 'react';
import { formatDateTime, formatUtc } from '@/components/format';
import { Phrase } from '@/components/language/phrase';
import { Button } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { useAct } from '@/components/use-act';
import { keyAlgorithmWord } from '@/components/words';
import type { CertificationRequest } from '@/lib/domain/certification-request';
import { RequestState } from './request-state';
import { requestsWords } from './requests.words';

type ListedRequest = Pick<
  CertificationRequest,
  'id' | 'displayName' | 'subjectText' | 'note' | 'createdBy' | 'state' | 'keyAlgorithm' | 'reason'
> & { readonly createdAt: string };

/** The list; with script several that wait can be rejected together, for one reason. */
export function RequestList({ requests }: { requests: readonly ListedRequest[] }) {
  const words = requestsWords().requestList;
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [reason, setReason] = useState('');
  const [outcome, setOutcome] = useState('');
  const { act, busy, refusal } = useAct();
  const waiting = requests.filter(({ state }) => state === 'waiting').map(({ id }) => id);
  const picked = chosen.filter((id) => waiting.includes(id));
  const reject = async () => {
    setOutcome('');
    await act(async ({ call }, idempotencyKey) => {
      const { rejected, left } = await call<{ rejected: readonly string[]; left: readonly { why: string }[] }>(
        'POST',
        '/requests/reject',
        { ids: picked, reason },
        { idempotencyKey },
      );
      setChosen([]);
      setReason('');
      setOutcome([words.rejectedRequests(rejected.length), ...left.map(({ why }) => why)].join(' '));
    });
  };
  return (
    <div className="flex flex-col gap-3">
      <ul aria-label={words.requests} className="divide-y divide-line-faint rounded-lg border border-line bg-card">
        {requests.map((request) => (
          <li key={request.id} className="relative flex items-start gap-3 px-5 py-3.5 hover:bg-subtle">
            {request.state === 'waiting' ? (
              <input
                type="checkbox"
                aria-label={words.choose(request.displayName)}
                checked={chosen.includes(request.id)}
                onChange={({ target }) =>
                  setChosen(target.checked ? [...chosen, request.id] : chosen.filter((id) => id !== request.id))
                }
                className="relative z-10 mt-0.5 size-4 shrink-0"
              />
            ) : null}
            <div className="min-w-0 flex-1">
              <Link
                data-row
                href={`/requests/${request.id}`}
                className="font-medium after:absolute after:inset-0 hover:text-accent [overflow-wrap:anywhere]"
              >
                {request.displayName}
              </Link>
              <p className="text-13 text-muted [overflow-wrap:anywhere]">
                <Phrase
                  of={words.savedBy}
                  parts={{
                    keyAlgorithm: keyAlgorithmWord(request.keyAlgorithm),
                    time: (
                      <time dateTime={request.createdAt} title={formatUtc(new Date(request.createdAt))}>
                        {formatDateTime(new Date(request.createdAt))}
                      </time>
                    ),
                    createdBy: request.createdBy,
                  }}
                />
              </p>
              {request.note ? (
                <p className="mt-0.5 line-clamp-2 text-13 [overflow-wrap:anywhere]">{request.note}</p>
              ) : null}
              {request.reason ? (
                <p className="mt-0.5 line-clamp-2 text-13 text-muted [overflow-wrap:anywhere]">
                  {words.why(request.reason)}
                </p>
              ) : null}
            </div>
            <RequestState state={request.state} />
          </li>
        ))}
      </ul>
      {picked.length > 0 ? (
        <section
          aria-labelledby="bulk-reject"
          className="flex flex-col gap-3 rounded-lg border border-line bg-subtle p-4"
        >
          <h2 id="bulk-reject" className="font-semibold">
            {words.rejectRequests(picked.length)}
          </h2>
          <div className="flex flex-col gap-1.5">
            <label htmlFor="bulk-reason" className="font-medium">
              {words.reasonForAllOfThem}
            </label>
            <textarea
              id="bulk-reason"
              rows={2}
              value={reason}
              onChange={({ target }) => setReason(target.value)}
              className="field-box px-3 py-2"
            />
          </div>
          <div className="flex flex-wrap gap-2">
            <Button tone="danger" onClick={reject} disabled={busy || reason.trim() === ''}>
              {busy ? words.rejecting : words.rejectRequests(picked.length)}
            </Button>
            <Button tone="quiet" onClick={() => setChosen([])}>
              {words.chooseNone}
            </Button>
          </div>
        </section>
      ) : null}
      <p role="status" className={`text-13 empty:hidden ${refusal ? 'text-revoked' : ''}`}>
        {refusal || outcome}
      </p>
    </div>
  );
}
