import type { Metadata } from 'next';
import { ButtonLink } from '@/components/ui/button-link';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page';
import { requireSignedIn } from '../../../session';
import { RequestForm } from './_components/request-form';

export const metadata: Metadata = { title: 'Authority below an outside root · Authorities' };

export default async function RequestAuthorityPage() {
  const { reads } = await requireSignedIn('/authorities/request');
  const viewer = await reads.viewer();
  return (
    <Page width="form">
      <PageHeader section={{ href: '/authorities', label: 'Authorities' }} title="Authority below an outside root">
        The key is made here. You send its request (CSR) to the outside authority, and install the answer on the
        authority’s page.
      </PageHeader>
      {viewer.sealState === 'sealed' ? (
        <Notice
          tone="warning"
          title="The keys are sealed, so no key can be made"
          actions={<ButtonLink href="/unseal?next=/authorities/request">Unseal</ButtonLink>}
        />
      ) : (
        <RequestForm organisation={viewer.organisation} />
      )}
    </Page>
  );
}
