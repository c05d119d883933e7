import { Ban, CalendarClock, CircleHelp, Clock, Hourglass, PauseCircle, ShieldCheck } from 'lucide-react';
import type { ComponentType } from 'react';
import { reasonWords } from '@/components/reason.words';
import type { Certificate } from '@/lib/domain/entities';
import type { ShownStatus } from '@/lib/services/views';
import { formatDateTime, formatShortDay } from '../format';
import { statusBadgeWords } from './status-badge.words';

interface Look {
  icon: ComponentType<{ className?: string; 'aria-hidden'?: boolean | 'true' | 'false' }>;
  look: string;
  word: string;
}

/** A word, an icon shape and a colour; the colour comes last. */
export const statusLooks = () =>
  ({
    valid: { icon: ShieldCheck, look: 'bg-valid-tint text-valid', word: statusBadgeWords().valid },
    expiring: { icon: Clock, look: 'bg-expiring-tint text-expiring', word: statusBadgeWords().expiring },
    expired: { icon: Hourglass, look: 'bg-expired-tint text-expired', word: statusBadgeWords().expired },
    revoked: { icon: Ban, look: 'bg-revoked-tint text-revoked', word: statusBadgeWords().revoked },
    held: { icon: PauseCircle, look: 'bg-hold-tint text-hold', word: statusBadgeWords().onHold },
    'not-yet-valid': {
      icon: CalendarClock,
      look: 'bg-pending-tint text-pending',
      word: statusBadgeWords().notYetValid,
    },
    pending: { icon: CalendarClock, look: 'bg-pending-tint text-pending', word: statusBadgeWords().pending },
  }) as const satisfies Record<ShownStatus, Look>;
export const holdLook = (): Look => ({
  icon: PauseCircle,
  look: 'bg-hold-tint text-hold',
  word: statusBadgeWords().disabled,
});
export const unknownLook = (): Look => ({
  icon: CircleHelp,
  look: 'bg-subtle text-muted',
  word: statusBadgeWords().unknown,
});

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
  const words = statusBadgeWords();
  switch (status) {
    case 'valid':
      return words.validDays(daysLeft);
    case 'expiring':
      return daysLeft < 1
        ? words.expiresToday(formatShortDay(certificate.notAfter))
        : words.expiresInDays(daysLeft, formatShortDay(certificate.notAfter));
    case 'expired':
      return daysLeft >= -1 ? words.expiredYesterdayOrToday : words.expiredDaysAgo(-daysLeft);
    case 'revoked':
      return certificate.revocationReason && certificate.revocationReason !== 'unspecified'
        ? words.revoked2(reasonWords()[certificate.revocationReason])
        : words.revoked;
    case 'held':
      return certificate.revokedAt ? words.onHoldSince(formatShortDay(certificate.revokedAt)) : words.onHold;
    case 'not-yet-valid':
      return words.validFrom(formatShortDay(certificate.notBefore));
    case 'pending':
      return words.beingIssued;
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
  const words = statusBadgeWords();
  return (
    <span title={words.until(formatDateTime(certificate.notAfter))}>
      <Badge look={statusLooks()[status]}>{statusWords(status, daysLeft, certificate)}</Badge>
    </span>
  );
}
