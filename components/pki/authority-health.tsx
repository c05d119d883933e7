import type { AuthorityNode } from '@/lib/services/views';
import { now } from '../clock';
import { formatRelative } from '../format';
import { Time } from '../ui/time';
import { pkiWords } from './pki.words';
import { Badge, holdLook, statusLooks, statusWords, unknownLook } from './status-badge';

/** An authority's state: its own switch first, then its certificate's. */
export function AuthorityBadge({ node }: { node: AuthorityNode }) {
  const words = pkiWords().authorityHealth;
  const { authority, certificate, status, daysLeft } = node;
  if (authority.status === 'revoked') return <Badge look={statusLooks().revoked}>{words.revoked}</Badge>;
  if (authority.status === 'disabled') return <Badge look={holdLook()}>{words.disabled}</Badge>;
  if (authority.status === 'awaiting-certificate')
    return <Badge look={unknownLook()}>{words.waitsForItsCertificate}</Badge>;
  if (!certificate) return <Badge look={unknownLook()}>{words.noCertificateYet}</Badge>;
  return <Badge look={statusLooks()[status]}>{statusWords(status, daysLeft, certificate)}</Badge>;
}

/** How old the current CRL is, in words; overdue is said and coloured. */
export function CrlAge({ node }: { node: AuthorityNode }) {
  const words = pkiWords().authorityHealth;
  const { crl, authority } = node;
  if (authority.keyState === 'absent') return <span className="text-muted">{words.keyElsewhere}</span>;
  if (!crl) return <span className="text-muted">{words.noCrlYet}</span>;
  if (crl.overdue)
    return (
      <span className="font-medium text-revoked">
        {words.crlOverdueSince} <Time at={crl.nextUpdate} show="day" />
      </span>
    );
  return (
    <span title={words.nextBy(crl.nextUpdate.toISOString())}>
      {words.crl(crl.crlNumber, formatRelative(crl.thisUpdate, now()))}
    </span>
  );
}
