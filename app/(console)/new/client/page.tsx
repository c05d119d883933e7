import type { Metadata } from 'next';
import { issuingChoices } from '@/components/pki/authority-choice';
import { Page, PageHeader } from '@/components/ui/page';
import { requireSignedIn } from '../../../session';
import { IssueForm } from '../_components/issue-form';
import { IssuingGate } from '../_components/issuing-gate';

export const metadata: Metadata = { title: 'New client certificate · Certificates' };

export default async function NewClientPage() {
  const { reads } = await requireSignedIn('/new/client');
  const [viewer, nodes] = await Promise.all([reads.viewer(), reads.authorities()]);
  const authorities = issuingChoices(nodes);
  const sealed = viewer.sealState === 'sealed';
  return (
    <Page>
      <PageHeader section={{ href: '/certificates', label: 'Certificates' }} title="New client certificate">
        Proves to a server which person, service or machine is calling.
      </PageHeader>
      {sealed || authorities.length === 0 ? (
        <IssuingGate here="/new/client" sealed={sealed} />
      ) : (
        <IssueForm profile="tlsClient" authorities={authorities} organisation={viewer.organisation} />
      )}
    </Page>
  );
}
