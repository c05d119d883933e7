import type { Metadata } from 'next';
import { issuingChoices } from '@/components/pki/authority-choice';
import { profileChoices } from '@/components/pki/profile-choice';
import { Page, PageHeader } from '@/components/ui/page';
import { requireSignedIn } from '../../../session';
import { IssuingGate } from '../_components/issuing-gate';
import { newPageWords } from '../_components/new-page.words';
import { PairForm } from './_components/pair-form';

export const generateMetadata = (): Metadata => ({ title: newPageWords().pair.newConnectionConnections });

export default async function NewPairPage() {
  const words = newPageWords().pair;
  const { reads } = await requireSignedIn('/new/pair');
  const [viewer, nodes, rows] = await Promise.all([reads.viewer(), reads.authorities(), reads.profiles()]);
  // Both keys are made here, so a profile that wants a request cannot be used.
  const usable = rows.filter(({ definition }) => definition.csr !== 'required');
  const authorities = issuingChoices(nodes);
  const sealed = viewer.sealState === 'sealed';
  return (
    <Page>
      <PageHeader section={{ href: '/connections', label: words.connections }} title={words.newConnection}>
        {words.twoPartiesThatTrustEach}
      </PageHeader>
      {sealed || authorities.length === 0 ? (
        <IssuingGate here="/new/pair" sealed={sealed} nodes={nodes} />
      ) : (
        <PairForm
          authorities={authorities}
          profiles={{
            server: profileChoices(usable, ['tlsServer', 'tlsPeer']),
            client: profileChoices(usable, ['tlsClient']),
          }}
        />
      )}
    </Page>
  );
}
