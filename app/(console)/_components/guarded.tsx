import type { ReactNode } from 'react';
import type { Right } from '@/lib/domain/operators';
import { readSignedIn } from '../../session';
import { NotPermitted } from './not-permitted';

/**
 * The layout of pages that are one act: whoever may not do it is told so before filling anything in. It guards nothing by itself; the
 * service behind the act asks again.
 */
export function guarded(...rights: readonly [Right, ...Right[]]) {
  return async function Guarded({ children }: { children: ReactNode }) {
    const signedIn = await readSignedIn();
    if (signedIn && !rights.some((right) => signedIn.rights.has(right))) return <NotPermitted right={rights[0]} />;
    return children;
  };
}
