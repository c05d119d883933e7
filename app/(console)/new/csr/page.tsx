import type { Metadata } from 'next';
import { issuingChoices } from '@/components/pki/authority-choice';
import { profileChoices } from '@/components/pki/profile-choice';
import { Page, PageHeader } from '@/components/ui/page';
import { requireSignedIn } from '../../../session';
import { IssuingGate } from '../_components/issuing-gate';
import { CsrForm } from './_components/csr-form';

export const metadata: Metadata = { title: 'Sign a request · Certificates' };

export default async function NewCsrPage() {
  const { reads } = await requireSignedIn('/new/csr');
  const [viewer, nodes, rows] = await Promise.all([reads.viewer(), reads.authorities(), reads.profiles()]);
  const authorities = issuingChoices(nodes);
  const sealed = viewer.sealState === 'sealed';
  return (
    <Page>
      <PageHeader section={{ href: '/certificates', label: 'Certificates' }} title="Sign a request">
        The applicant made a key and a request (CSR); the key stays there. Only its names are taken over, the profile
        decides the rest.
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
