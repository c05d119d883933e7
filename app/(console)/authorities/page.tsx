import { ListTree, Table2 } from 'lucide-react';
import type { Metadata } from 'next';
import { ButtonLink } from '@/components/ui/button-link';
import { EmptyState } from '@/components/ui/card';
import { Link } from '@/components/ui/link';
import { Page, PageHeader } from '@/components/ui/page';
import { one, requireSignedIn, type SearchParams } from '../../session';
import { authoritiesPageWords } from './_components/authorities-page.words';
import { AuthorityTable } from './_components/authority-table';
import { AuthorityTree } from './_components/authority-tree';
import { DeletedList } from './_components/deleted-list';
import { treeRows } from './_components/tree-rows';

export const generateMetadata = (): Metadata => ({ title: authoritiesPageWords().authorities.authorities });

export default async function AuthoritiesPage({ searchParams }: { searchParams: SearchParams }) {
  const words = authoritiesPageWords().authorities;
  const asTable = one((await searchParams).view) === 'table';
  const { reads } = await requireSignedIn(asTable ? '/authorities?view=table' : '/authorities');
  const [nodes, deleted] = await Promise.all([reads.authorities(), reads.deletedAuthorities()]);
  return (
    <Page>
      <PageHeader
        title={words.authorities}
        actions={
          nodes.length > 0 ? (
            <>
              <ButtonLink href="/authorities/import">{words.import}</ButtonLink>
              <ButtonLink href="/authorities/request">{words.belowAnOutsideRoot}</ButtonLink>
              <ButtonLink href="/authorities/new">{words.newAuthority}</ButtonLink>
            </>
          ) : null
        }
      >
        {words.aRootIsInstalledWhere}
      </PageHeader>
      {nodes.length === 0 ? (
        <EmptyState
          title={words.noAuthorityYet}
          actions={
            <>
              <ButtonLink href="/authorities/new" tone="primary">
                {words.createARootAuthority}
              </ButtonLink>
              <ButtonLink href="/authorities/import">{words.importOneFromFiles}</ButtonLink>
              <ButtonLink href="/authorities/request">{words.belowAnOutsideRoot}</ButtonLink>
            </>
          }
        >
          {words.everythingBeginsWithARoot}
        </EmptyState>
      ) : (
        <div className="flex flex-col gap-3">
          <nav aria-label={words.view} className="-mx-1 flex gap-1">
            <ViewLink href="/authorities" here={!asTable} icon={ListTree} label={words.tree} />
            <ViewLink href="/authorities?view=table" here={asTable} icon={Table2} label={words.table} />
          </nav>
          {asTable ? <AuthorityTable nodes={nodes} /> : <AuthorityTree rows={treeRows(nodes)} />}
        </div>
      )}
      <DeletedList deleted={deleted} />
    </Page>
  );
}

function ViewLink({
  href,
  here,
  icon: Icon,
  label,
}: {
  href: string;
  here: boolean;
  icon: typeof ListTree;
  label: string;
}) {
  return (
    <Link
      href={href}
      aria-current={here ? 'true' : undefined}
      className={`touch-target inline-flex h-8 items-center gap-1.5 rounded-md px-2.5 ${here ? 'bg-accent-tint font-medium text-accent forced-border' : 'text-muted hover:bg-hover hover:text-text'}`}
    >
      <Icon aria-hidden="true" className="size-3.5" />
      {label}
    </Link>
  );
}
