import type { Metadata } from 'next';
import { Page } from '@/components/ui/page';
import { MissingSearch } from './_components/missing-search';

export const metadata: Metadata = { title: 'Not found' };

export default function ConsoleNotFound() {
  return (
    <Page width="form">
      <MissingSearch />
    </Page>
  );
}
