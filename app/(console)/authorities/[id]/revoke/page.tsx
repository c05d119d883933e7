import type { Metadata } from 'next';
import { ButtonLink } from '@/components/ui/button-link';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page';
import { found, titled } from '../../../../session';
import { ImpactList } from '../_components/impact-list';
import { readAuthority } from '../_components/read-authority';
import { RevokeAuthorityForm } from './_components/revoke-authority-form';

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return titled(
    readAuthority((await params).id, 'revoke'),
    ({ view }) => `Revoke ${view.node.authority.name} · Authorities`,
  );
}

export default async function RevokeAuthorityPage({ params }: Params) {
  const { reads, view } = await readAuthority((await params).id, 'revoke');
  const { authority } = view.node;
  const impact = await found(reads.authorityImpact(authority.id));
  return (
    <Page width="form">
      <PageHeader
        section={{ href: `/authorities/${authority.id}`, label: authority.name }}
        title={`Revoke ${authority.name}`}
      >
        A revocation is final. To stop it from issuing for now, disable it instead.
      </PageHeader>
      {view.cannotRevoke ? (
        <Notice
          tone="info"
          title="It cannot be revoked here"
          actions={<ButtonLink href={`/authorities/${authority.id}`}>Back to the authority</ButtonLink>}
        >
          {view.cannotRevoke}
        </Notice>
      ) : (
        <>
          <ImpactList impact={impact}>
            <li>The revocation list of {view.parentName} is signed at once and carries its certificate.</li>
            <li>Whoever checks refuses everything below it from then on. Who checks nothing still accepts it.</li>
          </ImpactList>
          <RevokeAuthorityForm
            authority={{ id: authority.id, name: authority.name, certificateId: authority.certificateId }}
          />
        </>
      )}
    </Page>
  );
}
