import type { Metadata } from 'next';
import { cache } from 'react';
import { ChainTree } from '@/components/pki/chain-tree';
import { HistoryList } from '@/components/pki/history-list';
import { SnippetTabs } from '@/components/pki/snippet-tabs';
import { ValidityTimeline } from '@/components/pki/validity-timeline';
import { Card } from '@/components/ui/card';
import { TextLink } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page';
import { Time } from '@/components/ui/time';
import { CONNECTION_KIND_WORDS } from '@/components/words';
import type { ConnectionDetailView } from '@/lib/services/views';
import { found, requireSignedIn, titled } from '../../../session';
import { BundleCard } from './_components/bundle-card';
import { DownloadBoth } from './_components/download-bundle';
import { TestConnection } from './_components/test-connection';

type Params = { params: Promise<{ id: string }> };

const read = cache(async (id: string) => {
  const { reads } = await requireSignedIn(`/connections/${id}`);
  return found(reads.connection(id));
});

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return titled(read((await params).id), ({ connection }) => `${connection.name} · Connections`);
}

export default async function ConnectionPage({ params }: Params) {
  const view = await read((await params).id);
  const { connection, server, client, bundles } = view;
  const mutual = client !== null;
  return (
    <Page>
      <PageHeader
        section={{ href: '/connections', label: 'Connections' }}
        title={connection.name}
        badge={
          <span className="rounded-md border border-line px-2 py-0.5 text-13 text-muted">
            {CONNECTION_KIND_WORDS[connection.kind]}
          </span>
        }
        actions={<DownloadBoth id={connection.id} both={mutual} />}
      >
        {mutual
          ? 'Each side proves itself to the other. Give each party its own bundle; the other half never needs to travel.'
          : 'The server proves itself; clients only need the root. Give the server its bundle and the clients theirs.'}{' '}
        Signed by <TextLink href={`/authorities/${view.authorityId}`}>{view.authorityName}</TextLink>, made{' '}
        <Time at={connection.createdAt} />.
      </PageHeader>
      <Broken view={view} />
      <div className="grid gap-6 lg:grid-cols-2">
        <BundleCard connectionId={connection.id} side="server" row={server} bundle={bundles.server} />
        <BundleCard connectionId={connection.id} side="client" row={client} bundle={bundles.client} />
      </div>
      <TestConnection
        id={connection.id}
        kind={connection.kind}
        last={connection.lastTest}
        serverName={server.certificate.displayName}
        clientName={client?.certificate.displayName ?? null}
      />
      <div className="grid items-start gap-6 xl:grid-cols-2">
        <Snippets view={view} side="server" title="Configure the server" />
        <Snippets view={view} side="client" title="Configure the client" />
      </div>
      <Chains view={view} />
      <Card title="History" id="history" flush>
        <HistoryList entries={view.history} />
      </Card>
    </Page>
  );
}

/** One revoked or expired end breaks the whole connection, so it is said before anything else. */
function Broken({ view }: { view: ConnectionDetailView }) {
  const ends = [view.server, ...(view.client ? [view.client] : [])];
  const bad = ends.find((row) => row.status === 'revoked' || row.status === 'expired');
  if (!bad) return null;
  return (
    <Notice
      tone="error"
      title={`This connection no longer works: the certificate of ${bad.certificate.displayName} is ${bad.status}.`}
    >
      Make a new connection with the same names and hand out its bundles.
    </Notice>
  );
}

function Snippets({ view, side, title }: { view: ConnectionDetailView; side: 'server' | 'client'; title: string }) {
  const snippets = view.snippets.filter((snippet) => snippet.side === side);
  if (snippets.length === 0) return null;
  return (
    <Card title={title} id={`snippets-${side}`} flush>
      <SnippetTabs snippets={snippets} label={title} />
    </Card>
  );
}

function Chains({ view }: { view: ConnectionDetailView }) {
  const { serverChain, clientChain, server, client } = view;
  return (
    <div className="grid gap-6 lg:grid-cols-2">
      <Card title="The server's chain" id="server-chain">
        <div className="flex flex-col gap-6">
          <ChainTree chain={serverChain} currentId={server.certificate.id} />
          <ValidityTimeline bars={barsOf(serverChain, server.certificate.id)} />
        </div>
      </Card>
      {client ? (
        <Card title="The client's chain" id="client-chain">
          <div className="flex flex-col gap-6">
            <ChainTree chain={clientChain} currentId={client.certificate.id} />
            <ValidityTimeline bars={barsOf(clientChain, client.certificate.id)} />
          </div>
        </Card>
      ) : null}
    </div>
  );
}

const barsOf = (chain: ConnectionDetailView['serverChain'], currentId: string) =>
  chain.map((link) => ({
    name: link.displayName,
    notBefore: link.notBefore,
    notAfter: link.notAfter,
    current: link.certificateId === currentId,
  }));
