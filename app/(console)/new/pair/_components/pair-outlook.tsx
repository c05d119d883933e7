'use client';

import { ArrowDown, ArrowDownUp, FileText, KeyRound } from 'lucide-react';
import { IssuerKeyNotice } from '@/components/pki/issuer-key-notice';
import { KindTile } from '@/components/pki/kind-icon';
import type { IssuerKeyState } from '@/lib/services/views';

/** The two parties and what each is handed, before anything is made. */
export function PairOutlook({
  mutual,
  serverNames,
  clientName,
  authorityName,
  days,
  issuerKey,
}: {
  mutual: boolean;
  serverNames: readonly string[];
  clientName: string;
  authorityName: string;
  days: string;
  /** Known once the server's side was looked at. */
  issuerKey: IssuerKeyState;
}) {
  const [first, ...more] = serverNames;
  const Arrow = mutual ? ArrowDownUp : ArrowDown;
  return (
    <aside aria-labelledby="pair-outlook" className="rounded-lg border border-line bg-subtle lg:sticky lg:top-20">
      <div className="flex min-h-12 items-center justify-between gap-3 border-b border-line-faint px-5 py-2">
        <h2 id="pair-outlook" className="font-semibold">
          What each side gets
        </h2>
        <p className="text-13 text-muted">Nothing is signed yet</p>
      </div>
      <div className="flex flex-col p-5">
        <div className="mb-4 empty:hidden">
          <IssuerKeyNotice state={issuerKey} issuer={authorityName} />
        </div>
        <Party
          kind="client"
          title="Client"
          name={mutual ? clientName || 'the client' : 'Any client'}
          named={!mutual || clientName !== ''}
          secret={mutual}
          files={mutual ? 'Certificate and chain, the root to trust, curl command' : 'The root to trust, curl command'}
        />
        <p className="flex items-center gap-3 py-3 ps-2.5 text-13 text-muted">
          <Arrow aria-hidden="true" className="size-4 shrink-0" />
          {mutual ? 'Each proves itself to the other' : 'The server proves itself to the client'}
        </p>
        <Party
          kind="server"
          title="Server"
          name={first ? `${first}${more.length > 0 ? ` and ${more.length} more` : ''}` : 'the server'}
          named={first !== undefined}
          secret
          files={
            mutual
              ? 'Certificate and chain, the root to trust, nginx configuration'
              : 'Certificate and chain, nginx configuration'
          }
        />
        <p className="mt-5 border-t border-line-faint pt-4 text-13 text-muted">
          Signed by {authorityName}, valid {days} days. Each bundle also holds the current revocation lists.
        </p>
      </div>
    </aside>
  );
}

function Party({
  kind,
  title,
  name,
  named,
  secret,
  files,
}: {
  kind: 'client' | 'server';
  title: string;
  name: string;
  named: boolean;
  secret: boolean;
  files: string;
}) {
  return (
    <div className="flex items-start gap-3 rounded-md border border-line bg-card p-3.5">
      <KindTile kind={kind} />
      <div className="min-w-0 flex-1">
        <p className="text-12 text-muted">{title}</p>
        <p className={`[overflow-wrap:anywhere] ${named ? 'font-medium' : 'text-muted'}`}>{name}</p>
        <ul className="mt-2 flex flex-col gap-1 text-13 text-muted">
          {secret ? (
            <li className="flex items-start gap-2">
              <KeyRound aria-hidden="true" className="mt-0.5 size-3.5 shrink-0 text-expiring" />
              Its own private key
            </li>
          ) : null}
          <li className="flex items-start gap-2">
            <FileText aria-hidden="true" className="mt-0.5 size-3.5 shrink-0" />
            {files}
          </li>
        </ul>
      </div>
    </div>
  );
}
