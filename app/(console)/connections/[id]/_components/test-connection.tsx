'use client';

import { CircleCheck, CircleX, Play, Server, User } from 'lucide-react';
import { useState } from 'react';
import { formatDateTime } from '@/components/format';
import { Button } from '@/components/ui/button';
import { TextLink } from '@/components/ui/link';
import { useAct } from '@/components/use-act';
import type { ConnectionKind, ConnectionTest, HandshakeRun, HandshakeSide } from '@/lib/domain/entities';
import { connectionWords } from './connection.words';

type TestJson = Omit<ConnectionTest, 'ranAt'> & { readonly ranAt: string | Date };

/** Runs real handshakes with the certificates of this connection and shows what each side said. */
export function TestConnection({
  id,
  kind,
  last,
  serverName,
  clientName,
}: {
  id: string;
  kind: ConnectionKind;
  last: ConnectionTest | null;
  serverName: string;
  clientName: string | null;
}) {
  const words = connectionWords().testConnection;
  const [test, setTest] = useState<TestJson | null>(last);
  const { act, acting: pending, refusal } = useAct('stay');
  const run = () =>
    act(async ({ call }, idempotencyKey) =>
      setTest(await call<TestJson>('POST', `/connections/${id}/test`, undefined, { idempotencyKey })),
    );
  return (
    <section aria-labelledby="test-title" className="rounded-lg border border-line bg-card">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-line-faint px-5 py-3">
        <div>
          <h2 id="test-title" className="font-semibold">
            {words.handshake}
          </h2>
          <p className="text-13 text-muted" aria-live="polite">
            {pending
              ? words.twoSocketsAreShakingHands
              : test
                ? words.lastRun(formatDateTime(new Date(test.ranAt)))
                : words.bothEndsRunHereOn}
          </p>
        </div>
        <Button onClick={run} disabled={pending}>
          <Play aria-hidden="true" className="size-4" />
          {pending ? words.testing : test ? words.testAgain : words.testThisConnection}
        </Button>
      </div>
      <div className="flex flex-col gap-5 p-5" aria-busy={pending}>
        {refusal ? (
          <p role="alert" className="text-revoked">
            <strong className="font-medium">{words.theTestCouldNotRun}</strong> {refusal}
          </p>
        ) : null}
        {test ? (
          test.runs.map((entry) => (
            <Run key={`${entry.kind} ${entry.protocol}`} run={entry} serverName={serverName} clientName={clientName} />
          ))
        ) : (
          <p className="text-muted">{words.notRunYet[kind]}</p>
        )}
      </div>
    </section>
  );
}

function Run({ run, serverName, clientName }: { run: HandshakeRun; serverName: string; clientName: string | null }) {
  const words = connectionWords().testConnection;
  const client = run.sides.find((side) => side.role === 'client');
  const server = run.sides.find((side) => side.role === 'server');
  const Icon = run.ok ? CircleCheck : CircleX;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className={`inline-flex items-center gap-1.5 font-medium ${run.ok ? 'text-valid' : 'text-revoked'}`}>
          <Icon aria-hidden="true" className="size-4" />
          {words.outcome[run.kind][run.ok ? 'true' : 'false']}
        </h3>
        <p className="font-mono text-12 text-muted">
          {[run.protocol, run.cipher, words.ms(run.durationMilliseconds)].filter(Boolean).join(' · ')}
        </p>
        {run.labRunId ? (
          <TextLink href={`/lab/${run.labRunId}`} className="text-13">
            {words.messageByMessage}
            <span className="sr-only">{words.ofHandshake[run.kind]}</span>
          </TextLink>
        ) : null}
      </div>
      <div className="grid items-stretch gap-x-0 gap-y-3 sm:grid-cols-[minmax(0,1fr)_4.5rem_minmax(0,1fr)]">
        <Side
          side={client}
          party="client"
          name={run.kind === 'mutual' && clientName ? clientName : words.aClientWithTheRoot}
        />
        <Wire ok={run.ok} mutual={run.kind === 'mutual'} />
        <Side side={server} party="server" name={serverName} />
      </div>
    </div>
  );
}

function Side({ side, party, name }: { side: HandshakeSide | undefined; party: 'client' | 'server'; name: string }) {
  const words = connectionWords().testConnection;
  const accepted = side?.accepted ?? false;
  const Icon = accepted ? CircleCheck : CircleX;
  const PartyIcon = party === 'client' ? User : Server;
  return (
    <div className="flex min-w-0 flex-col gap-2 rounded-md border border-line p-4">
      <p className="flex items-center gap-2 text-13 text-muted">
        <PartyIcon aria-hidden="true" className="size-4 shrink-0" />
        <span className="min-w-0 truncate" title={name}>
          {party === 'client' ? words.client : words.server} · {name}
        </span>
      </p>
      <p className="flex items-start gap-2">
        <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${accepted ? 'text-valid' : 'text-revoked'}`} />
        <span className="min-w-0 [overflow-wrap:anywhere]">
          <span className="sr-only">{accepted ? words.accepted : words.refused}</span>
          {side?.verdict ?? words.thisSideWasNotReached}
          {side?.code ? <code className="ms-1.5 font-mono text-12 text-muted">{side.code}</code> : null}
        </span>
      </p>
    </div>
  );
}

/** One line each way a side proved itself; broken where it was refused. */
function Wire({ ok, mutual }: { ok: boolean; mutual: boolean }) {
  const ink = ok ? 'stroke-valid' : 'stroke-revoked';
  const fill = ok ? 'fill-valid' : 'fill-revoked';
  return (
    <svg width="100%" height="100%" viewBox="0 0 72 48" aria-hidden="true" className="self-center max-sm:hidden">
      <g className={ink} strokeWidth="1.5" {...(ok ? {} : { strokeDasharray: '4 4' })}>
        <line x1="14" y1={mutual ? 18 : 24} x2="64" y2={mutual ? 18 : 24} />
        {mutual ? <line x1="8" y1="32" x2="58" y2="32" /> : null}
      </g>
      <path d={`M8 ${mutual ? 18 : 24} l8 -4 v8 z`} className={fill} />
      {mutual ? <path d="M64 32 l-8 -4 v8 z" className={fill} /> : null}
      {ok ? null : <path d="M31 19 l10 10 m0 -10 l-10 10" className={ink} strokeWidth="2" />}
    </svg>
  );
}
