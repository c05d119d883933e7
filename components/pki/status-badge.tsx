import { Ban, CalendarClock, CircleHelp, Clock, Hourglass, PauseCircle, ShieldCheck } from 'lucide-react';
import type { ComponentType } from 'react';
import { reasonWords } from '@/components/reason.words';
import type { Certificate } from '@/lib/domain/entities';
import type { ShownStatus } from '@/lib/services/views';
import { formatDateTime, formatShortDay, plural } from '../format';

interface Look {
  icon: ComponentType<{ className?: string; 'aria-hidden'?: boolean | 'true' | 'false' }>;
  look: string;
  word: string;
}

/** A word, an icon shape and a colour; the colour comes last. */
export const STATUS_LOOKS = {
  valid: { icon: ShieldCheck, look: 'bg-valid-tint text-valid', word: 'Valid' },
  expiring: { icon: Clock, look: 'bg-expiring-tint text-expiring', word: 'Expiring' },
  expired: { icon: Hourglass, look: 'bg-expired-tint text-expired', word: 'Expired' },
  revoked: { icon: Ban, look: 'bg-revoked-tint text-revoked', word: 'Revoked' },
  held: { icon: PauseCircle, look: 'bg-hold-tint text-hold', word: 'On hold' },
  'not-yet-valid': { icon: CalendarClock, look: 'bg-pending-tint text-pending', word: 'Not yet valid' },
  pending: { icon: CalendarClock, look: 'bg-pending-tint text-pending', word: 'Pending' },
} as const satisfies Record<ShownStatus, Look>;
export const HOLD_LOOK: Look = { icon: PauseCircle, look: 'bg-hold-tint text-hold', word: 'Disabled' };
export const UNKNOWN_LOOK: Look = { icon: CircleHelp, look: 'bg-subtle text-muted', word: 'Unknown' };

export function Badge({ look, children }: { look: Look; children: React.ReactNode }) {
  const Icon = look.icon;
  return (
    <span
      className={`inline-flex min-h-6 shrink-0 items-center gap-1.5 whitespace-nowrap max-sm:shrink max-sm:whitespace-normal rounded-md px-2 text-13 font-medium forced-border ${look.look}`}
    >
      <Icon aria-hidden="true" className="size-3.5 shrink-0" />
      {children}
    </span>
  );
}

/** The line style of a row's left edge, by status. */
export function edgeOf(status: ShownStatus): string {
  if (status === 'expiring') return 'edge-expiring';
  if (status === 'revoked') return 'edge-revoked';
  if (status === 'held') return 'edge-hold';
  if (status === 'pending' || status === 'not-yet-valid') return 'edge-pending';
  return 'edge-none';
}

type Dated = Pick<Certificate, 'notBefore' | 'notAfter' | 'revocationReason' | 'revokedAt'>;

export function statusWords(status: ShownStatus, daysLeft: number, certificate: Dated): string {
  switch (status) {
    case 'valid':
      return `Valid · ${plural(daysLeft, 'day')}`;
    case 'expiring':
      return daysLeft < 1
        ? `Expires today (${formatShortDay(certificate.notAfter)})`
        : `Expires in ${plural(daysLeft, 'day')} (${formatShortDay(certificate.notAfter)})`;
    case 'expired':
      return daysLeft >= -1 ? 'Expired yesterday or today' : `Expired ${plural(-daysLeft, 'day')} ago`;
    case 'revoked':
      return certificate.revocationReason && certificate.revocationReason !== 'unspecified'
        ? `Revoked: ${reasonWords()[certificate.revocationReason]}`
        : 'Revoked';
    case 'held':
      return certificate.revokedAt ? `On hold since ${formatShortDay(certificate.revokedAt)}` : 'On hold';
    case 'not-yet-valid':
      return `Valid from ${formatShortDay(certificate.notBefore)}`;
    case 'pending':
      return 'Being issued';
  }
}

/** The status of one certificate in words. */
export function StatusBadge({
  status,
  daysLeft,
  certificate,
}: {
  status: ShownStatus;
  daysLeft: number;
  certificate: Dated;
}) {
  return (
    <span title={`Until ${formatDateTime(certificate.notAfter)}`}>
      <Badge look={STATUS_LOOKS[status]}>{statusWords(status, daysLeft, certificate)}</Badge>
    </span>
  );
}
