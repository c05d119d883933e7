import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { EntryFrame } from '@/components/entry-frame';
import { one, readSetup, readSignedIn, type SearchParams, safeNext } from '../session';
import { loginWords } from './_components/login.words';
import { LoginForm } from './_components/login-form';

export const generateMetadata = (): Metadata => ({ title: loginWords().title });

export default async function LoginPage({ searchParams }: { searchParams: SearchParams }) {
  const params = await searchParams;
  const next = safeNext(params.next);
  const words = loginWords();
  // What the form came back with when it was sent without script, by the code of the error.
  const refused = (words.refused as Readonly<Record<string, string>>)[one(params.refused) ?? ''];
  if (await readSignedIn()) redirect(next);
  const { organisation } = await readSetup();
  return (
    <EntryFrame title={words.title} lead={organisation ? words.lead(organisation) : undefined}>
      {refused ? (
        <p role="alert" className="text-revoked">
          {refused}
        </p>
      ) : null}
      <LoginForm next={next} wantsCode={one(params.refused) === 'second-factor-required'} />
      <noscript>
        <p className="text-muted">{words.withoutScript}</p>
      </noscript>
    </EntryFrame>
  );
}
