import type { Metadata } from 'next';
import { ButtonLink } from '@/components/ui/button-link';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page';
import { requireSignedIn } from '../../../session';
import { authoritiesPageWords } from '../_components/authorities-page.words';
import { RequestForm } from './_components/request-form';

export const generateMetadata = (): Metadata => ({ title: authoritiesPageWords().request.authorityBelowAnOutsideRoot });

export default async function RequestAuthorityPage() {
  const words = authoritiesPageWords().request;
  const { reads } = await requireSignedIn('/authorities/request');
  const viewer = await reads.viewer();
  return (
    <Page width="form">
      <PageHeader
        section={{ href: '/authorities', label: words.authorities }}
        title={words.authorityBelowAnOutsideRoot2}
      >
        {words.theKeyIsMadeHere}
      </PageHeader>
      {viewer.sealState === 'sealed' ? (
        <Notice
          tone="warning"
          title={words.theKeysAreSealedSo}
          actions={<ButtonLink href="/unseal?next=/authorities/request">{words.unseal}</ButtonLink>}
        />
      ) : (
        <RequestForm organisation={viewer.organisation} />
      )}
    </Page>
  );
}
