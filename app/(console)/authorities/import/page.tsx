import type { Metadata } from 'next';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page';
import { requireSignedIn } from '../../../session';
import { ImportForm } from './_components/import-form';

export const metadata: Metadata = { title: 'Import · Authorities' };

export default async function ImportPage() {
  const { reads } = await requireSignedIn('/authorities/import');
  const { sealState } = await reads.viewer();
  return (
    <Page width="form">
      <PageHeader section={{ href: '/authorities', label: 'Authorities' }} title="Import an authority">
        Brings an authority here with its key, the certificates it issued, its revocations and the numbers of its lists.
        Nothing is stored before you have seen what was recognised.
      </PageHeader>
      {sealState === 'sealed' ? (
        <Notice tone="warning" title="Sealed: read-only">
          A key can be taken over only while the keys are open. Unseal them first.
        </Notice>
      ) : (
        <ImportForm />
      )}
    </Page>
  );
}
