import type { Metadata } from 'next';
import { ButtonLink } from '@/components/ui/button-link';
import { Card, Fact, Facts } from '@/components/ui/card';
import { titled } from '../../../../session';
import { AuthorityFrame } from '../_components/authority-frame';
import { PublishedAddresses } from '../_components/published-addresses';
import { readAuthority } from '../_components/read-authority';
import { TestPublishing } from './_components/test-publishing';
import { WatchCard } from './_components/watch-card';

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return titled(
    readAuthority((await params).id, 'publishing'),
    ({ view }) => `Publishing of ${view.node.authority.name} · Authorities`,
  );
}

export default async function AuthorityPublishingPage({ params }: Params) {
  const { reads, view, sealed } = await readAuthority((await params).id, 'publishing');
  const watch = await reads.authorityWatch(view.node.authority.id);
  const { authority } = view.node;
  const { crlUrls, ocspUrls, caIssuersUrls } = view.signedAddresses;
  return (
    <AuthorityFrame view={view} sealed={sealed} tab="publishing">
      <TestPublishing authorityId={authority.id} />
      <WatchCard watch={watch} />
      <Card
        title="In what it signs from now on"
        id="signed"
        note="Clients look there. Certificates that were issued keep the addresses they have."
        actions={
          <ButtonLink href={`/authorities/${authority.id}/settings`} size="small">
            Change
          </ButtonLink>
        }
      >
        <Facts>
          <Fact label="Revocation list">
            <Addresses
              urls={
                view.crlParts && !authority.settings.crlUrls
                  ? [view.crlParts.firstUrl, `to ${view.crlParts.lastUrl}`]
                  : crlUrls
              }
            />
          </Fact>
          <Fact label="OCSP">
            <Addresses urls={ocspUrls} />
          </Fact>
          <Fact label="Certificate of this authority">
            <Addresses urls={caIssuersUrls} />
          </Fact>
        </Facts>
      </Card>
      <Card
        title="Published at"
        id="publishing"
        note="Plain HTTP by design: everything here is signed and public."
        flush
      >
        <PublishedAddresses view={view} />
      </Card>
    </AuthorityFrame>
  );
}

function Addresses({ urls }: { urls: readonly string[] }) {
  if (urls.length === 0) return <span className="text-muted">No address: clients cannot find it.</span>;
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
