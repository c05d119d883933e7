import type { Metadata } from 'next';
import { cache } from 'react';
import { plural } from '@/components/format';
import { connectionKindWords } from '@/components/kind.words';
import { ChainTree } from '@/components/pki/chain-tree';
import { HistoryList } from '@/components/pki/history-list';
import { SnippetTabs } from '@/components/pki/snippet-tabs';
import { ValidityTimeline } from '@/components/pki/validity-timeline';
import { ButtonLink } from '@/components/ui/button-link';
import { Card } from '@/components/ui/card';
import { TextLink } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page';
import { Time } from '@/components/ui/time';
import type { ConnectionDetailView } from '@/lib/services/views';
import { found, requireSignedIn, titled } from '../../../session';
import { BundleCard } from './_components/bundle-card';
import { DownloadBoth } from './_components/download-bundle';
import { HandoverCard } from './_components/handover-card';
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
            {connectionKindWords()[connection.kind]}
          </span>
        }
        actions={
          <>
            <ButtonLink href={`/connections/${connection.id}/renew`}>{mutual ? 'Renew both' : 'Renew'}</ButtonLink>
            <DownloadBoth id={connection.id} both={mutual} />
          </>
        }
      >
        {mutual
          ? `${client.certificate.displayName} and ${server.certificate.displayName} trust each other. Give each party its own bundle; the other half never needs to travel.`
          : `Clients trust ${server.certificate.displayName}; they present nothing themselves. Give the server its bundle and the clients theirs.`}{' '}
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
      <HandoverCard view={view} />
      <Chains view={view} />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <Card title="History" id="history" flush>
          <HistoryList entries={view.history} />
        </Card>
        <Manage id={connection.id} />
      </div>
    </Page>
  );
}

/** One end that is not accepted breaks the whole connection, so it is said before anything else. */
function Broken({ view }: { view: ConnectionDetailView }) {
  const ends = [view.server, ...(view.client ? [view.client] : [])];
  const bad = ends.find(({ status }) => status === 'revoked' || status === 'expired' || status === 'held');
  const renew = `/connections/${view.connection.id}/renew`;
  if (bad)
    return (
      <Notice
        tone="error"
        title={`This connection does not work: the certificate of ${bad.certificate.displayName} ${BROKEN[bad.status as keyof typeof BROKEN]}.`}
        actions={
          bad.status === 'held' ? (
            <ButtonLink href={`/certificates/${bad.certificate.id}`}>Open it</ButtonLink>
          ) : (
            <ButtonLink href={renew}>Renew</ButtonLink>
          )
        }
      >
        {bad.status === 'held'
          ? 'Release it, or revoke it for good and renew the connection.'
          : 'Renew the connection and hand out its new bundles.'}
      </Notice>
    );
  const next = ends.filter(({ status }) => status === 'expiring').sort((a, b) => a.daysLeft - b.daysLeft)[0];
  return next ? (
    <Notice
      tone="warning"
      title={`The certificate of ${next.certificate.displayName} ends in ${plural(next.daysLeft, 'day')}`}
      actions={<ButtonLink href={renew}>{view.client ? 'Renew both' : 'Renew'}</ButtonLink>}
    >
      The old certificates stay good until they end, so there is time to change over.
    </Notice>
  ) : null;
}

const BROKEN = { revoked: 'is revoked', expired: 'has expired', held: 'is on hold' } as const;

function Manage({ id }: { id: string }) {
  return (
    <Card title="Manage" id="manage" flush>
      <ul className="divide-y divide-line-faint">
        <ManageItem
          title="Name"
          text="As lists and file names show it."
          href={`/connections/${id}/edit`}
          label="Change"
        />
        <ManageItem
          title="Delete"
          text="Forgets the connection. Its certificates stay."
          href={`/connections/${id}/delete`}
          label="Delete"
          danger
        />
      </ul>
    </Card>
  );
}

function ManageItem({
  title,
  text,
  href,
  label,
  danger = false,
}: {
  title: string;
  text: string;
  href: string;
  label: string;
  danger?: boolean;
}) {
  return (
    <li className="flex items-start justify-between gap-4 px-5 py-3">
      <div className="min-w-0">
        <p className="font-medium">{title}</p>
        <p className="text-13 text-muted">{text}</p>
      </div>
      <ButtonLink href={href} size="small" tone={danger ? 'danger-plain' : 'plain'}>
        {label}
      </ButtonLink>
    </li>
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
