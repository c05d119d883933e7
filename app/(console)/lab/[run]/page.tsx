import { CircleCheck, CircleDashed, CircleX, Download } from 'lucide-react';
import type { Metadata } from 'next';
import { cache } from 'react';
import { formatNumber } from '@/components/format';
import { HandshakeViewer } from '@/components/lab/handshake-viewer';
import { milliseconds, PARTY, protocolWord } from '@/components/lab/lab-words';
import { RemoteFactsSection } from '@/components/lab/remote-facts';
import { RunButton } from '@/components/lab/run-button';
import { SideBySide } from '@/components/lab/side-by-side';
import { DownloadLink } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { Card } from '@/components/ui/card';
import { CopyButton } from '@/components/ui/copy-button';
import { Link, TextLink } from '@/components/ui/link';
import { Page, PageHeader } from '@/components/ui/page';
import { Time } from '@/components/ui/time';
import type { LabRunDetailView, LabRunView, LabSideView } from '@/lib/services/get-lab';
import { found, one, requireSignedIn, type SearchParams, titled } from '../../../session';
import { fixesOf } from './_components/fixes';
import { PostQuantumTable } from './_components/post-quantum-table';

type Props = { params: Promise<{ run: string }>; searchParams: SearchParams };

const read = cache(async (id: string) => {
  const { reads } = await requireSignedIn(`/lab/${id}`);
  return { reads, view: await found(reads.labRun(id)) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return titled(
    read((await params).run),
    ({ view: { shown } }) => `${shown.run.title}, ${protocolWord(shown.run.protocol)} · Handshake lab`,
  );
}

export default async function LabRunPage({ params, searchParams }: Props) {
  const { reads, view } = await read((await params).run);
  const { shown, others, labCase } = view;
  const { run } = shown;
  const query = await searchParams;
  const beside = others.find((other) => other.run.id === one(query.beside) && other.run.id !== run.id);
  const path = `/lab/${run.id}`;
  return (
    <Page>
      <PageHeader
        section={{ href: '/lab', label: 'Handshake lab' }}
        title={run.title}
        badge={<Badge ok={run.ok} isUnmet={shown.remote !== null && shown.messages.length === 0} />}
        actions={<Actions view={shown} />}
      >
        {labCase ? `${labCase.summary} ` : ''}Run <Time at={run.createdAt} /> by {run.createdBy}
        {run.connectionId ? (
          <>
            , <TextLink href={`/connections/${run.connectionId}`}>for a connection</TextLink>
          </>
        ) : null}
        .
      </PageHeader>
      <Verdict view={shown} />
      {shown.remote ? <RemoteFactsSection facts={shown.remote} at={run.createdAt} /> : null}
      {shown.messages.length > 0 ? <Numbers view={shown} /> : null}
      {run.kind !== 'post-quantum' && others.length > 1 ? (
        <Siblings view={view} besideId={beside?.run.id ?? null} />
      ) : null}
      {run.kind === 'post-quantum' ? <PostQuantumTable others={others} shownId={run.id} /> : null}
      {beside ? (
        <SideBySide left={shown} right={(await found(reads.labRun(beside.run.id))).shown} />
      ) : shown.remote && shown.messages.length === 0 ? null : (
        <HandshakeViewer
          key={run.id}
          view={shown}
          path={path}
          initialStep={stepOf(one(query.step), shown)}
          initialTable={one(query.view) === 'table'}
        />
      )}
      {shown.messages.length > 0 ? <Exports id={run.id} /> : null}
    </Page>
  );
}

function stepOf(text: string | undefined, { steps }: LabRunView): number | null {
  const step = Number(text);
  return Number.isInteger(step) && step >= 1 && step <= steps.length ? step : null;
}

/** `isUnmet`: the server was not reached, or did not speak TLS. */
function Badge({ ok, isUnmet }: { ok: boolean; isUnmet: boolean }) {
  const Icon = ok ? CircleCheck : CircleX;
  return (
    <span className={`inline-flex items-center gap-1.5 font-medium ${ok ? 'text-valid' : 'text-revoked'}`}>
      <Icon aria-hidden="true" className="size-4" />
      {ok ? 'Accepted by both' : isUnmet ? 'No handshake' : 'Refused'}
    </span>
  );
}

function Actions({ view }: { view: LabRunView }) {
  const { run } = view;
  const again =
    run.kind === 'bench' && run.caseId
      ? { kind: 'bench', case: run.caseId }
      : run.kind === 'connection' && run.connectionId
        ? { kind: 'connection', connectionId: run.connectionId }
        : run.kind === 'post-quantum'
          ? { kind: 'post-quantum' }
          : null;
  return (
    <>
      <CopyButton
        text={`/lab/${run.id}`}
        what="the link to this run"
        label="Copy link"
        tone="plain"
        size="medium"
        link
      />
      {explainOf(view) === null ? null : (
        <ButtonLink href={explainOf(view) as string} tone="plain">
          Explain the error
        </ButtonLink>
      )}
      {again ? (
        <RunButton request={again} label="Run again" tone="primary" />
      ) : (
        <ButtonLink href={formOf(view)} tone="primary">
          Run again
        </ButtonLink>
      )}
    </>
  );
}

/** The page that explains errors, with the words of the stack; null: nothing failed, or there are no words. */
function explainOf({ run, client, server, remote }: LabRunView): string | null {
  const words = [client, server].flatMap(({ stackCode, alert }) => [
    ...(stackCode ? [stackCode] : []),
    ...(alert ? [`SSL alert number ${alert.code} (${alert.name})`] : []),
  ]);
  if (run.ok || words.length === 0) return null;
  const dialled = remote ? [`connect to ${remote.host} port ${remote.port}`] : [];
  return `/lab/explain?${new URLSearchParams({ text: [...words, ...dialled].join('\n') })}`;
}

/** The form with what this run was asked for. */
function formOf({ setup, remote }: LabRunView): string {
  const asked = remote
    ? {
        host: remote.host,
        port: String(remote.port),
        protocol: remote.protocol,
        name: remote.expectedName === remote.host ? '' : remote.expectedName,
        alpn: remote.alpnOffered.join(', '),
        client: setup.clientCertificateId ?? '',
      }
    : { server: setup.serverCertificateId ?? '', client: setup.clientCertificateId ?? '' };
  const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== ''));
  return `${remote ? '/lab/remote' : '/lab/certificates'}?${query}`;
}

/** What was agreed and what it took. */
function Numbers({ view }: { view: LabRunView }) {
  const facts = [
    ['Version', protocolWord(view.run.protocol)],
    ['Cipher suite', view.cipher ?? 'none agreed'],
    ['Key exchange', view.keyExchange ?? 'none agreed'],
    ['Messages', String(view.messages.length)],
    ['Octets', `${formatNumber(view.wire.client)} from the client, ${formatNumber(view.wire.server)} from the server`],
    ['Decided after', milliseconds(view.durationMilliseconds)],
  ] as const;
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-3">
      {facts.map(([label, value]) => (
        <div key={label} className="min-w-0">
          <dt className="text-12 text-muted">{label}</dt>
          <dd className="text-13 tabular-nums [overflow-wrap:anywhere]">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Exports({ id }: { id: string }) {
  const files = [
    { href: `/api/v1/lab/runs/${id}/capture.pcapng`, label: 'Capture for Wireshark', download: true },
    { href: `/api/v1/lab/runs/${id}`, label: 'Decoded as JSON', download: `handshake-${id}.json` },
    { href: `/api/v1/lab/runs/${id}/keylog.txt`, label: 'Key log', download: true },
  ];
  return (
    <div className="no-print">
      <Card
        title="Take it with you"
        id="exports"
        note="The capture opens decrypted: the secrets of this one session are inside. They open nothing else, and neither file has the key of a certificate."
      >
        <div className="flex flex-wrap gap-2">
          {files.map(({ href, label, download }) => (
            <DownloadLink key={href} href={href} download={download}>
              <Download aria-hidden="true" className="size-4" />
              {label}
            </DownloadLink>
          ))}
        </div>
      </Card>
    </div>
  );
}

/** Both sides in words: who accepted, who refused and why, what to do. */
function Verdict({ view }: { view: LabRunView }) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <SideVerdict side={view.client} view={view} />
      <SideVerdict side={view.server} view={view} />
    </div>
  );
}

const LOOKS = {
  accepted: { icon: CircleCheck, ink: 'text-valid', frame: 'border-valid/40', word: 'Accepted: ' },
  refused: { icon: CircleX, ink: 'text-revoked', frame: 'border-revoked/50', word: 'Refused: ' },
  'not-reached': { icon: CircleDashed, ink: 'text-muted', frame: 'border-line', word: '' },
} as const;

function SideVerdict({ side, view }: { side: LabSideView; view: LabRunView }) {
  const { icon: Icon, ink, frame, word } = LOOKS[side.outcome];
  const fixes = side.outcome === 'refused' ? fixesOf(side, view) : [];
  return (
    <section aria-label={`Verdict of the ${side.side}`} className={`min-w-0 rounded-lg border bg-card p-4 ${frame}`}>
      <p className="text-13 text-muted">{PARTY[side.side]}</p>
      <p className="mt-1 flex items-start gap-2">
        <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${ink}`} />
        <span className="min-w-0 [overflow-wrap:anywhere]">
          <span className="sr-only">{word}</span>
          {side.verdict}
        </span>
      </p>
      {side.fix ? <p className="mt-2 [overflow-wrap:anywhere]">{side.fix}</p> : null}
      {side.alert ? (
        <p className="mt-2 text-13 text-muted">
          {side.alert.sent ? 'Sent the alert' : 'nginx and OpenSSL would send alert'} {side.alert.code}{' '}
          <code className="font-mono text-12">{side.alert.name}</code>
          {side.alert.sent ? '.' : '; our end closed the connection.'}
        </p>
      ) : null}
      {fixes.length > 0 ? (
        <p className="mt-3 flex flex-wrap gap-2">
          {fixes.map(({ href, label }) => (
            <ButtonLink key={href} href={href} size="small">
              {label}
            </ButtonLink>
          ))}
        </p>
      ) : null}
    </section>
  );
}

/** The runs made together with this one. */
function Siblings({ view: { shown, others }, besideId }: { view: LabRunDetailView; besideId: string | null }) {
  const isVersions = shown.run.kind === 'bench';
  const other = others.find(({ run }) => run.id !== shown.run.id);
  const label = (run: LabRunView['run'], title: string) => (isVersions ? title : run.title);
  return (
    <nav aria-label="Made together" className="flex flex-wrap items-center gap-2">
      {others.map(({ run }, index) => (
        <Link
          key={run.id}
          href={`/lab/${run.id}`}
          aria-current={run.id === shown.run.id && !besideId ? 'page' : undefined}
          className={`touch-target inline-flex h-8 items-center rounded-md border px-3 text-13 font-medium ${run.id === shown.run.id && !besideId ? 'border-accent bg-accent-tint text-accent forced-border' : 'border-line bg-card hover:bg-hover'}`}
        >
          {label(run, index === 0 ? 'TLS 1.3' : 'TLS 1.2')}
        </Link>
      ))}
      {isVersions && other ? (
        <Link
          href={`/lab/${others[0]?.run.id}?beside=${others[1]?.run.id}`}
          aria-current={besideId ? 'page' : undefined}
          className={`touch-target inline-flex h-8 items-center rounded-md border px-3 text-13 font-medium ${besideId ? 'border-accent bg-accent-tint text-accent forced-border' : 'border-line bg-card hover:bg-hover'}`}
        >
          Side by side
        </Link>
      ) : null}
    </nav>
  );
}
