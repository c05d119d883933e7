import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { EntryFrame } from '@/components/entry-frame';
import { one, readSetup, readSignedIn, type SearchParams, safeNext } from '../session';
import { LoginForm } from './_components/login-form';

export const metadata: Metadata = { title: 'Sign in' };

/** What the form came back with when it was sent without script, by the code of the error. */
const REFUSED: Readonly<Record<string, string>> = {
  unauthenticated: 'The e-mail address or the password is wrong.',
  'rate-limited': 'Too many attempts. Wait a few minutes, then try again.',
  'setup-required': 'Nobody can sign in before the set-up is finished.',
};

export default async function LoginPage({ searchParams }: { searchParams: SearchParams }) {
  const params = await searchParams;
  const next = safeNext(params.next);
  const refused = REFUSED[one(params.refused) ?? ''];
  if (await readSignedIn()) redirect(next);
  const { organisation } = await readSetup();
  return (
    <EntryFrame title="Sign in" lead={organisation ? `The certificate authority of ${organisation}.` : undefined}>
      {refused ? (
        <p role="alert" className="text-revoked">
          {refused}
        </p>
      ) : null}
      <LoginForm next={next} />
      <noscript>
        <p className="text-muted">Without JavaScript lists and details can be read; changing anything needs it.</p>
      </noscript>
    </EntryFrame>
  );
}
