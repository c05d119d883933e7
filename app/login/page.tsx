import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { EntryFrame } from '@/components/entry-frame';
import { readSetup, readSignedIn, type SearchParams, safeNext } from '../session';
import { LoginForm } from './_components/login-form';

export const metadata: Metadata = { title: 'Sign in' };

export default async function LoginPage({ searchParams }: { searchParams: SearchParams }) {
  const next = safeNext((await searchParams).next);
  if (await readSignedIn()) redirect(next);
  const { organisation } = await readSetup();
  return (
    <EntryFrame title="Sign in" lead={organisation ? `The certificate authority of ${organisation}.` : undefined}>
      <LoginForm next={next} />
      <noscript>
        <p className="text-revoked">Signing in needs JavaScript. Lists and details can then be read without it.</p>
      </noscript>
    </EntryFrame>
  );
}
