import type { Metadata } from 'next';
import { failureWords } from '@/components/failure.words';
import { Page } from '@/components/ui/page';
import { MissingSearch } from './_components/missing-search';

export const generateMetadata = (): Metadata => ({ title: failureWords().missing.title });

export default function ConsoleNotFound() {
  return (
    <Page width="form">
      <MissingSearch />
    </Page>
  );
}
