import { notFound } from 'next/navigation';
import { requireSignedIn } from '../../session';

/** Unknown addresses keep the frame, so that search and navigation stay at hand. */
export default async function MissingPage() {
  await requireSignedIn('/');
  notFound();
}
