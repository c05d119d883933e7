'use client';

import { ArrowDown, ArrowDownUp, FileText, KeyRound } from 'lucide-react';
import { IssuerKeyNotice } from '@/components/pki/issuer-key-notice';
import { KindTile } from '@/components/pki/kind-icon';
import type { IssuerKeyState } from '@/lib/services/views';
import { pairWords } from './pair.words';

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
  const words = pairWords().pairOutlook;
  const [first, ...more] = serverNames;
  const Arrow = mutual ? ArrowDownUp : ArrowDown;
  return (
    <aside aria-labelledby="pair-outlook" className="rounded-lg border border-line bg-subtle lg:sticky lg:top-20">
      <div className="flex min-h-12 items-center justify-between gap-3 border-b border-line-faint px-5 py-2">
        <h2 id="pair-outlook" className="font-semibold">
          {words.whatEachSideGets}
        </h2>
        <p className="text-13 text-muted">{words.nothingIsSignedYet}</p>
      </div>
      <div className="flex flex-col p-5">
        <div className="mb-4 empty:hidden">
          <IssuerKeyNotice state={issuerKey} issuer={authorityName} />
        </div>
        <Party
          kind="client"
          title={words.client}
          name={mutual ? clientName || words.theClient : words.anyClient}
          named={!mutual || clientName !== ''}
          secret={mutual}
          files={mutual ? words.certificateAndChainTheRoot : words.theRootToTrustCurl}
        />
        <p className="flex items-center gap-3 py-3 ps-2.5 text-13 text-muted">
          <Arrow aria-hidden="true" className="size-4 shrink-0" />
          {mutual ? words.eachProvesItselfToThe : words.theServerProvesItselfTo}
        </p>
        <Party
          kind="server"
          title={words.server}
          name={first ? `${first}${more.length > 0 ? words.andMore(more.length) : ''}` : words.theServer}
          named={first !== undefined}
          secret
          files={mutual ? words.certificateAndChainTheRoot2 : words.certificateAndChainNginxConfiguration}
        />
        <p className="mt-5 border-t border-line-faint pt-4 text-13 text-muted">
          {words.signedByValidDaysEach(authorityName, days)}
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
  const words = pairWords().pairOutlook;
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
              {words.itsOwnPrivateKey}
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
