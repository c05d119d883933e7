import type { Metadata } from 'next';
import { ButtonLink } from '@/components/ui/button-link';
import { Card, Fact, Facts } from '@/components/ui/card';
import { titled } from '../../../../session';
import { AuthorityFrame } from '../_components/authority-frame';
import { authorityPageWords } from '../_components/authority-page.words';
import { PublishedAddresses } from '../_components/published-addresses';
import { readAuthority } from '../_components/read-authority';
import { TestPublishing } from './_components/test-publishing';
import { WatchCard } from './_components/watch-card';

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const words = authorityPageWords().publishing;
  return titled(readAuthority((await params).id, 'publishing'), ({ view }) =>
    words.publishingOfAuthorities(view.node.authority.name),
  );
}

export default async function AuthorityPublishingPage({ params }: Params) {
  const words = authorityPageWords().publishing;
  const { reads, view, sealed } = await readAuthority((await params).id, 'publishing');
  const watch = await reads.authorityWatch(view.node.authority.id);
  const { authority } = view.node;
  const { crlUrls, ocspUrls, caIssuersUrls } = view.signedAddresses;
  return (
    <AuthorityFrame view={view} sealed={sealed} tab="publishing">
      <TestPublishing authorityId={authority.id} />
      <WatchCard watch={watch} />
      <Card
        title={words.inWhatItSignsFrom}
        id="signed"
        note={words.clientsLookThereCertificatesThat}
        actions={
          <ButtonLink href={`/authorities/${authority.id}/settings`} size="small">
            {words.change}
          </ButtonLink>
        }
      >
        <Facts>
          <Fact label={words.revocationList}>
            <Addresses
              urls={
                view.crlParts && !authority.settings.crlUrls
                  ? [view.crlParts.firstUrl, words.to(view.crlParts.lastUrl)]
                  : crlUrls
              }
            />
          </Fact>
          <Fact label={words.ocsp}>
            <Addresses urls={ocspUrls} />
          </Fact>
          <Fact label={words.certificateOfThisAuthority}>
            <Addresses urls={caIssuersUrls} />
          </Fact>
        </Facts>
      </Card>
      <Card title={words.publishedAt} id="publishing" note={words.plainHttpByDesignEverything} flush>
        <PublishedAddresses view={view} />
      </Card>
    </AuthorityFrame>
  );
}

function Addresses({ urls }: { urls: readonly string[] }) {
  const words = authorityPageWords().publishing;
  if (urls.length === 0) return <span className="text-muted">{words.noAddressClientsCannotFind}</span>;
  return (
    <ul className="flex flex-col gap-1">
      {urls.map((url) => (
        <li key={url} className="font-mono text-13 [overflow-wrap:anywhere]">
          {url}
        </li>
      ))}
    </ul>
  );
}
