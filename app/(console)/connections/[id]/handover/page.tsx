import type { Metadata } from 'next';
import { Page, PageHeader } from '@/components/ui/page';
import { one, type SearchParams, titled } from '../../../../session';
import { readConnection } from '../_components/read-connection';
import { HandoverForm } from './_components/handover-form';

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return titled(
    readConnection((await params).id, 'handover'),
    ({ view }) => `Hand over ${view.connection.name} · Connections`,
  );
}

export default async function HandoverPage({ params, searchParams }: Params & { searchParams: SearchParams }) {
  const { view, sealed } = await readConnection((await params).id, 'handover');
  const { connection, server, client } = view;
  const party = ({ certificate, status }: typeof server) => ({
    name: certificate.displayName,
    why:
      certificate.keyId === null
        ? ('no-key' as const)
        : status === 'revoked' || status === 'expired'
          ? status
          : sealed
            ? ('sealed' as const)
            : null,
  });
  return (
    <Page width="form">
      <PageHeader
        section={{ href: `/connections/${connection.id}`, label: connection.name }}
        title="Hand over by a link"
      >
        For people who run the other end and have no account here. The page behind the link shows one party its own
        files, what to trust, and its configuration; nothing about the other party but its root.
      </PageHeader>
      <HandoverForm
        connectionId={connection.id}
        initialSide={one((await searchParams).side) === 'client' ? 'client' : 'server'}
        server={party(server)}
        client={client ? party(client) : null}
      />
    </Page>
  );
}
