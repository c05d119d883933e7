import { Lock } from 'lucide-react';
import type { LabRunView, LabStep } from '@/lib/services/get-lab';
import { Cell, Row, Table } from '../ui/table';
import { handshakeWords } from './handshake.words';
import { milliseconds, PARTY } from './lab-words';

/** The same as the drawing in words, for readers, printers and narrow screens. */
export function HandshakeTable({
  view,
  current,
  href,
  onStep,
}: {
  view: LabRunView;
  current: number | null;
  href: (step: number) => string;
  onStep?: (step: number) => void;
}) {
  const say = handshakeWords().handshakeTable;
  return (
    <Table label={say.handshakeAsATable} head={[say.time, say.from, say.what, say.octets]} wideOnly={[3]}>
      {view.steps.map((step) => (
        <Row
          key={step.number}
          aria-current={step.number === current ? 'step' : undefined}
          className={step.number === current ? 'bg-accent-tint' : ''}
        >
          <Cell className="whitespace-nowrap text-13 text-muted tabular-nums">{milliseconds(step.at)}</Cell>
          <Cell>{PARTY[step.side]}</Cell>
          <What view={view} step={step} href={href} {...(onStep ? { onStep } : {})} />
        </Row>
      ))}
    </Table>
  );
}

function What({
  view,
  step,
  href,
  onStep,
}: {
  view: LabRunView;
  step: LabStep;
  href: (step: number) => string;
  onStep?: (step: number) => void;
}) {
  const say = handshakeWords().handshakeTable;
  const message = step.message === null ? undefined : view.messages[step.message];
  const text = message?.summary ?? step.text;
  return (
    <>
      <Cell>
        <a
          href={href(step.number)}
          onClick={(event) => {
            if (!onStep || event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            onStep(step.number);
          }}
          className="inline-flex items-center gap-1.5 font-medium text-accent underline decoration-accent/40 underline-offset-3 after:absolute after:inset-0"
        >
          {message?.isEncrypted ? <Lock role="img" aria-label={say.encrypted} className="size-3.5 text-muted" /> : null}
          {message?.name ?? momentWords()[step.event ?? 'secure']}
        </a>
        <span className="block text-13 text-muted [overflow-wrap:anywhere]">{text}</span>
      </Cell>
      <Cell className="whitespace-nowrap tabular-nums max-sm:hidden">{message ? message.octets : ''}</Cell>
    </>
  );
}

const momentWords = () =>
  ({
    secure: handshakeWords().handshakeTable.handshakeComplete,
    accepted: handshakeWords().handshakeTable.accepted,
    refused: handshakeWords().handshakeTable.refused,
    failed: handshakeWords().handshakeTable.wasTold,
    closed: handshakeWords().handshakeTable.closed,
  }) as const;
