import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound, redirect, unstable_rethrow } from 'next/navigation';
import { cache } from 'react';
import type { Session } from '@/lib/domain/entities';
import type { Operator, Right } from '@/lib/domain/operators';
import type { PageReads } from '@/lib/runtime/create-context';
import { appContext } from '@/lib/runtime/registry';
import type { SetupView } from '@/lib/services/views';
import { missingTitleWords } from '../components/missing-title.words';

export interface SignedIn {
  readonly operator: Operator;
  readonly session: Session;
  /** What the roles of this person permit. */
  readonly rights: ReadonlySet<Right>;
  readonly reads: PageReads;
}

export const readSetup = cache((): Promise<SetupView> => appContext().setup());

/** Asked once for each request, whatever number of layouts and pages ask. Null: nobody is signed in. */
export const readSignedIn = cache(async (): Promise<SignedIn | null> => {
  const setup = await readSetup();
  if (!setup.finished) redirect('/setup');
  return appContext().signedIn(await headers());
});

/** The signed-in person, or off to sign in and back to `here`. */
export async function requireSignedIn(here: string): Promise<SignedIn> {
  const signedIn = await readSignedIn();
  if (!signedIn) redirect(here === '/' ? '/login' : `/login?next=${encodeURIComponent(here)}`);
  return signedIn;
}

/** The error class lives on the server's side of the fence, so it is known by its name and code. */
export const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && error.name === 'CountersignError' && 'code' in error && error.code === code;

/** A read of one object: what does not exist becomes the not-found page. */
export async function found<View>(read: Promise<View>): Promise<View> {
  try {
    return await read;
  } catch (error) {
    if (hasCode(error, 'not-found')) notFound();
    throw error;
  }
}

/** A page's title from what it read; when the read fails the page's own error panel says so, under a title that does too. */
export async function titled<View>(read: Promise<View>, title: (view: View) => string): Promise<Metadata> {
  const words = missingTitleWords();
  try {
    return { title: title(await read) };
  } catch (error) {
    unstable_rethrow(error);
    return { title: words.error };
  }
}

export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** One text value of the address, or nothing. */
export function one(value: string | string[] | undefined): string | undefined {
  const first = Array.isArray(value) ? value[0] : value;
  return first === undefined || first === '' ? undefined : first;
}

/** A path of this instance to go to; anything that could lead elsewhere becomes the overview. */
export function safeNext(value: string | string[] | undefined): string {
  const path = one(value);
  return path && /^\/(?![/\\])[\x21-\x7e]*$/.test(path) && !path.includes('\\') ? path : '/';
}
