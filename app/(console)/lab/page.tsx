import { CircleCheck, CircleX } from 'lucide-react';
import type { Metadata } from 'next';
import { labGroupWords, labKindWords } from '@/components/lab/lab.words';
import { protocolWord } from '@/components/lab/lab-words';
import { RunButton } from '@/components/lab/run-button';
import { ButtonLink } from '@/components/ui/button-link';
import { Card } from '@/components/ui/card';
import { Link } from '@/components/ui/link';
import { Page, PageHeader } from '@/components/ui/page';
import { Pager } from '@/components/ui/pager';
import { Cell, Row, Table } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import type { LabCase, LabRun } from '@/lib/domain/lab';
import { one, requireSignedIn, type SearchParams } from '../../session';
import { labPageWords } from './_components/lab-page.words';

export const generateMetadata = (): Metadata => ({ title: labPageWords().lab.handshakeLab });

const GROUPS = ['works', 'server', 'client', 'agreement'] as const;

export default async function LabPage({ searchParams }: { searchParams: SearchParams }) {
  const words = labPageWords().lab;
  const cursor = one((await searchParams).cursor);
  const { reads } = await requireSignedIn(addressOf(cursor));
  const [cases, runs] = await Promise.all([
    reads.labCases(),
    reads.labRuns({ limit: 10, ...(cursor ? { cursor } : {}) }),
  ]);
  return (
    <Page>
      <PageHeader
        title={words.handshakeLab}
        actions={
          <>
            <ButtonLink href="/lab/remote" tone="primary">
              {words.probeAServer}
            </ButtonLink>
            <ButtonLink href="/lab/explain" tone="plain">
              {words.explainAnError}
            </ButtonLink>
            <ButtonLink href="/lab/certificates" tone="plain">
              {words.useMyCertificates}
            </ButtonLink>
            <RunButton
              request={{ kind: 'post-quantum' }}
              label={words.postQuantumBench}
              pendingLabel={words.shakingHands50Times}
            />
          </>
        }
      >
        {words.realTlsHandshakesBetweenTwo}
      </PageHeader>
      {cursor
        ? null
        : GROUPS.map((group) => <Group key={group} group={group} cases={cases.filter((one) => one.group === group)} />)}
      <Card title={words.runs} id="runs" flush={runs.items.length > 0} note={words.keptWithoutKeysTheOldest}>
        {runs.items.length === 0 ? <p className="text-muted">{words.noneYetRunACase}</p> : <Runs runs={runs.items} />}
      </Card>
      <Pager newer={null} older={runs.next ? addressOf(runs.next) : null} first={cursor ? '/lab' : null} />
    </Page>
  );
}

function Group({ group, cases }: { group: (typeof GROUPS)[number]; cases: readonly LabCase[] }) {
  const words = labPageWords().lab;
  const { title, note } = labGroupWords()[group];
  return (
    <section aria-labelledby={`group-${group}`} className="flex flex-col gap-3">
      <div>
        <h2 id={`group-${group}`} className="text-16 font-semibold">
          {title}
        </h2>
        <p className="text-13 text-muted">{note}</p>
      </div>
      <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
        {cases.map((one) => (
          <li
            key={one.id}
            className="flex min-w-0 flex-col justify-between gap-3 rounded-lg border border-line bg-card p-4"
          >
            <div className="min-w-0">
              <h3 className="font-semibold">{one.title}</h3>
              <p className="mt-1 text-13 text-muted">{one.summary}</p>
            </div>
            <div className="flex flex-wrap items-center justify-between gap-2">
              <RunButton request={{ kind: 'bench', case: one.id }} about={one.title} />
              <span className="text-12 text-muted">
                {one.mutual ? words.mutual : 'One-way'} · {one.versions.length === 2 ? 'TLS 1.2 and 1.3' : 'TLS 1.3'}
              </span>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Runs({ runs }: { runs: readonly LabRun[] }) {
  const words = labPageWords().lab;
  return (
    <Table label={words.recordedHandshakes} head={[words.run, words.outcome, words.version, words.when]} wideOnly={[2]}>
      {runs.map((run) => {
        const Icon = run.ok ? CircleCheck : CircleX;
        return (
          <Row key={run.id}>
            <Cell>
              <Link
                data-row
                href={`/lab/${run.id}`}
                className="font-medium after:absolute after:inset-0 [overflow-wrap:anywhere]"
              >
                {run.title}
              </Link>
              <p className="text-13 text-muted">{labKindWords()[run.kind]}</p>
            </Cell>
            <Cell className="[overflow-wrap:anywhere]">
              <span className={`inline-flex items-start gap-1.5 text-13 ${run.ok ? 'text-valid' : 'text-revoked'}`}>
                <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
                {run.ok ? words.accepted : words.refused}
              </span>
              <p className="max-w-[34rem] text-13 text-muted max-sm:hidden">{run.verdict}</p>
            </Cell>
            <Cell className="whitespace-nowrap text-13 max-sm:hidden">{protocolWord(run.protocol)}</Cell>
            <Cell className="text-13 text-muted sm:whitespace-nowrap">
              <Time at={run.createdAt} />
            </Cell>
          </Row>
        );
      })}
    </Table>
  );
}

function addressOf(cursor?: string): string {
  return cursor ? `/lab?cursor=${encodeURIComponent(cursor)}` : '/lab';
}
