import type { Metadata } from 'next';
import { EntryFrame } from '@/components/entry-frame';
import { missingWords } from '@/components/missing.words';
import { ButtonLink } from '@/components/ui/button-link';

export const generateMetadata = (): Metadata => ({ title: missingWords().title });

export default function NotFound() {
  const words = missingWords();
  return (
    <EntryFrame title={words.outside} lead={words.outsideLead}>
      <ButtonLink href="/" tone="primary">
        {words.overview}
      </ButtonLink>
    </EntryFrame>
  );
}
