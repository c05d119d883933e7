import { ChevronRight } from 'lucide-react';
import type { Metadata } from 'next';
import { Suspense } from 'react';
import { actionWords, objectWords } from '@/components/audit.words';
import { formatNumber } from '@/components/format';
import { entryHref, objectName } from '@/components/pki/history-list';
import { ButtonLink } from '@/components/ui/button-link';
import { EmptyState } from '@/components/ui/card';
import { TextLink } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page';
import { Pager } from '@/components/ui/pager';
import { Time } from '@/components/ui/time';
import type { AuditEntry } from '@/lib/domain/entities';
import type { AuditVerification } from '@/lib/services/views';
import { one, requireSignedIn, type SearchParams } from '../../session';
import { NotPermitted } from '../_components/not-permitted';
import { Anchors } from './_components/anchors';
import { anchorsWords } from './_components/anchors.words';
import { AuditFilters } from './_components/audit-filters';
import { auditPageWords } from './_components/audit-page.words';

export const generateMetadata = (): Metadata => ({ title: auditPageWords().audit.audit });

export default async function AuditPage({ searchParams }: { searchParams: SearchParams }) {
  const words = auditPageWords().audit;
  const params = await searchParams;
  const filter = { action: one(params.action), actor: one(params.actor), object: one(params.object) };
  const before = Number(one(params.before) ?? Number.NaN);
  const from = Number.isInteger(before) && before > 0 ? before : undefined;
  const { reads, rights } = await requireSignedIn(addressOf(filter, from));
  if (!rights.has('audit.read')) return <NotPermitted title={words.audit} right="audit.read" />;
  const whole = one(params.check) === 'whole';
  const anchors = reads.anchors();
  const list = await reads.audit({
    limit: 50,
    ...(from === undefined ? {} : { before: from }),
    ...(filter.action ? { action: filter.action } : {}),
    ...(filter.actor ? { actor: filter.actor } : {}),
    ...(filter.object ? { objectId: filter.object } : {}),
  });
  const filtered = Object.values(filter).some(Boolean);
  return (
    <Page>
      <PageHeader title={words.audit}>{words.whoDidWhatAndWhen}</PageHeader>
      <Suspense
        fallback={
          <Notice tone="info" title={words.checkingTheWholeLog}>
            {words.everyHashIsBeingRecomputed}
          </Notice>
        }
      >
        <ChainState verification={reads.auditVerification(whole)} />
      </Suspense>
      <div className="flex flex-col gap-4">
        <AuditFilters key={addressOf(filter)} filter={filter} />
        {list.items.length === 0 ? (
          <EmptyState
            title={words.noEntryMatches}
            actions={filtered ? <ButtonLink href="/audit">{words.clearFilters}</ButtonLink> : null}
          >
            {words.entriesAreNeverDeletedThe}
          </EmptyState>
        ) : (
          <ol
            aria-label={words.auditEntriesNewestFirst}
            className="divide-y divide-line-faint rounded-lg border border-line bg-card"
          >
            {list.items.map((entry) => (
              <Entry key={entry.seq} entry={entry} />
            ))}
          </ol>
        )}
        <Pager
          newer={null}
          older={list.next === null ? null : addressOf(filter, list.next)}
          first={one(params.before) ? addressOf(filter) : null}
        />
      </div>
      <Anchors anchors={await anchors} />
    </Page>
  );
}

/** Long after a long life, so the entries do not wait for it. */
async function ChainState({ verification: running }: { verification: Promise<AuditVerification> }) {
  const words = auditPageWords().audit;
  const verification = await running;
  if (verification.state === 'broken')
    return (
      <Notice tone="error" title={words.theLogIsBrokenAt(formatNumber(verification.seq))}>
        {words.someoneOrSomethingChangedThe(verification.problem)}
      </Notice>
    );
  return (
    <Notice tone="success" title={words.verifiedUpTo(formatNumber(verification.upToSeq))}>
      {verification.checkedFrom === 1 ? (
        words.everyHashWasRecomputed
      ) : (
        <>
          {anchorsWords().checked(formatNumber(verification.checkedFrom))} <Time at={verification.wholeAt} />,{' '}
          {anchorsWords().rest} <TextLink href="/audit?check=whole">{anchorsWords().whole}</TextLink>.
        </>
      )}{' '}
      {words.head} <code className="font-mono text-13 [overflow-wrap:anywhere]">{verification.headHash}</code>
    </Notice>
  );
}

function Entry({ entry }: { entry: AuditEntry }) {
  const words = auditPageWords().audit;
  const name = objectName(entry);
  const href = entryHref(entry);
  const facts = Object.entries(entry.details).filter(([, value]) => value !== '');
  return (
    <li id={`entry-${entry.seq}`} className="px-5 py-3">
      <details className="group">
        <summary
          data-row
          className="grid min-h-6 items-baseline gap-x-4 gap-y-0.5 rounded-sm hover:text-accent md:grid-cols-[4.5rem_minmax(0,1fr)_minmax(0,14rem)_11.5rem]"
        >
          <span className="flex items-center gap-1.5 text-13 tabular-nums text-muted">
            <ChevronRight aria-hidden="true" className="size-3.5 shrink-0 group-open:rotate-90" />#{entry.seq}
          </span>
          <span className="min-w-0 [overflow-wrap:anywhere]">
            {actionWords()[entry.action]}{' '}
            {name && name !== entry.actor ? <span className="font-medium">{name}</span> : null}
          </span>
          <span className="truncate text-13 text-muted" title={entry.actor}>
            {entry.actor}
          </span>
          <span className="text-13 text-muted md:text-end">
            <Time at={entry.at} />
          </span>
        </summary>
        <dl className="mt-3 grid gap-x-6 gap-y-1.5 rounded-md bg-subtle p-4 text-13 sm:grid-cols-[9rem_minmax(0,1fr)] md:ms-[5.5rem]">
          <dt className="text-muted">{words.action}</dt>
          <dd className="font-mono">{entry.action}</dd>
          <dt className="text-muted">{objectWords()[entry.objectType]}</dt>
          <dd className="min-w-0 [overflow-wrap:anywhere]">
            {href ? (
              <TextLink href={href}>{name ?? entry.objectId}</TextLink>
            ) : (
              <span className="font-mono">{entry.objectId}</span>
            )}
            {' · '}
            <TextLink href={`/audit?object=${encodeURIComponent(entry.objectId)}`}>{words.allItsEntries}</TextLink>
          </dd>
          {facts.map(([key, value]) => (
            <Fact key={key} label={key} value={value} />
          ))}
          <Fact label={words.hash} value={entry.hash} />
          <Fact label={words.previousHash} value={entry.previousHash} />
        </dl>
      </details>
    </li>
  );
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0 font-mono [overflow-wrap:anywhere]">{value}</dd>
    </>
  );
}

function addressOf(
  filter: { action: string | undefined; actor: string | undefined; object: string | undefined },
  before?: number,
): string {
  const query = new URLSearchParams();
  for (const key of ['action', 'actor', 'object'] as const) {
    const value = filter[key];
    if (value) query.set(key, value);
  }
  if (before) query.set('before', String(before));
  const text = query.toString();
  return text === '' ? '/audit' : `/audit?${text}`;
}
