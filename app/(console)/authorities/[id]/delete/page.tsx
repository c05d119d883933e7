import type { Metadata } from 'next';
import { ButtonLink } from '@/components/ui/button-link';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page';
import { found, titled } from '../../../../session';
import { authorityPageWords } from '../_components/authority-page.words';
import { ImpactList } from '../_components/impact-list';
import { readAuthority } from '../_components/read-authority';
import { DeleteAuthorityForm } from './_components/delete-authority-form';

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const words = authorityPageWords().remove;
  return titled(readAuthority((await params).id, 'delete'), ({ view }) =>
    words.deleteAuthorities(view.node.authority.name),
  );
}

export default async function DeleteAuthorityPage({ params }: Params) {
  const words = authorityPageWords().remove;
  const { reads, view } = await readAuthority((await params).id, 'delete');
  const { authority, status } = view.node;
  const impact = await found(reads.authorityImpact(authority.id));
  const refusal = authority.deletedAt
    ? words.itIsDeletedAlready
    : authority.status === 'active' && status !== 'expired'
      ? words.itIsActiveDisableIt
      : impact.authoritiesBelow.length > 0
        ? words.thereAreAuthoritiesBelowIt(impact.authoritiesBelow.map(({ name }) => name).join(', '))
        : null;
  return (
    <Page width="form">
      <PageHeader
        section={{ href: `/authorities/${authority.id}`, label: authority.name }}
        title={words.deleteIt(authority.name)}
      >
        {words.itCanBeBroughtBack}
      </PageHeader>
      {refusal ? (
        <Notice
          tone="info"
          title={refusal}
          actions={<ButtonLink href={`/authorities/${authority.id}`}>{words.backToTheAuthority}</ButtonLink>}
        />
      ) : (
        <>
          <ImpactList impact={impact}>
            <li>{words.itDisappearsFromListsAnd}</li>
            <li>{words.after30DaysNoNew}</li>
          </ImpactList>
          <DeleteAuthorityForm authority={{ id: authority.id, name: authority.name }} />
        </>
      )}
    </Page>
  );
}
