import type { Metadata } from 'next';
import { issuingChoices } from '@/components/pki/authority-choice';
import { Page, PageHeader } from '@/components/ui/page';
import { requireSignedIn } from '../../../session';
import { IssuingGate } from '../_components/issuing-gate';
import { OtherForm } from './_components/other-form';

export const metadata: Metadata = { title: 'New certificate · Certificates' };

export default async function NewOtherPage() {
  const { reads } = await requireSignedIn('/new/other');
  const [viewer, nodes] = await Promise.all([reads.viewer(), reads.authorities()]);
  const authorities = issuingChoices(nodes);
  const sealed = viewer.sealState === 'sealed';
  return (
    <Page>
      <PageHeader section={{ href: '/certificates', label: 'Certificates' }} title="New certificate">
        For mutual peers, e-mail and code.
      </PageHeader>
      {sealed || authorities.length === 0 ? (
        <IssuingGate here="/new/other" sealed={sealed} />
      ) : (
        <OtherForm authorities={authorities} organisation={viewer.organisation} />
      )}
    </Page>
  );
}
