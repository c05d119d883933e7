import type { Metadata } from 'next';
import { cache } from 'react';
import { connectionKindWords } from '@/components/kind.words';
import { Phrase } from '@/components/language/phrase';
import { ChainTree } from '@/components/pki/chain-tree';
import { HistoryList } from '@/components/pki/history-list';
import { readSnippetChoice, SnippetCard } from '@/components/pki/snippet-card';
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
import { connectionPageWords } from './_components/connection-page.words';
import { DownloadBoth } from './_components/download-bundle';
import { HandoverCard } from './_components/handover-card';
import { TestConnection } from './_components/test-connection';

type Params = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const read = cache(async (id: string) => {
  const { reads } = await requireSignedIn(`/connections/${id}`);
  return found(reads.connection(id));
});

export async function generateMetadata({ params }: Pick<Params, 'params'>): Promise<Metadata> {
  const words = connectionPageWords().detail;
  return titled(read((await params).id), ({ connection }) => words.connections(connection.name));
}

export default async function ConnectionPage({ params, searchParams }: Params) {
  const words = connectionPageWords().detail;
  const { id } = await params;
  const view = await read(id);
  const choice = readSnippetChoice(await searchParams);
  const { reads } = await requireSignedIn(`/connections/${id}`);
  const snippets = { snippets: await reads.connectionSnippets(id, choice), choice, path: `/connections/${id}` };
  const { connection, server, client, bundles } = view;
  const mutual = client !== null;
  return (
    <Page>
      <PageHeader
        section={{ href: '/connections', label: words.connections2 }}
        title={connection.name}
        badge={
          <span className="rounded-md border border-line px-2 py-0.5 text-13 text-muted">
            {connectionKindWords()[connection.kind]}
          </span>
        }
        actions={
          <>
            <ButtonLink href={`/connections/${connection.id}/renew`}>
              {mutual ? words.renewBoth : words.renew}
            </ButtonLink>
            <DownloadBoth id={connection.id} both={mutual} />
          </>
        }
      >
        <Phrase
          of={words.signedByMade}
          parts={{
            value: mutual
              ? words.andTrustEachOtherGive(client.certificate.displayName, server.certificate.displayName)
              : words.clientsTrustTheyPresentNothing(server.certificate.displayName),
            textLink: <TextLink href={`/authorities/${view.authorityId}`}>{view.authorityName}</TextLink>,
            time: <Time at={connection.createdAt} />,
          }}
        />
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
        <SnippetCard side="server" {...snippets} />
        <SnippetCard side="client" {...snippets} />
      </div>
      <HandoverCard view={view} />
      <Chains view={view} />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <Card title={words.history} id="history" flush>
          <HistoryList entries={view.history} />
        </Card>
        <Manage id={connection.id} />
      </div>
    </Page>
  );
}

/** One end that is not accepted breaks the whole connection, so it is said before anything else. */
function Broken({ view }: { view: ConnectionDetailView }) {
  const words = connectionPageWords().detail;
  const ends = [view.server, ...(view.client ? [view.client] : [])];
  const bad = ends.find(({ status }) => status === 'revoked' || status === 'expired' || status === 'held');
  const renew = `/connections/${view.connection.id}/renew`;
  if (bad)
    return (
      <Notice
        tone="error"
        title={words.thisConnectionDoesNotWork(
          bad.certificate.displayName,
          broken()[bad.status as keyof ReturnType<typeof broken>],
        )}
        actions={
          bad.status === 'held' ? (
            <ButtonLink href={`/certificates/${bad.certificate.id}`}>{words.openIt}</ButtonLink>
          ) : (
            <ButtonLink href={renew}>{words.renew}</ButtonLink>
          )
        }
      >
        {bad.status === 'held' ? words.releaseItOrRevokeIt : words.renewTheConnectionAndHand}
      </Notice>
    );
  const next = ends.filter(({ status }) => status === 'expiring').sort((a, b) => a.daysLeft - b.daysLeft)[0];
  return next ? (
    <Notice
      tone="warning"
      title={words.theCertificateOfEndsIn(next.certificate.displayName, next.daysLeft)}
      actions={<ButtonLink href={renew}>{view.client ? words.renewBoth : words.renew}</ButtonLink>}
    >
      {words.theOldCertificatesStayGood}
    </Notice>
  ) : null;
}

const broken = () =>
  ({
    revoked: connectionPageWords().detail.isRevoked,
    expired: connectionPageWords().detail.hasExpired,
    held: connectionPageWords().detail.isOnHold,
  }) as const;

function Manage({ id }: { id: string }) {
  const words = connectionPageWords().detail;
  return (
    <Card title={words.manage} id="manage" flush>
      <ul className="divide-y divide-line-faint">
        <ManageItem
          title={words.name}
          text={words.asListsAndFileNames}
          href={`/connections/${id}/edit`}
          label={words.change}
        />
        <ManageItem
          title={words.deleteIt}
          text={words.forgetsTheConnectionItsCertificates}
          href={`/connections/${id}/delete`}
          label={words.deleteIt}
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

function Chains({ view }: { view: ConnectionDetailView }) {
  const words = connectionPageWords().detail;
  const { serverChain, clientChain, server, client } = view;
  return (
    <div className="grid gap-6 lg:grid-cols-2">
      <Card title={words.theServersChain} id="server-chain">
        <div className="flex flex-col gap-6">
          <ChainTree chain={serverChain} currentId={server.certificate.id} />
          <ValidityTimeline bars={barsOf(serverChain, server.certificate.id)} />
        </div>
      </Card>
      {client ? (
        <Card title={words.theClientsChain} id="client-chain">
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
