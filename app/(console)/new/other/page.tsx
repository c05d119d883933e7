import type { Metadata } from 'next';
import { issuingChoices } from '@/components/pki/authority-choice';
import { profileChoices } from '@/components/pki/profile-choice';
import { Page, PageHeader } from '@/components/ui/page';
import { one, requireSignedIn, type SearchParams } from '../../../session';
import { IssuingGate } from '../_components/issuing-gate';
import { newPageWords } from '../_components/new-page.words';
import { OtherForm } from './_components/other-form';

export const generateMetadata = (): Metadata => ({ title: newPageWords().other.newCertificateCertificates });

export default async function NewOtherPage({ searchParams }: { searchParams: SearchParams }) {
  const words = newPageWords().other;
  const wanted = one((await searchParams).profile);
  const { reads } = await requireSignedIn('/new/other');
  const [viewer, nodes, rows] = await Promise.all([reads.viewer(), reads.authorities(), reads.profiles()]);
  const authorities = issuingChoices(nodes);
  const sealed = viewer.sealState === 'sealed';
  return (
    <Page>
      <PageHeader section={{ href: '/certificates', label: words.certificates }} title={words.newCertificate}>
        {words.forMutualPeersEMail}
      </PageHeader>
      {sealed || authorities.length === 0 ? (
        <IssuingGate here="/new/other" sealed={sealed} nodes={nodes} />
      ) : (
        <OtherForm
          authorities={authorities}
          profiles={profileChoices(rows, ['tlsPeer', 'smime', 'codeSigning'])}
          organisation={viewer.organisation}
          {...(wanted ? { wanted } : {})}
        />
      )}
    </Page>
  );
}
