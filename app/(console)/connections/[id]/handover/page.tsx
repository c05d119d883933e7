import type { Metadata } from 'next';
import { Page, PageHeader } from '@/components/ui/page';
import { one, type SearchParams, titled } from '../../../../session';
import { connectionPageWords } from '../_components/connection-page.words';
import { readConnection } from '../_components/read-connection';
import { HandoverForm } from './_components/handover-form';

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const words = connectionPageWords().handover;
  return titled(readConnection((await params).id, 'handover'), ({ view }) =>
    words.handOverConnections(view.connection.name),
  );
}

export default async function HandoverPage({ params, searchParams }: Params & { searchParams: SearchParams }) {
  const words = connectionPageWords().handover;
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
        title={words.handOverByALink}
      >
        {words.forPeopleWhoRunThe}
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
