import { ArrowLeftRight, ArrowRight } from 'lucide-react';
import type { Metadata } from 'next';
import { KindIcon } from '@/components/pki/kind-icon';
import { StatusBadge } from '@/components/pki/status-badge';
import { TestVerdict } from '@/components/pki/test-verdict';
import { ButtonLink } from '@/components/ui/button-link';
import { EmptyState } from '@/components/ui/card';
import { Link } from '@/components/ui/link';
import { Page, PageHeader } from '@/components/ui/page';
import { Pager } from '@/components/ui/pager';
import { Time } from '@/components/ui/time';
import { CONNECTION_KIND_WORDS } from '@/components/words';
import type { CertificateRow, ConnectionRow } from '@/lib/services/views';
import { one, requireSignedIn, type SearchParams } from '../../session';

export const metadata: Metadata = { title: 'Connections' };

export default async function ConnectionsPage({ searchParams }: { searchParams: SearchParams }) {
  const cursor = one((await searchParams).cursor);
  const { reads } = await requireSignedIn(addressOf(cursor));
  const { items: rows, next } = await reads.connections({ limit: 50, ...(cursor ? { cursor } : {}) });
  return (
    <Page>
      <PageHeader
        title="Connections"
        actions={
          rows.length > 0 ? (
            <ButtonLink href="/new/pair" tone="plain">
              New connection
            </ButtonLink>
          ) : null
        }
      >
        Who trusts whom: a server, and when mutual a client, with the files and the configuration each side needs.
      </PageHeader>
      {rows.length === 0 ? (
        <EmptyState
          title="No connection yet"
          actions={
            <ButtonLink href="/new/pair" tone="primary">
              Make a mutual-TLS pair
            </ButtonLink>
          }
        >
          Type the server's names and the client's name. Both certificates are issued, and each side gets one bundle.
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line-faint rounded-lg border border-line bg-card">
          {rows.map((row) => (
            <ConnectionItem key={row.connection.id} row={row} />
          ))}
        </ul>
      )}
      <Pager newer={null} older={next ? addressOf(next) : null} first={cursor ? '/connections' : null} />
    </Page>
  );
}

function ConnectionItem({ row }: { row: ConnectionRow }) {
  const { connection, server, client } = row;
  const Arrow = client ? ArrowLeftRight : ArrowRight;
  return (
    <li className="relative grid items-center gap-x-6 gap-y-3 px-5 py-4 hover:bg-subtle lg:grid-cols-[minmax(0,15rem)_minmax(0,1fr)_11rem]">
      <div className="min-w-0">
        <Link
          data-row
          href={`/connections/${connection.id}`}
          className="block font-medium after:absolute after:inset-0 [overflow-wrap:anywhere]"
        >
          {connection.name}
        </Link>
        <p className="text-13 text-muted">
          {CONNECTION_KIND_WORDS[connection.kind]} · <Time at={connection.createdAt} show="day" />
        </p>
      </div>
      <div className="grid min-w-0 items-center gap-x-4 gap-y-2 sm:grid-cols-[minmax(0,1fr)_1rem_minmax(0,1fr)]">
        {client ? (
          <Party kind="client" row={client} />
        ) : (
          <div className="flex items-start gap-3 text-muted">
            <KindIcon kind="client" className="mt-0.5 size-4" />
            <span>Any client that trusts the root</span>
          </div>
        )}
        <Arrow aria-label={client ? 'and' : 'trusts'} role="img" className="size-4 text-muted max-sm:hidden" />
        <Party kind="server" row={server} />
      </div>
      <div className="lg:justify-self-end">
        <TestVerdict test={connection.lastTest} />
      </div>
    </li>
  );
}

function Party({ kind, row }: { kind: 'server' | 'client'; row: CertificateRow }) {
  return (
    <div className="flex min-w-0 items-start gap-3">
      <KindIcon kind={kind} className="mt-0.5 size-4" />
      <div className="flex min-w-0 flex-col items-start gap-1">
        <span className="max-w-full truncate" title={row.certificate.displayName}>
          {row.certificate.displayName}
        </span>
        <StatusBadge status={row.status} daysLeft={row.daysLeft} certificate={row.certificate} />
      </div>
    </div>
  );
}

function addressOf(cursor?: string): string {
  return cursor ? `/connections?cursor=${encodeURIComponent(cursor)}` : '/connections';
}
