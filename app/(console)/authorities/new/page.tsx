import type { Metadata } from 'next';
import { now } from '@/components/clock';
import { choiceOf, flattenAuthorities, isUsable } from '@/components/pki/authority-choice';
import { OfflineKeys, offlineAuthorities } from '@/components/pki/offline-keys';
import { ButtonLink } from '@/components/ui/button-link';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page';
import { one, requireSignedIn, type SearchParams, safeNext } from '../../../session';
import { authoritiesPageWords } from '../_components/authorities-page.words';
import { AuthorityForm } from './_components/authority-form';

export const generateMetadata = (): Metadata => ({ title: authoritiesPageWords().create.newAuthorityAuthorities });

export default async function NewAuthorityPage({ searchParams }: { searchParams: SearchParams }) {
  const words = authoritiesPageWords().create;
  const params = await searchParams;
  const { reads } = await requireSignedIn('/authorities/new');
  const [viewer, nodes] = await Promise.all([reads.viewer(), reads.authorities()]);
  const parents = flattenAuthorities(nodes)
    .filter((node) => isUsable(node) && node.pathLenConstraint !== 0)
    .map((node) => ({ ...choiceOf(node), pathLenConstraint: node.pathLenConstraint }));
  // Said instead of missing without a word.
  const without = flattenAuthorities(nodes)
    .filter((node) => isUsable(node) && node.pathLenConstraint === 0)
    .map(({ authority }) => authority.name);
  const asked = one(params.parent);
  const parentId = parents.find(({ id }) => id === asked)?.id ?? parents[0]?.id ?? '';
  const kind =
    parents.length > 0 && (asked || one(params.kind) === 'issuing' || nodes.length > 0) && one(params.kind) !== 'root'
      ? 'issuing'
      : 'root';
  const next = one(params.next) ? safeNext(params.next) : null;
  return (
    <Page>
      <PageHeader section={{ href: '/authorities', label: words.authorities }} title={words.newAuthority}>
        {next ? words.whenItIsMadeYou : words.aRootStandsAloneAn}
      </PageHeader>
      {viewer.sealState === 'sealed' ? (
        <Notice
          tone="warning"
          title={words.theKeysAreSealedSo}
          actions={<ButtonLink href="/unseal?next=/authorities/new">{words.unseal}</ButtonLink>}
        >
          {words.unsealThemAndThisForm}
        </Notice>
      ) : (
        <>
          <OfflineKeys nodes={offlineAuthorities(nodes).filter(({ pathLenConstraint }) => pathLenConstraint !== 0)}>
            {words.nothingCanBeMadeBelow}
          </OfflineKeys>
          <AuthorityForm
            organisation={viewer.organisation}
            parents={parents}
            without={without}
            takenNames={flattenAuthorities(nodes).map(({ authority }) => authority.name)}
            initial={{ kind, parentId }}
            now={now().toISOString()}
            next={next}
          />
        </>
      )}
    </Page>
  );
}
