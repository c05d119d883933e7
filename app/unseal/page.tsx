import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { EntryFrame } from '@/components/entry-frame';
import { TextLink } from '@/components/ui/link';
import { requireSignedIn, type SearchParams, safeNext } from '../session';
import { unsealWords } from './_components/unseal.words';
import { UnsealForm } from './_components/unseal-form';

export const generateMetadata = (): Metadata => ({ title: unsealWords().title });

export default async function UnsealPage({ searchParams }: { searchParams: SearchParams }) {
  const next = safeNext((await searchParams).next);
  const { reads } = await requireSignedIn('/unseal');
  const viewer = await reads.viewer();
  if (viewer.sealState === 'unsealed') redirect(next);
  const words = unsealWords();
  return (
    <EntryFrame title={words.heading} lead={words.lead}>
      <UnsealForm next={next} />
      <p className="text-13">
        <TextLink href="/">{words.without}</TextLink>
      </p>
    </EntryFrame>
  );
}
