import { Server, User } from 'lucide-react';
import type { LabRunView } from '@/lib/services/get-lab';

/** What each side holds and trusts, over its lane. */
export function Parties({ view, lit }: { view: LabRunView; lit: string | null }) {
  const { setup } = view;
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Party
        side="client"
        title={`Client, dials ${setup.serverName}`}
        chain={setup.clientChain}
        none={setup.mutual ? 'Has no certificate.' : 'Is not asked for a certificate.'}
        trusts={setup.clientTrusts}
        lists={setup.clientLists}
        lit={lit}
      />
      <Party
        side="server"
        title={setup.mutual ? 'Server, asks for a client certificate' : 'Server'}
        chain={setup.serverChain}
        none="Has no certificate."
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
  const Icon = side === 'client' ? User : Server;
  return (
    <section
      aria-label={side === 'client' ? 'Client' : 'Server'}
      className="min-w-0 rounded-lg border border-line bg-card p-4 text-13"
    >
      <h2 className="flex items-center gap-2 text-14 font-semibold">
        <Icon aria-hidden="true" className="size-4 shrink-0 text-muted" />
        <span className="min-w-0 [overflow-wrap:anywhere]">{title}</span>
      </h2>
      <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1">
        <dt className="text-muted">Sends</dt>
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
            <dt className="text-muted">Trusts</dt>
            <dd className="[overflow-wrap:anywhere]">{trusts.join(' · ') || 'Nothing.'}</dd>
          </>
        )}
        {lists === null ? null : (
          <>
            <dt className="text-muted">Revocation</dt>
            <dd>{lists === 0 ? 'Does not look: no CRL.' : `Looks at ${lists} ${lists === 1 ? 'CRL' : 'CRLs'}.`}</dd>
          </>
        )}
      </dl>
    </section>
  );
}
