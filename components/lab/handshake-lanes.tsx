import { Check, CircleX, Lock, Unplug, X } from 'lucide-react';
import { Phrase } from '@/components/language/phrase';
import type { LabEvent } from '@/lib/domain/lab';
import type { LabMessageView, LabRunView, LabStep } from '@/lib/services/get-lab';
import { handshakeWords } from './handshake.words';
import { milliseconds, PARTY, protocolWord } from './lab-words';

/** The drawing: two lanes, time downwards, an arrow for each recorded message, and the moments of each side. */
export function HandshakeLanes({
  view,
  current,
  idPrefix = 'step',
  href,
  onStep,
}: {
  view: LabRunView;
  current: number | null;
  idPrefix?: string;
  /** Where a step is shown without script. */
  href: (step: number) => string;
  onStep?: (step: number) => void;
}) {
  const words = handshakeWords().handshakeLanes;
  const firstLocked = view.steps.find(({ message }) => message !== null && view.messages[message]?.isEncrypted)?.number;
  return (
    <div>
      <div aria-hidden="true" className="grid grid-cols-[4rem_minmax(0,1fr)] text-13 font-medium">
        <span className="text-12 font-normal text-muted">{words.sinceStart}</span>
        <span className="flex justify-between">
          <span>{PARTY.client}</span>
          <span>{PARTY.server}</span>
        </span>
      </div>
      <ol aria-label={words.handshakeStepByStep(protocolWord(view.run.protocol))} className="mt-2">
        {view.steps.map((step) => (
          <li
            key={step.number}
            id={`${idPrefix}-${step.number}`}
            aria-current={step.number === current ? 'step' : undefined}
          >
            {step.number === firstLocked ? <LockLine /> : null}
            <Row
              step={step}
              message={step.message === null ? null : (view.messages[step.message] ?? null)}
              isCurrent={step.number === current}
              isLater={current !== null && step.number > current}
              href={href(step.number)}
              {...(onStep ? { onStep } : {})}
            />
            {step.event === 'refused' ? <WouldAlert view={view} step={step} /> : null}
          </li>
        ))}
      </ol>
    </div>
  );
}

function LockLine() {
  const words = handshakeWords().handshakeLanes;
  return (
    <p className="my-1 ms-16 flex items-center gap-2 border-t border-dashed border-line pt-1 text-12 text-muted">
      <Lock aria-hidden="true" className="size-3.5" />
      {words.encryptedFromHereOn}
    </p>
  );
}

function Row({
  step,
  message,
  isCurrent,
  isLater,
  href,
  onStep,
}: {
  step: LabStep;
  message: LabMessageView | null;
  isCurrent: boolean;
  isLater: boolean;
  href: string;
  onStep?: (step: number) => void;
}) {
  return (
    <a
      href={href}
      onClick={(event) => {
        if (!onStep || event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        onStep(step.number);
      }}
      className={`grid scroll-m-24 grid-cols-[4rem_minmax(0,1fr)] items-center rounded-md ${isCurrent ? 'bg-accent-tint forced-border' : 'hover:bg-hover'}`}
    >
      <span className="ps-1 text-12 text-muted tabular-nums">{milliseconds(step.at)}</span>
      <span className="block border-x-2 border-line-strong px-1 py-0.5">
        {message ? <Arrow message={message} isLater={isLater} /> : <Moment step={step} />}
      </span>
    </a>
  );
}

function Arrow({ message, isLater }: { message: LabMessageView; isLater: boolean }) {
  const words = handshakeWords().handshakeLanes;
  const fromClient = message.from === 'client';
  const isBad = message.kind === 'alert' && message.hex.startsWith('02');
  const ink = isBad
    ? 'stroke-revoked fill-revoked'
    : isLater
      ? 'stroke-line-strong fill-line-strong'
      : 'stroke-accent fill-accent';
  return (
    <span className="block">
      <span className={`flex flex-wrap items-baseline gap-x-2 px-2 ${fromClient ? '' : 'justify-end'}`}>
        <span className="sr-only">{fromClient ? words.clientToServer : words.serverToClient}</span>
        {message.isEncrypted ? (
          <Lock role="img" aria-label={words.encrypted} className="size-3 self-center text-muted" />
        ) : null}
        <span className={`text-13 font-medium ${isBad ? 'text-revoked' : ''}`}>{message.name}</span>
        <span className="text-12 text-muted tabular-nums">{message.octets} B</span>
      </span>
      <svg width="100%" height="10" aria-hidden="true" className={ink}>
        <line x1="2" x2="100%" y1="5" y2="5" strokeWidth="1.5" strokeDasharray={isLater ? '3 4' : undefined} />
        {fromClient ? (
          <svg x="100%" overflow="visible" aria-hidden="true">
            <path d="M-8 1 L0 5 L-8 9 z" strokeWidth="0" />
          </svg>
        ) : (
          <path d="M8 1 L0 5 L8 9 z" strokeWidth="0" />
        )}
      </svg>
    </span>
  );
}

const moments = () =>
  ({
    secure: { icon: Lock, ink: 'text-muted', word: handshakeWords().handshakeLanes.handshakeComplete },
    accepted: { icon: Check, ink: 'text-valid', word: handshakeWords().handshakeLanes.accepted },
    refused: { icon: X, ink: 'text-revoked', word: handshakeWords().handshakeLanes.refused },
    failed: { icon: CircleX, ink: 'text-muted', word: handshakeWords().handshakeLanes.wasTold },
    closed: { icon: Unplug, ink: 'text-muted', word: handshakeWords().handshakeLanes.closed },
  }) as const satisfies Record<LabEvent['kind'], unknown>;

/** A tick on the lane of one side. */
function Moment({ step }: { step: LabStep }) {
  const { icon: Icon, ink, word } = moments()[step.event ?? 'secure'];
  return (
    <span
      className={`flex items-center gap-1.5 py-0.5 text-13 ${step.side === 'server' ? 'flex-row-reverse text-end' : ''}`}
    >
      <span aria-hidden="true" className={`h-0.5 w-3 shrink-0 bg-current ${ink}`} />
      <Icon aria-hidden="true" className={`size-4 shrink-0 ${ink}`} />
      <span className={ink}>
        {PARTY[step.side]}: {word}
      </span>
    </span>
  );
}

/** What other software says at this place. Our ends judge behind their stack, which then cannot send an alert any more. */
function WouldAlert({ view, step }: { view: LabRunView; step: LabStep }) {
  const words = handshakeWords().handshakeLanes;
  const { alert } = view[step.side];
  if (!alert || alert.sent || view.messages.length === 0) return null;
  return (
    <p className="ms-16 border-x-2 border-line-strong px-3 py-1 text-12 text-muted">
      <span className={`block border-t border-dashed border-revoked pt-1 ${step.side === 'server' ? 'text-end' : ''}`}>
        <Phrase
          of={words.weClosedWithoutAWord}
          parts={{ code: alert.code, code2: <code className="font-mono">{alert.name}</code> }}
        />
      </span>
    </p>
  );
}
