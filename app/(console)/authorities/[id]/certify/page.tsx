import type { Metadata } from 'next';
import { flattenAuthorities } from '@/components/pki/authority-choice';
import { ButtonLink } from '@/components/ui/button-link';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page';
import { titled } from '../../../../session';
import { authorityPageWords } from '../_components/authority-page.words';
import { readAuthority } from '../_components/read-authority';
import { CertifyForm } from './_components/certify-form';

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const words = authorityPageWords().certify;
  return titled(readAuthority((await params).id, 'certify'), ({ view }) =>
    words.signAnotherAuthority(view.node.authority.name),
  );
}

export default async function CertifyPage({ params }: Params) {
  const words = authorityPageWords().certify;
  const { reads, view, sealed } = await readAuthority((await params).id, 'certify');
  const { authority } = view.node;
  const above = new Set(view.chain.map(({ authorityId }) => authorityId));
  const targets = flattenAuthorities(await reads.authorities())
    .filter(
      (node) =>
        node.certificate !== null &&
        node.authority.status !== 'revoked' &&
        node.authority.parentId !== authority.id &&
        !above.has(node.authority.id),
    )
    .map(({ authority: { id, name } }) => ({ id, name }));
  const refusal = sealed ? words.theKeysAreSealedUnseal : view.cannotHaveChildren;
  return (
    <Page width="form">
      <PageHeader
        section={{ href: `/authorities/${authority.id}`, label: authority.name }}
        title={words.signAnotherAuthority2}
      >
        {words.whoeverTrustsThenTrustsWhat(authority.name)}
      </PageHeader>
      {refusal ? (
        <Notice
          tone="info"
          title={refusal}
          actions={<ButtonLink href={`/authorities/${authority.id}`}>{words.backToTheAuthority}</ButtonLink>}
        />
      ) : (
        <CertifyForm
          issuer={{ id: authority.id, name: authority.name }}
          pathLenLimit={view.node.pathLenConstraint}
          targets={targets}
        />
      )}
    </Page>
  );
}
