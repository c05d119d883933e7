import type { Metadata } from 'next';
import { issuingChoices } from '@/components/pki/authority-choice';
import { profileChoices } from '@/components/pki/profile-choice';
import { Page, PageHeader } from '@/components/ui/page';
import { requireSignedIn } from '../../../session';
import { IssuingGate } from '../_components/issuing-gate';
import { newPageWords } from '../_components/new-page.words';
import { BulkForm } from './_components/bulk-form';

export const generateMetadata = (): Metadata => ({ title: newPageWords().bulk.issueFromATableCertificates });

export default async function NewBulkPage() {
  const words = newPageWords().bulk;
  const { reads } = await requireSignedIn('/new/bulk');
  const [viewer, nodes, rows] = await Promise.all([reads.viewer(), reads.authorities(), reads.profiles()]);
  const authorities = issuingChoices(nodes);
  const sealed = viewer.sealState === 'sealed';
  return (
    <Page width="form">
      <PageHeader section={{ href: '/certificates', label: words.certificates }} title={words.issueFromATable}>
        {words.oneCertificateForEachRow}
      </PageHeader>
      {sealed || authorities.length === 0 ? (
        <IssuingGate here="/new/bulk" sealed={sealed} nodes={nodes} />
      ) : (
        <BulkForm
          authorities={authorities}
          profiles={profileChoices(rows, ['tlsServer', 'tlsClient', 'tlsPeer', 'smime', 'codeSigning'])}
        />
      )}
    </Page>
  );
}
