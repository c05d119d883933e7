import type { Metadata } from 'next';
import { Page, PageHeader } from '@/components/ui/page';
import { one, requireSignedIn, type SearchParams } from '../../../session';
import { explainWords } from './_components/explain.words';
import { ExplainForm } from './_components/explain-form';

export const generateMetadata = (): Metadata => ({ title: explainWords().pageTitle });

export default async function ExplainPage({ searchParams }: { searchParams: SearchParams }) {
  const query = await searchParams;
  await requireSignedIn('/lab/explain');
  const words = explainWords();
  return (
    <Page>
      <PageHeader section={{ href: '/lab', label: words.section }} title={words.title}>
        {words.lead}
      </PageHeader>
      <ExplainForm initial={(one(query.text) ?? '').slice(0, 500)} />
    </Page>
  );
}
