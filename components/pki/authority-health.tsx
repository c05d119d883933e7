import type { AuthorityNode } from '@/lib/services/views';
import { now } from '../clock';
import { formatRelative } from '../format';
import { Time } from '../ui/time';
import { Badge, HOLD_LOOK, STATUS_LOOKS, statusWords, UNKNOWN_LOOK } from './status-badge';

/** An authority's state: its own switch first, then its certificate's. */
export function AuthorityBadge({ node }: { node: AuthorityNode }) {
  const { authority, certificate, status, daysLeft } = node;
  if (authority.status === 'revoked') return <Badge look={STATUS_LOOKS.revoked}>Revoked</Badge>;
  if (authority.status === 'disabled') return <Badge look={HOLD_LOOK}>Disabled</Badge>;
  if (authority.status === 'awaiting-certificate') return <Badge look={UNKNOWN_LOOK}>Waits for its certificate</Badge>;
  if (!certificate) return <Badge look={UNKNOWN_LOOK}>No certificate yet</Badge>;
  return <Badge look={STATUS_LOOKS[status]}>{statusWords(status, daysLeft, certificate)}</Badge>;
}

/** How old the current CRL is, in words; overdue is said and coloured. */
export function CrlAge({ node }: { node: AuthorityNode }) {
  const { crl, authority } = node;
  if (authority.keyState === 'absent') return <span className="text-muted">Key elsewhere</span>;
  if (!crl) return <span className="text-muted">No CRL yet</span>;
  if (crl.overdue)
    return (
      <span className="font-medium text-revoked">
        CRL overdue since <Time at={crl.nextUpdate} show="day" />
      </span>
    );
  return (
    <span title={`Next by ${crl.nextUpdate.toISOString()}`}>
      CRL {crl.crlNumber}, {formatRelative(crl.thisUpdate, now())}
    </span>
  );
}
