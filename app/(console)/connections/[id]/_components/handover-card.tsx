import { CircleCheck, CircleSlash, Clock, Hourglass, Link2, LockKeyhole } from 'lucide-react';
import { Phrase } from '@/components/language/phrase';
import { ButtonLink } from '@/components/ui/button-link';
import { Card } from '@/components/ui/card';
import { Time } from '@/components/ui/time';
import type { HandoverView } from '@/lib/services/handover-view';
import type { ConnectionDetailView } from '@/lib/services/views';
import { connectionPageWords } from './connection-page.words';
import { WithdrawHandover } from './withdraw-handover';

/** The links that were made for either party: what became of each, and a way to take it back. */
export function HandoverCard({ view }: { view: ConnectionDetailView }) {
  const words = connectionPageWords().handoverCard;
  const { connection, handovers } = view;
  // What can still be opened comes first; of the others the newest say enough.
  const open = handovers.filter(({ state }) => state === 'open');
  const shown = [...open, ...handovers.filter(({ state }) => state !== 'open').slice(0, MOST_PAST)];
  return (
    <Card
      title={words.handOverLinks}
      id="handovers"
      note={words.forThePeopleWhoRun}
      actions={
        <ButtonLink href={`/connections/${connection.id}/handover`} size="small">
          {words.makeALink}
        </ButtonLink>
      }
      flush
    >
      {handovers.length === 0 ? (
        <p className="px-5 py-4 text-muted">{words.noneYetWhoeverGetsOne}</p>
      ) : (
        <ul className="divide-y divide-line-faint">
          {shown.map((handover) => (
            <li key={handover.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3">
              <div className="min-w-56 flex-1">
                <p className="flex flex-wrap items-center gap-x-2">
                  <State handover={handover} />
                  <span className="font-medium">{words.forSide[handover.side][handover.file ? 'true' : 'false']}</span>
                </p>
                <p className="text-13 text-muted">
                  <Phrase
                    of={words.madeBy}
                    parts={{
                      time: <Time at={handover.createdAt} />,
                      createdBy: handover.createdBy,
                      state: expiry()[handover.state],
                      time2: <Time at={handover.expiresAt} />,
                    }}
                  />
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
              {words.andOlderOnesThatHave(handovers.length - shown.length)}
            </li>
          ) : null}
        </ul>
      )}
    </Card>
  );
}

const MOST_PAST = 5;
const expiry = () =>
  ({
    open: connectionPageWords().handoverCard.ends,
    ended: connectionPageWords().handoverCard.endedThen,
    withdrawn: connectionPageWords().handoverCard.wouldHaveEnded,
  }) as const;

/** Word and shape; colour comes third. */
function State({ handover: { state, file } }: { handover: HandoverView }) {
  const words = connectionPageWords().handoverCard;
  const [Icon, ink, word] =
    state === 'withdrawn'
      ? ([CircleSlash, 'text-muted', words.withdrawn] as const)
      : file?.state === 'collected'
        ? ([CircleCheck, 'text-valid', words.collected] as const)
        : file?.state === 'locked'
          ? ([LockKeyhole, 'text-revoked', words.locked] as const)
          : state === 'ended'
            ? ([Hourglass, 'text-muted', words.ended] as const)
            : file
              ? ([Clock, 'text-pending', words.waitsToBeCollected] as const)
              : ([Link2, 'text-pending', words.open] as const);
  return (
    <span className={`inline-flex items-center gap-1.5 text-13 font-medium ${ink}`}>
      <Icon aria-hidden="true" className="size-4" />
      {word}
    </span>
  );
}

function FileLine({ file, outdated }: { file: NonNullable<HandoverView['file']>; outdated: boolean }) {
  const words = connectionPageWords().handoverCard;
  return (
    <p className="text-13 text-muted [overflow-wrap:anywhere]">
      {file.state === 'collected' && file.collectedAt ? (
        <>
          {words.collected2} <Time at={file.collectedAt} />.{' '}
        </>
      ) : file.state === 'locked' ? (
        words.theFirstGroupOfThe
      ) : file.state === 'waiting' && file.attemptsLeft < 5 ? (
        words.of5TriesWereWrong(5 - file.attemptsLeft)
      ) : null}
      {file.state === 'waiting' && outdated ? words.itHoldsTheCertificateFrom : null}
      <code className="font-mono text-12">SHA-256 {file.sha256.match(/.{8}/g)?.join(' ')}</code>
    </p>
  );
}
