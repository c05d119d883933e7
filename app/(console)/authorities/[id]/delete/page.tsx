import type { Metadata } from 'next';
import { ButtonLink } from '@/components/ui/button-link';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page';
import { found, titled } from '../../../../session';
import { ImpactList } from '../_components/impact-list';
import { readAuthority } from '../_components/read-authority';
import { DeleteAuthorityForm } from './_components/delete-authority-form';

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return titled(
    readAuthority((await params).id, 'delete'),
    ({ view }) => `Delete ${view.node.authority.name} · Authorities`,
  );
}

export default async function DeleteAuthorityPage({ params }: Params) {
  const { reads, view } = await readAuthority((await params).id, 'delete');
  const { authority, status } = view.node;
  const impact = await found(reads.authorityImpact(authority.id));
  const refusal = authority.deletedAt
    ? 'It is deleted already.'
    : authority.status === 'active' && status !== 'expired'
      ? 'It is active. Disable it first and see whether something misses it.'
      : impact.authoritiesBelow.length > 0
        ? `There are authorities below it: ${impact.authoritiesBelow.map(({ name }) => name).join(', ')}. Delete those first.`
        : null;
  return (
    <Page width="form">
      <PageHeader
        section={{ href: `/authorities/${authority.id}`, label: authority.name }}
        title={`Delete ${authority.name}`}
      >
        It can be brought back for 30 days. Then its key is destroyed.
      </PageHeader>
      {refusal ? (
        <Notice
          tone="info"
          title={refusal}
          actions={<ButtonLink href={`/authorities/${authority.id}`}>Back to the authority</ButtonLink>}
        />
      ) : (
        <>
          <ImpactList impact={impact}>
            <li>It disappears from lists and choices. Its revocation list and OCSP answers stay served.</li>
            <li>
              After 30 days no new revocation list can be signed, and clients that insist on one refuse what it issued.
            </li>
          </ImpactList>
          <DeleteAuthorityForm authority={{ id: authority.id, name: authority.name }} />
        </>
      )}
    </Page>
  );
}
