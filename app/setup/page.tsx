import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { now } from '@/components/clock';
import { flattenAuthorities } from '@/components/pki/authority-choice';
import { appContext } from '@/lib/runtime/registry';
import { one, readSetup, type SearchParams } from '../session';
import { setupPageWords } from './_components/setup-page.words';
import { SetupWizard } from './_components/setup-wizard';

export const generateMetadata = (): Metadata => ({ title: setupPageWords().setUp });

/** Open until the first authorities exist: an interrupted set-up goes on where it stopped, and no step is repeated. */
export default async function SetupPage({ searchParams }: { searchParams: SearchParams }) {
  const setup = await readSetup();
  const token = one((await searchParams).token) ?? '';
  const common = {
    defaultKeyProtection: setup.defaultKeyProtection,
    keyFilePath: setup.keyFilePath,
    publicUrl: setup.publicUrl,
    now: now().toISOString(),
    initialToken: token,
  };
  if (!setup.finished) return <SetupWizard {...common} resume={null} />;
  const signedIn = await appContext().signedIn(await headers());
  if (!signedIn) redirect('/login?next=/setup');
  const nodes = flattenAuthorities(await signedIn.reads.authorities());
  if (nodes.some(({ authority }) => authority.kind === 'issuing')) redirect('/');
  const root = nodes.find(({ authority }) => authority.kind === 'root');
  return (
    <SetupWizard
      {...common}
      resume={{
        organisation: setup.organisation ?? '',
        root: root ? { id: root.authority.id, name: root.authority.name } : null,
      }}
    />
  );
}
