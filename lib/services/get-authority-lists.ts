import { authorise } from './authorise.ts';
import { type CrlScope, listName, listsOf } from './crl-lists.ts';
import { viewOfCrl } from './get-authorities.ts';
import { findAuthority } from './issuer.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import type { CrlView } from './views.ts';

/** One of the lists that an authority publishes by its settings. */
export interface AuthorityListView {
  readonly kind: CrlScope['kind'];
  /** 0: the whole list. */
  readonly shard: number;
  readonly url: string;
  /** Null: none has been signed yet. */
  readonly crl: CrlView | null;
}

/** All lists in force, the whole one first; of a divided list the first `MOST_PARTS` parts. Throws `not-found`. */
export async function getAuthorityLists(
  context: ServiceContext,
  actor: Actor | null,
  authorityId: string,
): Promise<{ readonly lists: readonly AuthorityListView[]; readonly leftOut: number }> {
  authorise(actor, 'inventory.read');
  const authority = await findAuthority(context.store, authorityId);
  const now = context.clock.now();
  const scopes = listsOf(authority.settings);
  const shown = scopes.filter(({ shard }) => shard <= MOST_PARTS);
  const lists = await Promise.all(
    shown.map(async (scope) => {
      const facts = await context.store.currentCrlFacts(authorityId, scope);
      return {
        ...scope,
        url: `${context.settings.publicUrl}/crl/${listName(authorityId, scope)}.crl`,
        crl: facts && viewOfCrl(facts, now),
      };
    }),
  );
  return { lists, leftOut: scopes.length - shown.length };
}

const MOST_PARTS = 32;
