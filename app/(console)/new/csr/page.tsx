import type { Metadata } from 'next';
import { issuingChoices } from '@/components/pki/authority-choice';
import { profileChoices } from '@/components/pki/profile-choice';
import { Page, PageHeader } from '@/components/ui/page';
import { requireSignedIn } from '../../../session';
import { IssuingGate } from '../_components/issuing-gate';
import { newPageWords } from '../_components/new-page.words';
import { CsrForm } from './_components/csr-form';

export const generateMetadata = (): Metadata => ({ title: newPageWords().csr.signARequestCertificates });

export default async function NewCsrPage() {
  const words = newPageWords().csr;
  const { reads } = await requireSignedIn('/new/csr');
  const [viewer, nodes, rows] = await Promise.all([reads.viewer(), reads.authorities(), reads.profiles()]);
  const authorities = issuingChoices(nodes);
  const sealed = viewer.sealState === 'sealed';
  return (
    <Page>
      <PageHeader section={{ href: '/certificates', label: words.certificates }} title={words.signARequest}>
        {words.theApplicantMadeAKey}
      </PageHeader>
      {sealed || authorities.length === 0 ? (
        <IssuingGate here="/new/csr" sealed={sealed} nodes={nodes} />
      ) : (
        <CsrForm
          authorities={authorities}
          organisation={viewer.organisation}
          profiles={profileChoices(rows, ['tlsServer', 'tlsClient', 'tlsPeer', 'smime', 'codeSigning'])}
        />
      )}
    </Page>
  );
}
