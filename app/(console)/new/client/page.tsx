import type { Metadata } from 'next';
import { issuingChoices } from '@/components/pki/authority-choice';
import { profileChoices } from '@/components/pki/profile-choice';
import { Page, PageHeader } from '@/components/ui/page';
import { one, requireSignedIn, type SearchParams } from '../../../session';
import { IssueForm } from '../_components/issue-form';
import { IssuingGate } from '../_components/issuing-gate';
import { newPageWords } from '../_components/new-page.words';

export const generateMetadata = (): Metadata => ({ title: newPageWords().client.newClientCertificateCertificates });

export default async function NewClientPage({ searchParams }: { searchParams: SearchParams }) {
  const words = newPageWords().client;
  const wanted = one((await searchParams).profile);
  const { reads } = await requireSignedIn('/new/client');
  const [viewer, nodes, rows] = await Promise.all([reads.viewer(), reads.authorities(), reads.profiles()]);
  const authorities = issuingChoices(nodes);
  const sealed = viewer.sealState === 'sealed';
  return (
    <Page>
      <PageHeader section={{ href: '/certificates', label: words.certificates }} title={words.newClientCertificate}>
        {words.provesToAServerWhich}
      </PageHeader>
      {sealed || authorities.length === 0 ? (
        <IssuingGate here="/new/client" sealed={sealed} nodes={nodes} />
      ) : (
        <IssueForm
          profile="tlsClient"
          authorities={authorities}
          profiles={profileChoices(rows, ['tlsClient'])}
          organisation={viewer.organisation}
          {...(wanted ? { wanted } : {})}
        />
      )}
    </Page>
  );
}
