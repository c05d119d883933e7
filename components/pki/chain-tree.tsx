import { chainKindWords } from '@/components/kind.words';
import type { ChainLink } from '@/lib/services/views';
import { Link } from '../ui/link';
import { keyAlgorithmWord } from '../words';
import { SerialSuffix } from './fingerprint';
import { KindTile } from './kind-icon';
import { pkiWords } from './pki.words';
import { Badge, statusLooks, statusWords } from './status-badge';

/** A chain from root to leaf: each node with its state, each edge with the constraint it was signed under. */
export function ChainTree({ chain, currentId }: { chain: readonly ChainLink[]; currentId?: string }) {
  return (
    <ol className="flex flex-col">
      {chain.map((link, index) => (
        <li key={link.certificateId} className="flex flex-col">
          {index > 0 ? <Edge above={chain[index - 1] as ChainLink} /> : null}
          <Node link={link} current={link.certificateId === currentId} />
        </li>
      ))}
    </ol>
  );
}

function Node({ link, current }: { link: ChainLink; current: boolean }) {
  const href = link.authorityId ? `/authorities/${link.authorityId}` : `/certificates/${link.certificateId}`;
  const words = statusWords(link.status, link.daysLeft, { ...link, revocationReason: null, revokedAt: null });
  return (
    <div
      className={`flex min-w-0 items-start gap-3 rounded-md border p-3 ${current ? 'border-accent bg-accent-tint' : 'border-line'}`}
    >
      <KindTile kind={link.kind} />
      <div className="min-w-0 flex-1">
        <p className="font-medium [overflow-wrap:anywhere]">
          {current ? (
            <span aria-current="true">{link.displayName}</span>
          ) : (
            <Link href={href} className="hover:text-accent hover:underline">
              {link.displayName}
            </Link>
          )}
        </p>
        <p className="flex flex-wrap gap-x-2 text-13 text-muted">
          <span>{chainKindWords()[link.kind]}</span>
          <span>{keyAlgorithmWord(link.keyAlgorithm)}</span>
          <SerialSuffix serial={link.serialNumber} />
        </p>
        <p className="mt-1.5">
          <Badge look={statusLooks()[link.status]}>{words}</Badge>
        </p>
      </div>
    </div>
  );
}

function Edge({ above }: { above: ChainLink }) {
  const say = pkiWords().chainTree;
  return (
    <div className="flex items-center gap-3 ps-[1.6875rem]">
      <svg width="2" height="28" aria-hidden="true" className="shrink-0">
        <line x1="1" y1="0" x2="1" y2="28" strokeWidth="2" className="stroke-line-strong" />
      </svg>
      <span className="text-12 text-muted">
        {say.signs}
        {above.pathLenConstraint === null
          ? null
          : above.pathLenConstraint === 0
            ? say.endCertificatesOnlyPathLength
            : say.pathLength(above.pathLenConstraint)}
      </span>
    </div>
  );
}
