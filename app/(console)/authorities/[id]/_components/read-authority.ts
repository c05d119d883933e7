import { cache } from 'react';
import { found, requireSignedIn } from '../../../../session';

/** One authority for a page below its own; `page` is where to come back to after signing in. */
export const readAuthority = cache(async (id: string, page: string) => {
  const { reads } = await requireSignedIn(page === '' ? `/authorities/${id}` : `/authorities/${id}/${page}`);
  const [view, viewer] = await Promise.all([found(reads.authority(id)), reads.viewer()]);
  return { reads, view, sealed: viewer.sealState === 'sealed' };
});
