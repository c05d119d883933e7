import type { Metadata } from 'next';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page';
import { requireSignedIn } from '../../../session';
import { authoritiesPageWords } from '../_components/authorities-page.words';
import { ImportForm } from './_components/import-form';

export const generateMetadata = (): Metadata => ({ title: authoritiesPageWords().import.importAuthorities });

export default async function ImportPage() {
  const words = authoritiesPageWords().import;
  const { reads } = await requireSignedIn('/authorities/import');
  const { sealState } = await reads.viewer();
  return (
    <Page width="form">
      <PageHeader section={{ href: '/authorities', label: words.authorities }} title={words.importAnAuthority}>
        {words.bringsAnAuthorityHereWith}
      </PageHeader>
      {sealState === 'sealed' ? (
        <Notice tone="warning" title={words.sealedReadOnly}>
          {words.aKeyCanBeTaken}
        </Notice>
      ) : (
        <ImportForm />
      )}
    </Page>
  );
}
