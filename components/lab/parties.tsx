import { Server, User } from 'lucide-react';
import type { LabRunView } from '@/lib/services/get-lab';
import { partiesWords } from './parties.words';

/** What each side holds and trusts, over its lane. */
export function Parties({ view, lit }: { view: LabRunView; lit: string | null }) {
  const words = partiesWords();
  const { setup } = view;
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Party
        side="client"
        title={words.clientDials(setup.serverName)}
        chain={setup.clientChain}
        none={setup.mutual ? words.hasNoCertificate : words.isNotAskedForA}
        trusts={setup.clientTrusts}
        lists={setup.clientLists}
        lit={lit}
      />
      <Party
        side="server"
        title={setup.mutual ? words.serverAsksForAClient : words.server}
        chain={setup.serverChain}
        none={words.hasNoCertificate}
        // Of somebody else's server nothing tells what it trusts.
        trusts={setup.mutual && !view.remote ? setup.serverTrusts : null}
        lists={setup.mutual && !view.remote ? setup.serverLists : null}
        lit={lit}
      />
    </div>
  );
}

function Party({
  side,
  title,
  chain,
  none,
  trusts,
  lists,
  lit,
}: {
  side: 'client' | 'server';
  title: string;
  chain: readonly string[];
  none: string;
  trusts: readonly string[] | null;
  lists: number | null;
  lit: string | null;
}) {
  const words = partiesWords();
  const Icon = side === 'client' ? User : Server;
  return (
    <section
      aria-label={side === 'client' ? words.client : words.server}
      className="min-w-0 rounded-lg border border-line bg-card p-4 text-13"
    >
      <h2 className="flex items-center gap-2 text-14 font-semibold">
        <Icon aria-hidden="true" className="size-4 shrink-0 text-muted" />
        <span className="min-w-0 [overflow-wrap:anywhere]">{title}</span>
      </h2>
      <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1">
        <dt className="text-muted">{words.sends}</dt>
        <dd>
          {chain.length === 0 ? (
            none
          ) : (
            <ol>
              {chain.map((subject) => (
                <li
                  key={subject}
                  className={`[overflow-wrap:anywhere] ${lit === subject ? 'rounded-sm bg-accent-tint font-medium' : ''}`}
                >
                  {subject}
                </li>
              ))}
            </ol>
          )}
        </dd>
        {trusts === null ? null : (
          <>
            <dt className="text-muted">{words.trusts}</dt>
            <dd className="[overflow-wrap:anywhere]">{trusts.join(' · ') || words.nothing}</dd>
          </>
        )}
        {lists === null ? null : (
          <>
            <dt className="text-muted">{words.revocation}</dt>
            <dd>{lists === 0 ? words.doesNotLookNoCrl : words.looksAt(lists)}</dd>
          </>
        )}
      </dl>
    </section>
  );
}
