'use client';

import { ChevronLeft, ChevronRight, Pause, Play, SkipForward, Table2 } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { LabRunView, LabSideView } from '@/lib/services/get-lab';
import { Button, buttonClass } from '../ui/button';
import { handshakeWords } from './handshake.words';
import { HandshakeLanes } from './handshake-lanes';
import { HandshakeTable } from './handshake-table';
import { PARTY } from './lab-words';
import { MessageDetail, type Range } from './message-detail';
import { Parties } from './parties';
import { SideChecks } from './side-checks';

type PeerCheck = LabSideView['checks'][number];

const speeds = () =>
  [
    { value: '2000', label: handshakeWords().handshakeViewer.slow },
    { value: '1000', label: handshakeWords().handshakeViewer.normal },
    { value: '400', label: handshakeWords().handshakeViewer.fast },
  ] as const;

/** Steps through a recorded handshake. Everything is in the markup before the script runs: links lead to each step. */
export function HandshakeViewer({
  view,
  path,
  initialStep,
  initialTable,
}: {
  view: LabRunView;
  path: string;
  initialStep: number | null;
  initialTable: boolean;
}) {
  const words = handshakeWords().handshakeViewer;
  const [current, setCurrent] = useState(initialStep);
  const [range, setRange] = useState<Range | null>(null);
  const [lit, setLit] = useState<string | null>(null);
  const [table, setTable] = useState(initialTable);
  const [playing, setPlaying] = useState(false);
  const [pace, setPace] = useState<string>('1000');
  const detail = useRef<HTMLElement>(null);
  const last = view.steps.length;

  const go = useCallback((step: number | null, more: { range?: Range | null; certificate?: string | null } = {}) => {
    setCurrent(step);
    setRange(more.range ?? null);
    setLit(more.certificate ?? null);
    const query = new URLSearchParams(window.location.search);
    if (step === null) query.delete('step');
    else query.set('step', String(step));
    window.history.replaceState(null, '', `${window.location.pathname}?${query}`);
    if (step !== null) document.getElementById(`step-${step}`)?.scrollIntoView({ block: 'nearest' });
  }, []);
  const move = useCallback(
    (by: number) => go(Math.min(Math.max((current ?? (by > 0 ? 0 : last + 1)) + by, 1), last)),
    [current, go, last],
  );

  useEffect(() => {
    // Whoever wants no motion is shown one step at a time from the first.
    if (initialStep === null && window.matchMedia('(prefers-reduced-motion: reduce)').matches) setCurrent(1);
  }, [initialStep]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const busy = (event.target as HTMLElement).closest(
        'input, select, textarea, [role="tab"], [role="dialog"], dialog',
      );
      if (busy || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (by === undefined) return;
      event.preventDefault();
      setPlaying(false);
      move(by);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [move]);

  useEffect(() => {
    if (!playing) return;
    if (current === last) {
      setPlaying(false);
      return;
    }
    const timer = setTimeout(() => move(1), Number(pace));
    return () => clearTimeout(timer);
  }, [playing, current, last, move, pace]);

  const show = (step: number) => {
    setPlaying(false);
    go(step);
    if (window.matchMedia('(width < 64rem)').matches) detail.current?.scrollIntoView({ block: 'start' });
  };
  const showCheck = (chain: readonly string[]) => (step: number, check: PeerCheck) => {
    setPlaying(false);
    go(step, { certificate: check.certificate ?? chain[0] ?? null, range: check.place });
    detail.current?.scrollIntoView({ block: 'nearest' });
  };
  const href = (step: number) => `${path}?step=${step}${table ? '&view=table' : ''}#detail`;
  const step = view.steps.find(({ number }) => number === current) ?? null;
  const message = step?.message == null ? null : (view.messages[step.message] ?? null);
  if (view.messages.length === 0) return <Unstarted view={view} />;
  return (
    <div className="flex flex-col gap-6">
      <Parties view={view} lit={lit} />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,24rem)] xl:grid-cols-[minmax(0,1fr)_minmax(0,29rem)]">
        <section aria-labelledby="handshake-title" className="min-w-0 rounded-lg border border-line bg-card">
          <div className="no-print flex flex-wrap items-center justify-between gap-2 border-b border-line-faint px-4 py-2">
            <h2 id="handshake-title" className="text-14 font-semibold">
              {words.onTheWire}
            </h2>
            <Controls
              playing={playing}
              onPlay={() => {
                if (!playing && current === last) go(1);
                setPlaying(!playing);
              }}
              onMove={(by) => {
                setPlaying(false);
                move(by);
              }}
              onFailure={view.failedStep === null ? null : () => show(view.failedStep as number)}
              pace={pace}
              onPace={setPace}
            />
          </div>
          <div className={table ? '' : 'hidden p-4 sm:block'}>
            {table ? null : <HandshakeLanes view={view} current={current} href={href} onStep={show} />}
          </div>
          <div className={table ? '' : 'sm:hidden'}>
            <HandshakeTable view={view} current={current} href={href} onStep={show} />
          </div>
          <p className="no-print border-t border-line-faint px-4 py-2 text-13 max-sm:hidden">
            <a
              href={table ? path : `${path}?view=table`}
              onClick={(event) => {
                event.preventDefault();
                setTable(!table);
              }}
              className={buttonClass('quiet', 'small')}
            >
              <Table2 aria-hidden="true" className="size-4" />
              {table ? words.showAsDrawing : words.showAsTable}
            </a>
          </p>
        </section>
        <section
          id="detail"
          ref={detail}
          aria-label={words.theChosenStep}
          className="min-w-0 scroll-mt-20 rounded-lg border border-line bg-card p-5 lg:sticky lg:top-20 lg:max-h-[calc(100dvh-6rem)] lg:overflow-y-auto"
        >
          <p aria-live="polite" className="sr-only">
            {step ? words.stepOf(step.number, last, PARTY[step.side], step.text) : ''}
          </p>
          {step ? <p className="mb-3 text-12 text-muted tabular-nums">{words.stepOf2(step.number, last)}</p> : null}
          {message ? (
            <MessageDetail key={message.index} message={message} range={range} onRange={setRange} />
          ) : step ? (
            <>
              <h3 className="text-16 font-semibold">{words.atMs(PARTY[step.side], step.at)}</h3>
              <p className="mt-2 [overflow-wrap:anywhere]">{step.text}</p>
            </>
          ) : (
            <p className="text-muted">{words.chooseAMessageToSee}</p>
          )}
        </section>
      </div>
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <SideChecks side={view.client} href={href} onCheck={showCheck(view.setup.serverChain)} />
        <SideChecks side={view.server} href={href} onCheck={showCheck(view.setup.clientChain)} />
      </div>
    </div>
  );
}

/** Nothing went over the wire: one side could not even start. */
function Unstarted({ view }: { view: LabRunView }) {
  const words = handshakeWords().handshakeViewer;
  return (
    <div className="flex flex-col gap-6">
      <Parties view={view} lit={null} />
      <p className="rounded-lg border border-dashed border-line px-5 py-6 text-muted">
        {words.noMessageWasSentOpenssl}
      </p>
    </div>
  );
}

function Controls({
  playing,
  onPlay,
  onMove,
  onFailure,
  pace,
  onPace,
}: {
  playing: boolean;
  onPlay: () => void;
  onMove: (by: number) => void;
  onFailure: (() => void) | null;
  pace: string;
  onPace: (pace: string) => void;
}) {
  const words = handshakeWords().handshakeViewer;
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <Button size="small" onClick={() => onMove(-1)} aria-label={words.stepBack} title={words.stepBack2}>
        <ChevronLeft aria-hidden="true" className="size-4" />
      </Button>
      <Button size="small" onClick={() => onMove(1)} title={words.stepForward}>
        {words.step}
        <ChevronRight aria-hidden="true" className="size-4" />
      </Button>
      <Button size="small" onClick={onPlay}>
        {playing ? <Pause aria-hidden="true" className="size-4" /> : <Play aria-hidden="true" className="size-4" />}
        {playing ? words.pause : words.play}
      </Button>
      {onFailure ? (
        <Button size="small" tone="danger-plain" onClick={onFailure}>
          <SkipForward aria-hidden="true" className="size-4" />
          {words.jumpToFailure}
        </Button>
      ) : null}
      <select
        aria-label={words.speed}
        value={pace}
        onChange={(event) => onPace(event.target.value)}
        className="touch-target h-7 w-24 shrink-0 rounded-md border border-line bg-card ps-2 pe-7 text-13"
      >
        {speeds().map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}
