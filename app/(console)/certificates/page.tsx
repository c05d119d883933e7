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
import {
  addressOf,
  inForce,
  type ListFilter,
  readFilter,
  requestOf,
  STATUS_FILTERS,
  without,
} from './_components/list-filter';
import { SelectionArea } from './_components/selection-area';

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const { q, status } = readFilter(await searchParams);
  const part = q ? `“${q}”` : status ? STATUS_FILTERS[status] : 'All';
  return { title: `${part} · Certificates` };
}

export default async function CertificatesPage({ searchParams }: { searchParams: SearchParams }) {
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
      <PageHeader title="Certificates" actions={counts.total === 0 ? null : <ViewsLink filter={filter} />}>
        {counts.total === 0 ? null : `${formatNumber(counts.total)} in all, ${formatCount(counts.valid)} living.`}
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
  const query = queryOf(filter);
  return (
    <ButtonLink
      href={`/certificates/views${query === '' ? '' : `?save=${encodeURIComponent(query)}`}`}
      aria-keyshortcuts="v"
      data-hotkey="v"
    >
      <Bookmark aria-hidden="true" className="size-4" />
      Views
    </ButtonLink>
  );
}

/** What is not shown unless it is asked for. */
function LongEnded({ filter, count }: { filter: ListFilter; count: number }) {
  if (count === 0) return null;
  return (
    <p className="text-13 text-muted">
      {/* Counted over all of them, whatever else narrows the list. */}
      {filter.use || filter.issuer
        ? 'Those that ended more than 30 days ago are hidden. '
        : `${formatCount(count)} that ended more than 30 days ago ${count === 1 ? 'is' : 'are'} hidden. `}
      <TextLink href={addressOf({ ...filter, old: 'show' })} className="inline-flex min-h-6 items-center">
        Show {count === 1 ? 'it' : 'them'}
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
  // `show` is the list's own word; an act or a file has everything unless told otherwise.
  const shown = effective.old === 'show' ? without(effective, 'old') : effective;
  const byEnd = filter.sort === 'expiry' || filter.ends;
  return (
    <SelectionArea filter={queryOf(shown)}>
      <div className="overflow-hidden rounded-lg border border-line bg-card">
        <CertificateTable rows={list.items} label="Certificates" selectable />
      </div>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <a
          className="text-13 underline"
          href={`/api/v1${addressOf(shown).replace('/certificates', '/certificates.csv')}`}
          aria-keyshortcuts="e"
          data-hotkey="e"
          download
        >
          Download this list as CSV
        </a>
        <Pager
          newer={list.previous ? addressOf(filter, list.previous) : null}
          older={list.next ? addressOf(filter, list.next) : null}
          first={cursor ? addressOf(filter) : null}
          words={byEnd ? { newer: 'Earlier', older: 'Later' } : { newer: 'Newer', older: 'Older' }}
        />
      </div>
    </SelectionArea>
  );
}

const queryOf = (filter: ListFilter): string => addressOf(filter).split('?')[1] ?? '';

function Nothing() {
  return (
    <EmptyState
      title="No certificate has been issued yet"
      actions={
        <>
          <ButtonLink href="/new/pair" tone="primary">
            Make a mutual-TLS pair
          </ButtonLink>
          <ButtonLink href="/new/server">Issue a server certificate</ButtonLink>
        </>
      }
    >
      A certificate binds a name to a key, signed by one of your authorities.
    </EmptyState>
  );
}

function NoResults({ filter }: { filter: ListFilter }) {
  const filtered = addressOf(filter) !== '/certificates';
  return (
    <EmptyState
      title={filter.q ? `Nothing matches “${filter.q}”` : 'Nothing matches these filters'}
      actions={filtered ? <ButtonLink href="/certificates">Clear filters</ButtonLink> : null}
    >
      The search looks at every name, serial number and fingerprint. Colons, spaces and a leading 0x do not matter.
    </EmptyState>
  );
}
