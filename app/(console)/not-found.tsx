import type { Metadata } from 'next';
import { missingWords } from '@/components/missing.words';
import { Page } from '@/components/ui/page';
import { MissingSearch } from './_components/missing-search';

export const generateMetadata = (): Metadata => ({ title: missingWords().title });

export default function ConsoleNotFound() {
  const words = missingWords();
  return (
    <Page width="form">
      <MissingSearch words={words} overview={words.overview} />
    </Page>
  );
}
