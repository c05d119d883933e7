import { Bookmark } from 'lucide-react';
import type { Metadata } from 'next';
import { formatCount, formatNumber } from '@/components/format';
import { flattenAuthorities } from '@/components/pki/authority-choice';
import { CertificateTable } from '@/components/pki/certificate-table';
import { ButtonLink } from '@/components/ui/button-link';
import { EmptyState } from '@/components/ui/card';
import { Page, PageHeader } from '@/components/ui/page';
import { Pager } from '@/components/ui/pager';
import { one, requireSignedIn, type SearchParams } from '../../session';
import { CertificateFilters } from './_components/certificate-filters';
import { addressOf, type ListFilter, readFilter, requestOf, STATUS_FILTERS } from './_components/list-filter';
import { SelectionArea } from './_components/selection-area';

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const { q, status } = readFilter(await searchParams);
  const part = q ? `“${q}”` : status ? STATUS_FILTERS[status] : 'All';
  return { title: `${part} · Certificates` };
}

export default async function CertificatesPage({ searchParams }: { searchParams: SearchParams }) {
  const params = await searchParams;
  const filter = readFilter(params);
  const cursor = one(params.cursor);
  const { reads } = await requireSignedIn(addressOf(filter, cursor));
  const [list, authorities] = await Promise.all([
    reads.certificates({ limit: 50, ...requestOf(filter), ...(cursor ? { cursor } : {}) }),
    reads.authorities(),
  ]);
  const issuers = flattenAuthorities(authorities).map(({ authority }) => ({
    value: authority.id,
    label: authority.name,
  }));
  const query = addressOf(filter).split('?')[1] ?? '';
  const filtered = addressOf(filter) !== '/certificates';
  return (
    <Page>
      <PageHeader
        title="Certificates"
        actions={
          list.counts.total === 0 ? null : (
            <ButtonLink
              href={`/certificates/views${query === '' ? '' : `?save=${encodeURIComponent(query)}`}`}
              aria-keyshortcuts="v"
              data-hotkey="v"
            >
              <Bookmark aria-hidden="true" className="size-4" />
              Views
            </ButtonLink>
          )
        }
      >
        {list.counts.total === 0
          ? null
          : `${formatNumber(list.counts.total)} in all, ${formatCount(list.counts.valid)} living.`}
      </PageHeader>
      {list.counts.total === 0 ? (
        <Nothing />
      ) : (
        <div className="flex flex-col gap-4">
          <CertificateFilters filter={filter} counts={list.counts} issuers={issuers} />
          {list.items.length === 0 ? (
            <NoResults filter={filter} filtered={filtered} />
          ) : (
            <SelectionArea filter={query}>
              <div className="overflow-hidden rounded-lg border border-line bg-card">
                <CertificateTable rows={list.items} label="Certificates" selectable />
              </div>
              <div className="flex flex-wrap items-center justify-between gap-3">
                <a
                  className="text-13 underline"
                  href={`/api/v1${addressOf(filter).replace('/certificates', '/certificates.csv')}`}
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
                  words={
                    filter.sort === 'expiry' || filter.ends
                      ? { newer: 'Earlier', older: 'Later' }
                      : { newer: 'Newer', older: 'Older' }
                  }
                />
              </div>
            </SelectionArea>
          )}
        </div>
      )}
    </Page>
  );
}

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

function NoResults({ filter, filtered }: { filter: ListFilter; filtered: boolean }) {
  return (
    <EmptyState
      title={filter.q ? `Nothing matches “${filter.q}”` : 'Nothing matches these filters'}
      actions={filtered ? <ButtonLink href="/certificates">Clear filters</ButtonLink> : null}
    >
      The search looks at every name, serial number and fingerprint. Colons, spaces and a leading 0x do not matter.
    </EmptyState>
  );
}
