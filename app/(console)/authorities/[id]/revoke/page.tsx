import type { Metadata } from 'next';
import { Phrase } from '@/components/language/phrase';
import { ButtonLink } from '@/components/ui/button-link';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page';
import { found, titled } from '../../../../session';
import { authorityPageWords } from '../_components/authority-page.words';
import { ImpactList } from '../_components/impact-list';
import { readAuthority } from '../_components/read-authority';
import { RevokeAuthorityForm } from './_components/revoke-authority-form';

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const words = authorityPageWords().revoke;
  return titled(readAuthority((await params).id, 'revoke'), ({ view }) =>
    words.revokeAuthorities(view.node.authority.name),
  );
}

export default async function RevokeAuthorityPage({ params }: Params) {
  const words = authorityPageWords().revoke;
  const { reads, view } = await readAuthority((await params).id, 'revoke');
  const { authority } = view.node;
  const impact = await found(reads.authorityImpact(authority.id));
  return (
    <Page width="form">
      <PageHeader
        section={{ href: `/authorities/${authority.id}`, label: authority.name }}
        title={words.revoke(authority.name)}
      >
        {words.aRevocationIsFinalTo}
      </PageHeader>
      {view.cannotRevoke ? (
        <Notice
          tone="info"
          title={words.itCannotBeRevokedHere}
          actions={<ButtonLink href={`/authorities/${authority.id}`}>{words.backToTheAuthority}</ButtonLink>}
        >
          {view.cannotRevoke}
        </Notice>
      ) : (
        <>
          <ImpactList impact={impact}>
            <li>
              <Phrase of={words.theRevocationListOfIs} parts={{ parentName: view.parentName }} />
            </li>
            <li>{words.whoeverChecksRefusesEverythingBelow}</li>
          </ImpactList>
          <RevokeAuthorityForm
            authority={{ id: authority.id, name: authority.name, certificateId: authority.certificateId }}
          />
        </>
      )}
    </Page>
  );
}
