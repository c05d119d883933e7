import { CircleCheck, CircleSlash, Clock, Hourglass, Link2, LockKeyhole } from 'lucide-react';
import { ButtonLink } from '@/components/ui/button-link';
import { Card } from '@/components/ui/card';
import { Time } from '@/components/ui/time';
import type { HandoverView } from '@/lib/services/handover-view';
import type { ConnectionDetailView } from '@/lib/services/views';
import { WithdrawHandover } from './withdraw-handover';

/** The links that were made for either party: what became of each, and a way to take it back. */
export function HandoverCard({ view }: { view: ConnectionDetailView }) {
  const { connection, handovers } = view;
  // What can still be opened comes first; of the others the newest say enough.
  const open = handovers.filter(({ state }) => state === 'open');
  const shown = [...open, ...handovers.filter(({ state }) => state !== 'open').slice(0, MOST_PAST)];
  return (
    <Card
      title="Hand-over links"
      id="handovers"
      note="For the people who run the other end: a page with their files, and a file with their key that is collected once."
      actions={
        <ButtonLink href={`/connections/${connection.id}/handover`} size="small">
          Make a link
        </ButtonLink>
      }
      flush
    >
      {handovers.length === 0 ? (
        <p className="px-5 py-4 text-muted">None yet. Whoever gets one needs no account here.</p>
      ) : (
        <ul className="divide-y divide-line-faint">
          {shown.map((handover) => (
            <li key={handover.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3">
              <div className="min-w-56 flex-1">
                <p className="flex flex-wrap items-center gap-x-2">
                  <State handover={handover} />
                  <span className="font-medium">
                    For the {handover.side}
                    {handover.file ? ', with its key' : ', public parts'}
                  </span>
                </p>
                <p className="text-13 text-muted">
                  Made <Time at={handover.createdAt} /> by {handover.createdBy}; {EXPIRY[handover.state]}{' '}
                  <Time at={handover.expiresAt} />
                </p>
                {handover.file ? <FileLine file={handover.file} outdated={handover.outdated} /> : null}
              </div>
              {handover.state === 'open' ? (
                <WithdrawHandover connectionId={connection.id} handoverId={handover.id} side={handover.side} />
              ) : null}
            </li>
          ))}
          {handovers.length > shown.length ? (
            <li className="px-5 py-3 text-13 text-muted">
              And {handovers.length - shown.length} older ones that have ended or were withdrawn.
            </li>
          ) : null}
        </ul>
      )}
    </Card>
  );
}

const MOST_PAST = 5;
const EXPIRY = { open: 'ends', ended: 'ended', withdrawn: 'would have ended' } as const;

/** Word and shape; colour comes third. */
function State({ handover: { state, file } }: { handover: HandoverView }) {
  const [Icon, ink, word] =
    state === 'withdrawn'
      ? ([CircleSlash, 'text-muted', 'Withdrawn'] as const)
      : file?.state === 'collected'
        ? ([CircleCheck, 'text-valid', 'Collected'] as const)
        : file?.state === 'locked'
          ? ([LockKeyhole, 'text-revoked', 'Locked'] as const)
          : state === 'ended'
            ? ([Hourglass, 'text-muted', 'Ended'] as const)
            : file
              ? ([Clock, 'text-pending', 'Waits to be collected'] as const)
              : ([Link2, 'text-pending', 'Open'] as const);
  return (
    <span className={`inline-flex items-center gap-1.5 text-13 font-medium ${ink}`}>
      <Icon aria-hidden="true" className="size-4" />
      {word}
    </span>
  );
}

function FileLine({ file, outdated }: { file: NonNullable<HandoverView['file']>; outdated: boolean }) {
  return (
    <p className="text-13 text-muted [overflow-wrap:anywhere]">
      {file.state === 'collected' && file.collectedAt ? (
        <>
          Collected <Time at={file.collectedAt} />.{' '}
        </>
      ) : file.state === 'locked' ? (
        'The first group of the passphrase was wrong five times, so the file is gone. '
      ) : file.state === 'waiting' && file.attemptsLeft < 5 ? (
        `${5 - file.attemptsLeft} of 5 tries were wrong. `
      ) : null}
      {file.state === 'waiting' && outdated ? 'It holds the certificate from before the renewal. ' : null}
      <code className="font-mono text-12">SHA-256 {file.sha256.match(/.{8}/g)?.join(' ')}</code>
    </p>
  );
}
