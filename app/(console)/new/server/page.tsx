import type { Metadata } from 'next';
import { issuingChoices } from '@/components/pki/authority-choice';
import { profileChoices } from '@/components/pki/profile-choice';
import { Page, PageHeader } from '@/components/ui/page';
import { one, requireSignedIn, type SearchParams } from '../../../session';
import { IssueForm } from '../_components/issue-form';
import { IssuingGate } from '../_components/issuing-gate';
import { newPageWords } from '../_components/new-page.words';

export const generateMetadata = (): Metadata => ({ title: newPageWords().server.newServerCertificateCertificates });

export default async function NewServerPage({ searchParams }: { searchParams: SearchParams }) {
  const words = newPageWords().server;
  const wanted = one((await searchParams).profile);
  const { reads } = await requireSignedIn('/new/server');
  const [viewer, nodes, rows] = await Promise.all([reads.viewer(), reads.authorities(), reads.profiles()]);
  const authorities = issuingChoices(nodes);
  const sealed = viewer.sealState === 'sealed';
  return (
    <Page>
      <PageHeader section={{ href: '/certificates', label: words.certificates }} title={words.newServerCertificate}>
        {words.provesToClientsThatA}
      </PageHeader>
      {sealed || authorities.length === 0 ? (
        <IssuingGate here="/new/server" sealed={sealed} nodes={nodes} />
      ) : (
        <IssueForm
          profile="tlsServer"
          authorities={authorities}
          profiles={profileChoices(rows, ['tlsServer'])}
          organisation={viewer.organisation}
          {...(wanted ? { wanted } : {})}
        />
      )}
    </Page>
  );
}
