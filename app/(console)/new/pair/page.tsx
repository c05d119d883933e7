import type { Metadata } from 'next';
import { issuingChoices } from '@/components/pki/authority-choice';
import { Page, PageHeader } from '@/components/ui/page';
import { requireSignedIn } from '../../../session';
import { IssuingGate } from '../_components/issuing-gate';
import { PairForm } from './_components/pair-form';

export const metadata: Metadata = { title: 'New connection · Connections' };

export default async function NewPairPage() {
  const { reads } = await requireSignedIn('/new/pair');
  const [viewer, nodes] = await Promise.all([reads.viewer(), reads.authorities()]);
  const authorities = issuingChoices(nodes);
  const sealed = viewer.sealState === 'sealed';
  return (
    <Page>
      <PageHeader section={{ href: '/connections', label: 'Connections' }} title="New connection">
        Two parties that trust each other. Both get exactly the files they need.
      </PageHeader>
      {sealed || authorities.length === 0 ? (
        <IssuingGate here="/new/pair" sealed={sealed} />
      ) : (
        <PairForm authorities={authorities} />
      )}
    </Page>
  );
}
