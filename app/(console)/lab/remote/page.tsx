import type { Metadata } from 'next';
import { Page, PageHeader } from '@/components/ui/page';
import { found, one, requireSignedIn, type SearchParams } from '../../../session';
import { remoteWords } from './_components/remote.words';
import { USUAL_PORTS } from './_components/remote-draft';
import { RemoteForm } from './_components/remote-form';

export const generateMetadata = (): Metadata => ({ title: remoteWords().pageTitle });

export default async function RemotePage({ searchParams }: { searchParams: SearchParams }) {
  const query = await searchParams;
  const { reads } = await requireSignedIn('/lab/remote');
  const words = remoteWords();
  const wanted = one(query.client);
  const [page, chosen] = await Promise.all([
    reads.certificates({ use: 'client', limit: 100 }),
    wanted ? found(reads.certificate(wanted)) : null,
  ]);
  const clients = new Map(
    [...(chosen ? [chosen] : []), ...page.items]
      .filter(({ certificate }) => certificate.keyId !== null)
      .map(({ certificate: { id, displayName, serialNumber } }) => [
        id,
        { id, label: `${displayName}, …${serialNumber.slice(-8)}` },
      ]),
  );
  const protocol = one(query.protocol) ?? 'tls';
  const known = protocol in USUAL_PORTS ? protocol : 'tls';
  return (
    <Page width="form">
      <PageHeader section={{ href: '/lab', label: words.section }} title={words.title}>
        {words.lead}
      </PageHeader>
      <RemoteForm
        initial={{
          host: one(query.host) ?? '',
          port: one(query.port) ?? String(USUAL_PORTS[known]),
          protocol: known,
          serverName: one(query.name) ?? '',
          alpn: one(query.alpn) ?? '',
          client: wanted && clients.has(wanted) ? wanted : '',
        }}
        clients={[...clients.values()]}
      />
    </Page>
  );
}
