import type { Metadata } from 'next';
import { CertificateTable } from '@/components/pki/certificate-table';
import { ButtonLink } from '@/components/ui/button-link';
import { EmptyState } from '@/components/ui/card';
import { TextLink } from '@/components/ui/link';
import { Pager } from '@/components/ui/pager';
import { one, type SearchParams, titled } from '../../../../session';
import { AuthorityFrame } from '../_components/authority-frame';
import { authorityPageWords } from '../_components/authority-page.words';
import { readAuthority } from '../_components/read-authority';

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const words = authorityPageWords().certificates;
  return titled(readAuthority((await params).id, 'certificates'), ({ view }) =>
    words.certificatesOfAuthorities(view.node.authority.name),
  );
}

export default async function AuthorityCertificatesPage({
  params,
  searchParams,
}: Params & { searchParams: SearchParams }) {
  const words = authorityPageWords().certificates;
  const { reads, view, sealed } = await readAuthority((await params).id, 'certificates');
  const { authority } = view.node;
  const cursor = one((await searchParams).cursor);
  const here = `/authorities/${authority.id}/certificates`;
  const at = (place: string | null) => (place ? `${here}?cursor=${encodeURIComponent(place)}` : null);
  const list = await reads.certificates({ issuerId: authority.id, limit: 25, ...(cursor ? { cursor } : {}) });
  return (
    <AuthorityFrame view={view} sealed={sealed} tab="certificates">
      {list.items.length === 0 ? (
        <EmptyState
          title={words.itHasNotSignedAnything}
          actions={
            view.node.keyAtHand && authority.status === 'active' ? (
              <ButtonLink href="/new/server">{words.issueAServerCertificate}</ButtonLink>
            ) : null
          }
        >
          {words.whatItSignsIsListed}
        </EmptyState>
      ) : (
        <div className="flex flex-col gap-4">
          <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
            <p className="text-muted">{words.livingCertificatesNewestFirst(view.node.livingCertificates)}</p>
            <TextLink href={`/certificates?issuer=${authority.id}`} className="text-13">
              {words.searchAndFilterThem}
            </TextLink>
          </div>
          <div className="overflow-hidden rounded-lg border border-line bg-card">
            <CertificateTable rows={list.items} label={words.certificatesOf(authority.name)} />
          </div>
          <Pager newer={at(list.previous)} older={at(list.next)} first={cursor ? here : null} />
        </div>
      )}
    </AuthorityFrame>
  );
}
