import { Bookmark } from 'lucide-react';
import type { Metadata } from 'next';
import { formatCount, formatNumber } from '@/components/format';
import { flattenAuthorities } from '@/components/pki/authority-choice';
import { CertificateTable } from '@/components/pki/certificate-table';
import { ButtonLink } from '@/components/ui/button-link';
import { EmptyState } from '@/components/ui/card';
import { TextLink } from '@/components/ui/link';
import { Page, PageHeader } from '@/components/ui/page';
import { Pager } from '@/components/ui/pager';
import type { CertificateListView } from '@/lib/services/views';
import { one, requireSignedIn, type SearchParams } from '../../session';
import { CertificateFilters } from './_components/certificate-filters';
import { certificatesPageWords } from './_components/certificates-page.words';
import {
  addressOf,
  inForce,
  type ListFilter,
  readFilter,
  requestOf,
  statusFilters,
  without,
} from './_components/list-filter';
import { SelectionArea } from './_components/selection-area';

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const say = certificatesPageWords().certificates;
  const { q, status } = readFilter(await searchParams);
  const part = q ? `“${q}”` : status ? statusFilters()[status] : say.all;
  return { title: say.certificates(part) };
}

export default async function CertificatesPage({ searchParams }: { searchParams: SearchParams }) {
  const say = certificatesPageWords().certificates;
  const params = await searchParams;
  const filter = readFilter(params);
  const effective = inForce(filter);
  const cursor = one(params.cursor);
  const { reads } = await requireSignedIn(addressOf(filter, cursor));
  const [list, authorities] = await Promise.all([
    reads.certificates({ limit: 50, ...requestOf(effective), ...(cursor ? { cursor } : {}) }),
    reads.authorities(),
  ]);
  const issuers = flattenAuthorities(authorities).map(({ authority }) => ({
    value: authority.id,
    label: authority.name,
  }));
  const { counts } = list;
  return (
    <Page>
      <PageHeader title={say.certificates2} actions={counts.total === 0 ? null : <ViewsLink filter={filter} />}>
        {counts.total === 0 ? null : say.inAllLiving(formatNumber(counts.total), formatCount(counts.valid))}
      </PageHeader>
      {counts.total === 0 ? (
        <Nothing />
      ) : (
        <div className="flex flex-col gap-4">
          <CertificateFilters filter={filter} counts={counts} issuers={issuers} />
          {effective.old === 'hide' ? <LongEnded filter={filter} count={counts.longEnded} /> : null}
          {list.items.length === 0 ? (
            <NoResults filter={filter} />
          ) : (
            <Results {...{ filter, effective, list, cursor }} />
          )}
        </div>
      )}
    </Page>
  );
}

function ViewsLink({ filter }: { filter: ListFilter }) {
  const say = certificatesPageWords().certificates;
  const query = queryOf(filter);
  return (
    <ButtonLink
      href={`/certificates/views${query === '' ? '' : `?save=${encodeURIComponent(query)}`}`}
      aria-keyshortcuts="v"
      data-hotkey="v"
    >
      <Bookmark aria-hidden="true" className="size-4" />
      {say.views}
    </ButtonLink>
  );
}

/** What is not shown unless it is asked for. */
function LongEnded({ filter, count }: { filter: ListFilter; count: number }) {
  const say = certificatesPageWords().certificates;
  if (count === 0) return null;
  return (
    <p className="text-13 text-muted">
      {/* Counted over all of them, whatever else narrows the list. */}
      {filter.use || filter.issuer ? say.thoseThatEndedMoreThan : say.hidden(count)}
      <TextLink href={addressOf({ ...filter, old: 'show' })} className="inline-flex min-h-6 items-center">
        {say.show(count)}
      </TextLink>
    </p>
  );
}

function Results({
  filter,
  effective,
  list,
  cursor,
}: {
  filter: ListFilter;
  effective: ListFilter;
  list: CertificateListView;
  cursor: string | undefined;
}) {
  const say = certificatesPageWords().certificates;
  // `show` is the list's own word; an act or a file has everything unless told otherwise.
  const shown = effective.old === 'show' ? without(effective, 'old') : effective;
  const byEnd = filter.sort === 'expiry' || filter.ends;
  return (
    <SelectionArea filter={queryOf(shown)}>
      <div className="overflow-hidden rounded-lg border border-line bg-card">
        <CertificateTable rows={list.items} label={say.certificates2} selectable />
      </div>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <a
          className="text-13 underline"
          href={`/api/v1${addressOf(shown).replace('/certificates', '/certificates.csv')}`}
          aria-keyshortcuts="e"
          data-hotkey="e"
          download
        >
          {say.downloadThisListAsCsv}
        </a>
        <Pager
          newer={list.previous ? addressOf(filter, list.previous) : null}
          older={list.next ? addressOf(filter, list.next) : null}
          first={cursor ? addressOf(filter) : null}
          words={byEnd ? { newer: say.earlier, older: say.later } : { newer: say.newer, older: say.older }}
        />
      </div>
    </SelectionArea>
  );
}

const queryOf = (filter: ListFilter): string => addressOf(filter).split('?')[1] ?? '';

function Nothing() {
  const say = certificatesPageWords().certificates;
  return (
    <EmptyState
      title={say.noCertificateHasBeenIssued}
      actions={
        <>
          <ButtonLink href="/new/pair" tone="primary">
            {say.makeAMutualTlsPair}
          </ButtonLink>
          <ButtonLink href="/new/server">{say.issueAServerCertificate}</ButtonLink>
        </>
      }
    >
      {say.aCertificateBindsAName}
    </EmptyState>
  );
}

function NoResults({ filter }: { filter: ListFilter }) {
  const say = certificatesPageWords().certificates;
  const filtered = addressOf(filter) !== '/certificates';
  return (
    <EmptyState
      title={filter.q ? say.nothingMatches(filter.q) : say.nothingMatchesTheseFilters}
      actions={filtered ? <ButtonLink href="/certificates">{say.clearFilters}</ButtonLink> : null}
    >
      {say.theSearchLooksAtEvery}
    </EmptyState>
  );
}
