import { CircleCheck, CircleHelp, CircleX, ShieldX, Unplug } from 'lucide-react';
import { reasonWords } from '@/components/reason.words';
import { Card, Fact, Facts } from '@/components/ui/card';
import { TextLink } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import type { ProofSource, StatusProof, StatusProofJson } from '@/lib/domain/watch';
import type { RevocationReason } from '@/lib/pki/types';
import { proofWords } from './proof.words';

/** What was seen last, address by address. */
export function ProofView({ proof }: { proof: StatusProof }) {
  const words = proofWords();
  const { record } = proof;
  return (
    <>
      <Notice tone={record.agrees ? 'success' : 'error'} title={record.verdict} live>
        {words.last} <Time at={proof.createdAt} relative /> {words.by} {proof.createdBy}.
      </Notice>
      <Facts columns={2}>
        <Fact label={words.state}>
          {words.states[record.expected]}
          {record.revokedAt ? (
            <>
              , <Time at={new Date(record.revokedAt)} />
            </>
          ) : null}
        </Fact>
        {record.reason ? <Fact label={words.reason}>{reasonWord(record.reason)}</Fact> : null}
        {record.expected === 'revoked' ? (
          <Fact label={words.since}>
            <Moment at={record.visibleSince} none={words.sinceNone} />
          </Fact>
        ) : null}
        <Fact label={record.expected === 'revoked' ? words.until : words.untilGood}>
          <Moment at={record.expected === 'revoked' ? record.hiddenUntil : latestUpdate(record)} none={words.unknown} />
        </Fact>
      </Facts>
      <Card title={words.sources} id="sources" flush note={words.sourcesNote}>
        <ul className="divide-y divide-line-faint">
          {record.sources.map((source) => (
            <Source key={`${source.kind} ${source.url}`} source={source} expected={record.expected} />
          ))}
        </ul>
      </Card>
      <Card title={words.lab} id="handshake">
        {record.handshake ? (
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="inline-flex items-center gap-1.5 font-medium">
              {record.handshake.refused ? (
                <ShieldX aria-hidden="true" className="size-4 text-revoked" />
              ) : (
                <CircleCheck aria-hidden="true" className="size-4 text-valid" />
              )}
              {record.handshake.refused ? words.refused : words.accepted}
            </span>
            <span className="min-w-0 [overflow-wrap:anywhere]">{record.handshake.words}</span>
            <TextLink href={`/lab/${record.handshake.runId}`}>{words.openRun}</TextLink>
          </p>
        ) : (
          <p className="text-muted">{record.noHandshake}</p>
        )}
      </Card>
    </>
  );
}

const LOOKS = {
  good: { icon: CircleCheck, ink: 'text-valid' },
  revoked: { icon: CircleX, ink: 'text-revoked' },
  unknown: { icon: CircleHelp, ink: 'text-expiring' },
  failed: { icon: Unplug, ink: 'text-expiring' },
} as const;

function Source({ source }: { source: ProofSource; expected: StatusProofJson['expected'] }) {
  const words = proofWords();
  const { icon: Icon, ink } = LOOKS[source.status];
  return (
    <li className="flex items-start gap-3 px-5 py-3">
      <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${ink}`} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-medium">{words.kinds[source.kind]}</span>
          <span className={`text-13 font-medium ${ink}`}>{words.seen[source.status]}</span>
          <span className="text-13 text-muted">{words.milliseconds(source.milliseconds)}</span>
        </p>
        <p className="[overflow-wrap:anywhere]">{source.words}</p>
        {source.thisUpdate ? (
          <dl className="mt-1 flex flex-wrap gap-x-6 gap-y-1 text-13">
            {source.revokedAt ? (
              <Pair label={words.listed}>
                <Time at={new Date(source.revokedAt)} />
                {source.reason ? `, ${reasonWord(source.reason)}` : ''}
              </Pair>
            ) : null}
            <Pair label={words.from}>
              <Time at={new Date(source.thisUpdate)} />
            </Pair>
            <Pair label={words.next}>
              <Moment at={source.nextUpdate} none={words.unknown} />
            </Pair>
            <Pair label={words.http}>
              {source.maxAgeSeconds === null ? words.httpNone : words.seconds(source.maxAgeSeconds)}
            </Pair>
          </dl>
        ) : null}
        <p className="font-mono text-12 text-muted [overflow-wrap:anywhere]">{source.url}</p>
      </div>
    </li>
  );
}

function Pair({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="flex min-w-0 flex-wrap gap-x-1.5">
      <dt className="text-muted">{label}:</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

function Moment({ at, none }: { at: string | null; none: string }) {
  return at === null ? <span className="text-muted">{none}</span> : <Time at={new Date(at)} />;
}

/** A list that was fetched a moment ago is good until its end. */
function latestUpdate({ sources }: StatusProofJson): string | null {
  return (
    sources
      .flatMap(({ nextUpdate }) => nextUpdate ?? [])
      .sort()
      .at(-1) ?? null
  );
}

function reasonWord(reason: string): string {
  return reasonWords()[reason as RevocationReason] ?? reason;
}
