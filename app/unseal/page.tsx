import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { EntryFrame } from '@/components/entry-frame';
import { TextLink } from '@/components/ui/link';
import { requireSignedIn, type SearchParams, safeNext } from '../session';
import { UnsealForm } from './_components/unseal-form';

export const metadata: Metadata = { title: 'Unseal' };

export default async function UnsealPage({ searchParams }: { searchParams: SearchParams }) {
  const next = safeNext((await searchParams).next);
  const { reads } = await requireSignedIn('/unseal');
  const viewer = await reads.viewer();
  if (viewer.sealState === 'unsealed') redirect(next);
  return (
    <EntryFrame
      title="Unseal the keys"
      lead="After each start the keys are locked until someone types the passphrase that was chosen at set-up. Until then everything can be read and nothing can be signed."
    >
      <UnsealForm next={next} />
      <p className="text-13">
        <TextLink href="/">Go on without unsealing</TextLink>
      </p>
    </EntryFrame>
  );
}
