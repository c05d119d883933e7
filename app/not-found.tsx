import type { Metadata } from 'next';
import { EntryFrame } from '@/components/entry-frame';
import { failureWords } from '@/components/failure.words';
import { ButtonLink } from '@/components/ui/button-link';

export const generateMetadata = (): Metadata => ({ title: failureWords().missing.title });

export default function NotFound() {
  const words = failureWords();
  return (
    <EntryFrame title={words.missing.outside} lead={words.missing.outsideLead}>
      <ButtonLink href="/" tone="primary">
        {words.overview}
      </ButtonLink>
    </EntryFrame>
  );
}
