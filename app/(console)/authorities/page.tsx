import type { Metadata } from 'next';
import { ButtonLink } from '@/components/ui/button-link';
import { EmptyState } from '@/components/ui/card';
import { Page, PageHeader } from '@/components/ui/page';
import { requireSignedIn } from '../../session';
import { AuthorityTree } from './_components/authority-tree';
import { DeletedList } from './_components/deleted-list';
import { treeRows } from './_components/tree-rows';

export const metadata: Metadata = { title: 'Authorities' };

export default async function AuthoritiesPage() {
  const { reads } = await requireSignedIn('/authorities');
  const [nodes, deleted] = await Promise.all([reads.authorities(), reads.deletedAuthorities()]);
  return (
    <Page>
      <PageHeader
        title="Authorities"
        actions={
          nodes.length > 0 ? (
            <>
              <ButtonLink href="/authorities/import">Import</ButtonLink>
              <ButtonLink href="/authorities/request">Below an outside root</ButtonLink>
              <ButtonLink href="/authorities/new">New authority</ButtonLink>
            </>
          ) : null
        }
      >
        A root is installed where it is to be trusted. It signs issuing (intermediate) authorities, and those sign
        certificates.
      </PageHeader>
      {nodes.length === 0 ? (
        <EmptyState
          title="No authority yet"
          actions={
            <>
              <ButtonLink href="/authorities/new" tone="primary">
                Create a root authority
              </ButtonLink>
              <ButtonLink href="/authorities/import">Import one from files</ButtonLink>
              <ButtonLink href="/authorities/request">Below an outside root</ButtonLink>
            </>
          }
        >
          Everything begins with a root: the one certificate that the others are traced back to.
        </EmptyState>
      ) : (
        <AuthorityTree rows={treeRows(nodes)} />
      )}
      <DeletedList deleted={deleted} />
    </Page>
  );
}
