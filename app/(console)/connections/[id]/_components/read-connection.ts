import { cache } from 'react';
import { found, requireSignedIn } from '../../../../session';

/** One connection for a page below its own; `page` is where to come back to after signing in. */
export const readConnection = cache(async (id: string, page: string) => {
  const { reads } = await requireSignedIn(`/connections/${id}/${page}`);
  const [view, viewer] = await Promise.all([found(reads.connection(id)), reads.viewer()]);
  return { reads, view, sealed: viewer.sealState === 'sealed' };
});
