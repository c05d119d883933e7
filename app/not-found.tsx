import type { Metadata } from 'next';
import { EntryFrame } from '@/components/entry-frame';
import { ButtonLink } from '@/components/ui/button-link';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <EntryFrame title="This page does not exist" lead="The address may be mistyped, or what it pointed to is gone.">
      <ButtonLink href="/" tone="primary">
        Open the overview
      </ButtonLink>
    </EntryFrame>
  );
}
