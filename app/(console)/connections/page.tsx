import { ArrowLeftRight, ArrowRight } from 'lucide-react';
import type { Metadata } from 'next';
import { connectionKindWords } from '@/components/kind.words';
import { KindIcon } from '@/components/pki/kind-icon';
import { edgeOf, StatusBadge } from '@/components/pki/status-badge';
import { TestVerdict } from '@/components/pki/test-verdict';
import { ButtonLink } from '@/components/ui/button-link';
import { EmptyState } from '@/components/ui/card';
import { Link } from '@/components/ui/link';
import { Page, PageHeader } from '@/components/ui/page';
import { Pager } from '@/components/ui/pager';
import { Time } from '@/components/ui/time';
import type { CertificateRow, ConnectionRow } from '@/lib/services/views';
import { one, requireSignedIn, type SearchParams } from '../../session';
import { ConnectionFilters } from './_components/connection-filters';
import { connectionsPageWords } from './_components/connections-page.words';
import { addressOf, readFilter, stateFilters } from './_components/list-filter';

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const words = connectionsPageWords().connections;
  const { q, state } = readFilter(await searchParams);
  const part = q ? `“${q}”` : state ? stateFilters()[state] : null;
  return { title: part ? words.connections(part) : words.connections2 };
}

export default async function ConnectionsPage({ searchParams }: { searchParams: SearchParams }) {
  const words = connectionsPageWords().connections;
  const params = await searchParams;
  const filter = readFilter(params);
  const cursor = one(params.cursor);
  const { reads } = await requireSignedIn(addressOf(filter, cursor));
  const { items, next, previous, total } = await reads.connections({
    limit: 50,
    ...(filter.q ? { text: filter.q } : {}),
    ...(filter.state ? { state: filter.state } : {}),
    ...(cursor ? { cursor } : {}),
  });
  return (
    <Page>
      <PageHeader
        title={words.connections2}
        actions={
          total > 0 ? (
            <ButtonLink href="/new/pair" tone="plain">
              {words.newConnection}
            </ButtonLink>
          ) : null
        }
      >
        {words.whoTrustsWhomAServer}
      </PageHeader>
      {total === 0 ? (
        <EmptyState
          title={words.noConnectionYet}
          actions={
            <ButtonLink href="/new/pair" tone="primary">
              {words.makeAMutualTlsPair}
            </ButtonLink>
          }
        >
          {words.typeTheServersNamesAnd}
        </EmptyState>
      ) : (
        <div className="flex flex-col gap-4">
          <ConnectionFilters filter={filter} />
          {items.length === 0 ? (
            <EmptyState
              title={filter.q ? words.nothingMatches(filter.q) : none()[filter.state ?? 'valid']}
              actions={<ButtonLink href="/connections">{words.clearFilters}</ButtonLink>}
            >
              {words.theSearchLooksAtThe}
            </EmptyState>
          ) : (
            <ul
              aria-label={words.connections2}
              className="divide-y divide-line-faint rounded-lg border border-line bg-card"
            >
              {items.map((row) => (
                <ConnectionItem key={row.connection.id} row={row} />
              ))}
            </ul>
          )}
          <Pager
            newer={previous ? addressOf(filter, previous) : null}
            older={next ? addressOf(filter, next) : null}
            first={cursor ? addressOf(filter) : null}
          />
        </div>
      )}
    </Page>
  );
}

const none = () =>
  ({
    valid: connectionsPageWords().connections.noConnectionHasTwoCertificates,
    expiring: connectionsPageWords().connections.noConnectionHasACertificate,
    broken: connectionsPageWords().connections.noConnectionIsBroken,
  }) as const;

function ConnectionItem({ row }: { row: ConnectionRow }) {
  const words = connectionsPageWords().connections;
  const { connection, server, client } = row;
  const Arrow = client ? ArrowLeftRight : ArrowRight;
  return (
    <li
      className={`relative grid items-center gap-x-6 gap-y-3 px-5 py-4 hover:bg-subtle lg:grid-cols-[minmax(0,15rem)_minmax(0,1fr)_11rem] ${edgeOf(worst(row))}`}
    >
      <div className="min-w-0">
        <Link
          data-row
          href={`/connections/${connection.id}`}
          className="block font-medium after:absolute after:inset-0 [overflow-wrap:anywhere]"
        >
          {connection.name}
        </Link>
        <p className="text-13 text-muted">
          {connectionKindWords()[connection.kind]} · <Time at={connection.createdAt} show="day" />
        </p>
      </div>
      <div className="grid min-w-0 items-center gap-x-4 gap-y-2 sm:grid-cols-[minmax(0,1fr)_1rem_minmax(0,1fr)]">
        {client ? (
          <Party kind="client" row={client} />
        ) : (
          <div className="flex items-start gap-3 text-muted">
            <KindIcon kind="client" className="mt-0.5 size-4" />
            <span>{words.anyClientThatTrustsThe}</span>
          </div>
        )}
        <Arrow aria-label={client ? words.and : words.trusts} role="img" className="size-4 text-muted max-sm:hidden" />
        <Party kind="server" row={server} />
      </div>
      <div className="lg:justify-self-end">
        <TestVerdict test={connection.lastTest} />
      </div>
    </li>
  );
}

/** The state of the connection is that of its worse certificate. */
function worst({ server, client }: ConnectionRow): CertificateRow['status'] {
  const order = ['revoked', 'held', 'expired', 'not-yet-valid', 'expiring', 'valid'] as const;
  return order.find((status) => server.status === status || client?.status === status) ?? 'valid';
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
