import { CircleCheck, CircleDashed, CircleX, Download } from 'lucide-react';
import type { Metadata } from 'next';
import { cache } from 'react';
import { formatNumber } from '@/components/format';
import { HandshakeViewer } from '@/components/lab/handshake-viewer';
import { milliseconds, PARTY, protocolWord } from '@/components/lab/lab-words';
import { RemoteFactsSection } from '@/components/lab/remote-facts';
import { RunButton } from '@/components/lab/run-button';
import { SideBySide } from '@/components/lab/side-by-side';
import { Phrase } from '@/components/language/phrase';
import { DownloadLink } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { Card } from '@/components/ui/card';
import { CopyButton } from '@/components/ui/copy-button';
import { Link, TextLink } from '@/components/ui/link';
import { Page, PageHeader } from '@/components/ui/page';
import { Time } from '@/components/ui/time';
import type { LabRunDetailView, LabRunView, LabSideView } from '@/lib/services/get-lab';
import { found, one, requireSignedIn, type SearchParams, titled } from '../../../session';
import { labPageWords } from '../_components/lab-page.words';
import { fixesOf } from './_components/fixes';
import { PostQuantumTable } from './_components/post-quantum-table';

type Props = { params: Promise<{ run: string }>; searchParams: SearchParams };

const read = cache(async (id: string) => {
  const { reads } = await requireSignedIn(`/lab/${id}`);
  return { reads, view: await found(reads.labRun(id)) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const say = labPageWords().run;
  return titled(read((await params).run), ({ view: { shown } }) =>
    say.handshakeLab(shown.run.title, protocolWord(shown.run.protocol)),
  );
}

export default async function LabRunPage({ params, searchParams }: Props) {
  const say = labPageWords().run;
  const { reads, view } = await read((await params).run);
  const { shown, others, labCase } = view;
  const { run } = shown;
  const query = await searchParams;
  const beside = others.find((other) => other.run.id === one(query.beside) && other.run.id !== run.id);
  const path = `/lab/${run.id}`;
  return (
    <Page>
      <PageHeader
        section={{ href: '/lab', label: say.handshakeLab2 }}
        title={run.title}
        badge={<Badge ok={run.ok} isUnmet={shown.remote !== null && shown.messages.length === 0} />}
        actions={<Actions view={shown} />}
      >
        <Phrase
          of={say.runBy}
          parts={{
            value: labCase ? `${labCase.summary} ` : '',
            time: <Time at={run.createdAt} />,
            createdBy: run.createdBy,
            value2: run.connectionId ? (
              <>
                , <TextLink href={`/connections/${run.connectionId}`}>{say.forAConnection}</TextLink>
              </>
            ) : null,
          }}
        />
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
  const say = labPageWords().run;
  const Icon = ok ? CircleCheck : CircleX;
  return (
    <span className={`inline-flex items-center gap-1.5 font-medium ${ok ? 'text-valid' : 'text-revoked'}`}>
      <Icon aria-hidden="true" className="size-4" />
      {ok ? say.acceptedByBoth : isUnmet ? say.noHandshake : say.refused}
    </span>
  );
}

function Actions({ view }: { view: LabRunView }) {
  const say = labPageWords().run;
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
        what={say.theLinkToThisRun}
        label={say.copyLink}
        tone="plain"
        size="medium"
        link
      />
      {explainOf(view) === null ? null : (
        <ButtonLink href={explainOf(view) as string} tone="plain">
          {say.explainTheError}
        </ButtonLink>
      )}
      {again ? (
        <RunButton request={again} label={say.runAgain} tone="primary" />
      ) : (
        <ButtonLink href={formOf(view)} tone="primary">
          {say.runAgain}
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
  const say = labPageWords().run;
  const facts = [
    [say.version, protocolWord(view.run.protocol)],
    [say.cipherSuite, view.cipher ?? say.noneAgreed],
    [say.keyExchange, view.keyExchange ?? say.noneAgreed],
    [say.messages, String(view.messages.length)],
    [say.octets, say.fromTheClientFromThe(formatNumber(view.wire.client), formatNumber(view.wire.server))],
    [say.decidedAfter, milliseconds(view.durationMilliseconds)],
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
  const say = labPageWords().run;
  const files = [
    { href: `/api/v1/lab/runs/${id}/capture.pcapng`, label: say.captureForWireshark, download: true },
    { href: `/api/v1/lab/runs/${id}`, label: say.decodedAsJson, download: `handshake-${id}.json` },
    { href: `/api/v1/lab/runs/${id}/keylog.txt`, label: say.keyLog, download: true },
  ];
  return (
    <div className="no-print">
      <Card title={say.takeItWithYou} id="exports" note={say.theCaptureOpensDecryptedThe}>
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

const looks = () =>
  ({
    accepted: { icon: CircleCheck, ink: 'text-valid', frame: 'border-valid/40', word: labPageWords().run.accepted },
    refused: { icon: CircleX, ink: 'text-revoked', frame: 'border-revoked/50', word: labPageWords().run.refused2 },
    'not-reached': { icon: CircleDashed, ink: 'text-muted', frame: 'border-line', word: '' },
  }) as const;

function SideVerdict({ side, view }: { side: LabSideView; view: LabRunView }) {
  const say = labPageWords().run;
  const { icon: Icon, ink, frame, word } = looks()[side.outcome];
  const fixes = side.outcome === 'refused' ? fixesOf(side, view) : [];
  return (
    <section aria-label={say.verdictOf[side.side]} className={`min-w-0 rounded-lg border bg-card p-4 ${frame}`}>
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
          {side.alert.sent ? say.sentTheAlert : say.nginxAndOpensslWouldSend} {side.alert.code}{' '}
          <code className="font-mono text-12">{side.alert.name}</code>
          {side.alert.sent ? '.' : say.ourEndClosedTheConnection}
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
  const say = labPageWords().run;
  const isVersions = shown.run.kind === 'bench';
  const other = others.find(({ run }) => run.id !== shown.run.id);
  const label = (run: LabRunView['run'], title: string) => (isVersions ? title : run.title);
  return (
    <nav aria-label={say.madeTogether} className="flex flex-wrap items-center gap-2">
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
          {say.sideBySide}
        </Link>
      ) : null}
    </nav>
  );
}
