import type { Metadata } from 'next';
import { Page, PageHeader } from '@/components/ui/page';
import { requireSignedIn } from '../../session';
import { inspectPageWords } from './_components/inspect-page.words';
import { Inspector } from './_components/inspector';

export const generateMetadata = (): Metadata => ({ title: inspectPageWords().inspect });

export default async function InspectPage() {
  const words = inspectPageWords();
  await requireSignedIn('/inspect');
  return (
    <Page>
      <PageHeader title={words.inspect}>{words.certificatesRequestsRevocationListsOcsp}</PageHeader>
      <Inspector />
    </Page>
  );
}
